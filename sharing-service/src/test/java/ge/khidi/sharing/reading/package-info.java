/** Tests of what happens between a topic and the feeds: garbage, kills, repeats, and readers while it happens. */
@NullMarked
package ge.khidi.sharing.reading;

import org.jspecify.annotations.NullMarked;
