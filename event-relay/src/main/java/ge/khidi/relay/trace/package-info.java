/**
 * The thread that ties one event's hops together. The trace context of the moment an event was accepted arrives here
 * as two header values, is kept in the outbox row, and is given on with every record. What a span may say about an event is
 * decided here once, by an allow-list: topic, event id, revision, and the kind of an error.
 */
@NullMarked
package ge.khidi.relay.trace;

import org.jspecify.annotations.NullMarked;
