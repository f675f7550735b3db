package ge.khidi.analysis.topology;

import ge.khidi.contract.event.Event;
import java.time.Instant;
import java.util.Optional;

/**
 * A row of what is kept beside the events counted, by its key one of three: how many events an indicator has, the latest revision of a
 * product, or the mark that a product must be assessed again.
 */
record Figure(int events, Optional<Event> product, Optional<Due> due) {

    /** Since the acceptance of what, and in whose trace. */
    record Due(Instant acceptedAt, Optional<String> traceparent) {}

    static Figure of(int events) {
        return new Figure(events, Optional.empty(), Optional.empty());
    }

    static Figure of(Event product) {
        return new Figure(0, Optional.of(product), Optional.empty());
    }

    static Figure of(Due due) {
        return new Figure(0, Optional.empty(), Optional.of(due));
    }
}
