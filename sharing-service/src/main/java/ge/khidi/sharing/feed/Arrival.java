package ge.khidi.sharing.feed;

import ge.khidi.contract.EventId;
import ge.khidi.contract.event.Event;
import ge.khidi.relay.trace.TraceContext;
import java.util.Optional;

/**
 * A revision that arrived: the event, its canonical JSON, and the trace it came with. It may have arrived
 * before, and revisions of one event may arrive in any order.
 */
public record Arrival(Event event, String body, Optional<TraceContext> trace) {

    EventId id() {
        return event.id();
    }

    /** Names the revision only. */
    @Override
    public String toString() {
        return "Arrival[" + event.revisionId() + "]";
    }
}
