/** Tests of what may leave once somebody has said so, and of what still may not. */
@NullMarked
package ge.khidi.sharing.release;

import org.jspecify.annotations.NullMarked;
