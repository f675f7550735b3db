/** Tests. */
@NullMarked
package ge.khidi.relay.trace;

import org.jspecify.annotations.NullMarked;
