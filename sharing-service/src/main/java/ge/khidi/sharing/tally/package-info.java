/**
 * What there is to count arrives here: each event with its newest revision, in the transaction that appends it, and the rows of the feeds, a
 * little later. It is reduced to narrow rows without anything that names or locates a person. From here {@code oversight} makes its reports,
 * without ever reading an event again.
 */
@NullMarked
package ge.khidi.sharing.tally;

import org.jspecify.annotations.NullMarked;
