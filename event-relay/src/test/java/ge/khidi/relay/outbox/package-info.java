/** Tests. */
@NullMarked
package ge.khidi.relay.outbox;

import org.jspecify.annotations.NullMarked;
