/**
 * What a partner may have. An event arrives as its {@link ge.khidi.sharing.policy.DisclosureFacts}; the floor, which can only
 * refuse, and then the policies, which can only permit what the floor left, make one {@link ge.khidi.sharing.policy.Decision} of
 * it for each partner. The decision goes to {@code disclosure}, which redacts, and to the feed and the release queue.
 *
 * <p>Pure: no clock, no database, no broker. The engine of the policies is native code, so a decision never runs on an event loop.
 */
@NullMarked
package ge.khidi.sharing.policy;

import org.jspecify.annotations.NullMarked;
