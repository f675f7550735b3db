/** What is counted of an event. */
@NullMarked
package ge.khidi.sharing.tally;

import org.jspecify.annotations.NullMarked;
