/**
 * A partner listens. An event arrives at {@code reading}, is decided once for its class in {@code decision} by the rules of
 * {@code policy}, becomes what may leave of it in {@code disclosure}, and is appended to each partner's {@code feed}; {@code stream}
 * tells what is appended as it happens. What needs a person waits in {@code release}; what was taken back is answered in
 * {@code recall}; who may only be hinted at a link is told in {@code hit}, and asks in {@code link}.
 */
@NullMarked
package ge.khidi.sharing;

import org.jspecify.annotations.NullMarked;
