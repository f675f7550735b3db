/** Tests. */
@NullMarked
package ge.khidi.relay.consumption;

import org.jspecify.annotations.NullMarked;
