/**
 * One append-only feed per partner. Arrivals come with their decisions; what each means for a partner is decided by {@code Reach}
 * from the state of the event and what the partner has. One transaction appends them all; a page reads rows and renditions back and
 * obeys the epoch of its own snapshot.
 */
@NullMarked
package ge.khidi.sharing.feed;

import org.jspecify.annotations.NullMarked;
