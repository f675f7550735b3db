/** Tests of who is told of a hit. */
@NullMarked
package ge.khidi.sharing.hit;

import org.jspecify.annotations.NullMarked;
