package ge.khidi.relay.trace;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Spans of an event under way, with nothing in them but topic, event id, revision and the class of an error.
 *
 * <p>Id and revision are read from the CloudEvents id ({@code eventId/revision}) and only if it has exactly that form, so
 * that a record from elsewhere cannot bring personal data into the traces.
 */
@ApplicationScoped
public class EventSpans {

    private static final AttributeKey<String> TOPIC = AttributeKey.stringKey("messaging.destination.name");
    private static final AttributeKey<String> EVENT_ID = AttributeKey.stringKey("khidi.event.id");
    private static final AttributeKey<Long> REVISION = AttributeKey.longKey("khidi.event.revision");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    private static final String CLOUD_EVENT_ID = "ce_id";
    private static final Pattern EVENT_AND_REVISION =
            Pattern.compile("([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})/([0-9]{1,18})");
    private static final int MOST_LINKS = 100;

    private final Tracer tracer;

    public EventSpans(OpenTelemetry openTelemetry) {
        this.tracer = openTelemetry.getTracer("ge.khidi.relay");
    }

    /** The sending of one record, a child of the moment it was accepted. */
    public Span publishing(String topic, Headers headers, @Nullable TraceContext accepted) {
        return start("publish " + topic, SpanKind.PRODUCER, topic, headers, accepted);
    }

    /** The handling of one received record, a child of its sending. */
    public Span handling(String topic, Headers headers) {
        return start(
                "handle " + topic,
                SpanKind.CONSUMER,
                topic,
                headers,
                TraceContext.from(headers).orElse(null));
    }

    /** One transaction for several records; it is nobody's child and links to the first hundred of them. */
    public Span handlingTogether(String consumer, Collection<Span> records) {
        SpanBuilder builder =
                tracer.spanBuilder("handle batch " + consumer).setNoParent().setSpanKind(SpanKind.CONSUMER);
        records.stream()
                .map(Span::getSpanContext)
                .filter(SpanContext::isValid)
                .limit(MOST_LINKS)
                .forEach(builder::addLink);
        return builder.startSpan();
    }

    /** Marks a span as failed, by the class of the failure only: messages may quote what was processed. */
    public static void failed(Span span, String errorType) {
        span.setStatus(StatusCode.ERROR);
        span.setAttribute(ERROR, errorType);
    }

    private Span start(String name, SpanKind kind, String topic, Headers headers, @Nullable TraceContext parent) {
        SpanBuilder builder = tracer.spanBuilder(name).setSpanKind(kind).setAttribute(TOPIC, topic);
        builder.setParent(parent == null ? Context.root() : parent.asParent());
        Header id = headers.lastHeader(CLOUD_EVENT_ID);
        if (id != null && id.value() != null) {
            Matcher matcher = EVENT_AND_REVISION.matcher(new String(id.value(), UTF_8));
            if (matcher.matches()) {
                builder.setAttribute(EVENT_ID, matcher.group(1));
                builder.setAttribute(REVISION, Long.valueOf(matcher.group(2)));
            }
        }
        return builder.startSpan();
    }
}
