/** Tests of what stands in a feed, and what never does. */
@NullMarked
package ge.khidi.sharing.feed;

import org.jspecify.annotations.NullMarked;
