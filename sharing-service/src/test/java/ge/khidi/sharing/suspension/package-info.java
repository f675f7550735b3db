/** That nobody who is suspended is let in. */
@NullMarked
package ge.khidi.sharing.suspension;

import org.jspecify.annotations.NullMarked;
