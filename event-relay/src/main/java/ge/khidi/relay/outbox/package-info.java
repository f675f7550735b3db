/**
 * From a committed transaction to an acknowledged record. What a service wants to say arrives here as rows added in its own
 * transaction; the relay takes them lane by lane, in order, and deletes a row when the broker has acknowledged it. Next is
 * the topic, where every revision appears at least once and in revision order per event.
 */
@NullMarked
package ge.khidi.relay.outbox;

import org.jspecify.annotations.NullMarked;
