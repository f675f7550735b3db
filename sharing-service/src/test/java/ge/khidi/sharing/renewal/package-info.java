/** Tests of what an earlier release stored, and of the words that it let leave. */
@NullMarked
package ge.khidi.sharing.renewal;

import org.jspecify.annotations.NullMarked;
