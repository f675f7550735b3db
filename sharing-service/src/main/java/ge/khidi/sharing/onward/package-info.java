/**
 * Passing on. A holder that wants to give an item to a third party asks here; the originator's officers decide, as on a consent, and the floor stands
 * under them where the third party is a registered partner. What was authorised can be taken back, is shown to both, and is named wherever the item is
 * recalled: the holder must tell whom it passed it to, and its answer covers them.
 */
@NullMarked
package ge.khidi.sharing.onward;

import org.jspecify.annotations.NullMarked;
