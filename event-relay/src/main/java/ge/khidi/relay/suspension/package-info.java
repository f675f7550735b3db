/**
 * Who is let in nowhere for the time being. Sharing, where officers suspend, says the whole set with a number that only grows, whenever it changes;
 * each service keeps it in a table {@code suspension} of its own and refuses every request of an agency that stands in it.
 */
@NullMarked
package ge.khidi.relay.suspension;

import org.jspecify.annotations.NullMarked;
