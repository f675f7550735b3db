package ge.khidi.relay.consumption;

import ge.khidi.relay.trace.TraceContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A record that could be read.
 *
 * @param trace the span under which this record is being handled; give it to the outbox records that follow from it
 */
public record Received<T>(T value, Origin origin, @Nullable TraceContext trace) {

    public Optional<TraceContext> findTrace() {
        return Optional.ofNullable(trace);
    }

    /** Says where it came from, never what it says. */
    @Override
    public String toString() {
        return "Received[" + origin + "]";
    }
}
