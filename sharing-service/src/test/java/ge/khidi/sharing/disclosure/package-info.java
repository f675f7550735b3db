/** What leaves and what does not: the story's events under each profile, laws over random events, and the leak check. */
@NullMarked
package ge.khidi.sharing.disclosure;

import org.jspecify.annotations.NullMarked;
