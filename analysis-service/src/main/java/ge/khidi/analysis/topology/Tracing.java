package ge.khidi.analysis.topology;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import ge.khidi.contract.CloudEventHeaders;
import ge.khidi.contract.RevisionId;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The thread from a record to the products it brings about, in the headers of W3C Trace Context. A span says topic, event id, revision
 * and the class of an error, and nothing else; id and revision only if they have exactly that form.
 */
final class Tracing {

    private static final List<String> FIELDS = List.of("traceparent", "tracestate");
    private static final AttributeKey<String> TOPIC = AttributeKey.stringKey("messaging.destination.name");
    private static final AttributeKey<String> EVENT_ID = AttributeKey.stringKey("khidi.event.id");
    private static final AttributeKey<Long> REVISION = AttributeKey.longKey("khidi.event.revision");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    private final Tracer tracer;

    Tracing(OpenTelemetry openTelemetry) {
        this.tracer = openTelemetry.getTracer("ge.khidi.analysis");
    }

    /** The handling of a record that came in, a child of its sending. The caller ends it. */
    Span handling(String topic, Headers headers) {
        Optional<RevisionId> revision = Optional.ofNullable(headers.lastHeader(CloudEventHeaders.ID))
                .map(Header::value)
                .flatMap(id -> RevisionId.parse(new String(id, UTF_8)));
        return start("handle " + topic, SpanKind.CONSUMER, topic, headers, revision);
    }

    /** The making of a product, a child of the handling of what brought it about. The caller ends it. */
    Span publishing(String topic, Headers trigger, RevisionId product) {
        return start("publish " + topic, SpanKind.PRODUCER, topic, trigger, Optional.of(product));
    }

    static void failed(Span span, String errorType) {
        span.setStatus(StatusCode.ERROR);
        span.setAttribute(ERROR, errorType);
    }

    /** New headers with nothing in them but the place of the span in its trace. */
    static Headers headers(Span span) {
        Headers headers = new RecordHeaders();
        W3CTraceContextPropagator.getInstance().inject(Context.root().with(span), headers, Tracing::add);
        return headers;
    }

    /** New headers with nothing in them but the trace of others. */
    static Headers headers(Headers others) {
        Headers headers = new RecordHeaders();
        FIELDS.forEach(field -> Optional.ofNullable(others.lastHeader(field)).ifPresent(headers::add));
        return headers;
    }

    /** What is to be kept of the trace of others, when the work they brought about comes later. */
    static Optional<String> remembered(Headers others) {
        return Optional.ofNullable(others.lastHeader(FIELDS.get(0)))
                .map(header -> new String(header.value(), US_ASCII));
    }

    /** New headers with nothing in them but a trace that was kept. */
    static Headers recalled(Optional<String> traceparent) {
        Headers headers = new RecordHeaders();
        traceparent.ifPresent(kept -> add(headers, FIELDS.get(0), kept));
        return headers;
    }

    private Span start(String name, SpanKind kind, String topic, Headers parent, Optional<RevisionId> revision) {
        Context context = W3CTraceContextPropagator.getInstance().extract(Context.root(), parent, Reader.HEADERS);
        SpanBuilder span =
                tracer.spanBuilder(name).setSpanKind(kind).setParent(context).setAttribute(TOPIC, topic);
        revision.ifPresent(id ->
                span.setAttribute(EVENT_ID, id.eventId().toString()).setAttribute(REVISION, (long) id.revision()));
        return span.startSpan();
    }

    private static void add(@Nullable Headers headers, String name, String value) {
        if (headers != null) {
            headers.add(name, value.getBytes(US_ASCII));
        }
    }

    private enum Reader implements TextMapGetter<Headers> {
        HEADERS;

        @Override
        public Iterable<String> keys(Headers carrier) {
            return FIELDS;
        }

        @Override
        public @Nullable String get(@Nullable Headers carrier, String key) {
            Header header = carrier == null ? null : carrier.lastHeader(key);
            return header == null || header.value() == null ? null : new String(header.value(), US_ASCII);
        }
    }
}
