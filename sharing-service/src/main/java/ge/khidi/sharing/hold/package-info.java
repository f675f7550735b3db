/**
 * What waits for somebody's word. An item that the rules hold for a partner is kept here with whose word is needed, in order, and what
 * they will have before them; a later revision takes the earlier one's place. Officers decide in {@code release}.
 */
@NullMarked
package ge.khidi.sharing.hold;

import org.jspecify.annotations.NullMarked;
