/**
 * What an agency can find out about links. It asks for its hit notices, or for one link by its id; what it may read of it now is taken
 * from its own feed, under the epoch of this moment, and what it may only be hinted at from {@code hit}. Everything shown here is in the
 * audit log before it leaves, and an unknown link and one the caller may not know of are the same answer.
 */
@NullMarked
package ge.khidi.sharing.link;

import org.jspecify.annotations.NullMarked;
