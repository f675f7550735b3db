package ge.khidi.relay.trace;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A place in a trace, in the form that travels: the header values of W3C Trace Context.
 *
 * <p>A value that is not well-formed is no context at all; {@link #from} then answers empty and a new trace begins.
 */
public record TraceContext(String traceparent, @Nullable String tracestate) {

    /** Names of the two headers, the same in HTTP, in Kafka and in the outbox. */
    public static final String TRACEPARENT = "traceparent";

    public static final String TRACESTATE = "tracestate";

    /** The context of the caller's current span; empty when nothing is being traced. */
    public static Optional<TraceContext> current() {
        return of(Context.current());
    }

    /** The context of the span that is current in {@code context}. */
    public static Optional<TraceContext> of(Context context) {
        SpanContext place = Span.fromContext(context).getSpanContext();
        if (!place.isValid() || FreshContext.isUntraced(place)) {
            return Optional.empty();
        }
        Map<String, String> fields = new HashMap<>();
        W3CTraceContextPropagator.getInstance().inject(context, fields, (to, name, value) -> {
            if (to != null) {
                to.put(name, value);
            }
        });
        return Optional.ofNullable(fields.get(TRACEPARENT))
                .map(parent -> new TraceContext(parent, fields.get(TRACESTATE)));
    }

    /** The context that came with a record. */
    public static Optional<TraceContext> from(Headers headers) {
        String traceparent = text(headers.lastHeader(TRACEPARENT));
        if (traceparent == null) {
            return Optional.empty();
        }
        TraceContext received = new TraceContext(traceparent, text(headers.lastHeader(TRACESTATE)));
        return received.isWellFormed() ? Optional.of(received) : Optional.empty();
    }

    /** This place as the parent of what happens next. */
    public Context asParent() {
        return W3CTraceContextPropagator.getInstance().extract(Context.root(), this, Fields.GETTER);
    }

    /** Puts this place into a record's headers, instead of any that is there. */
    public void addTo(Headers headers) {
        headers.remove(TRACEPARENT).add(TRACEPARENT, traceparent.getBytes(US_ASCII));
        headers.remove(TRACESTATE);
        if (tracestate != null) {
            headers.add(TRACESTATE, tracestate.getBytes(US_ASCII));
        }
    }

    private boolean isWellFormed() {
        return Span.fromContext(asParent()).getSpanContext().isValid();
    }

    private static @Nullable String text(@Nullable Header header) {
        return header == null || header.value() == null ? null : new String(header.value(), US_ASCII);
    }

    private enum Fields implements TextMapGetter<TraceContext> {
        GETTER;

        @Override
        public Iterable<String> keys(TraceContext carrier) {
            return carrier.tracestate == null ? List.of(TRACEPARENT) : List.of(TRACEPARENT, TRACESTATE);
        }

        @Override
        public @Nullable String get(@Nullable TraceContext carrier, String key) {
            if (carrier == null) {
                return null;
            }
            if (key.equals(TRACEPARENT)) {
                return carrier.traceparent;
            }
            return key.equals(TRACESTATE) ? carrier.tracestate : null;
        }
    }
}
