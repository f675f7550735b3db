package ge.khidi.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A finished span reduced to what the allow-list names. Events keep their name and the class of an exception; links keep only
 * where they point; the description of a status, which often quotes a message, goes. The name is the method and the route template
 * where there is one; otherwise a name that is more than words is replaced by the kind of the span.
 */
final class SpanWithoutContent extends DelegatingSpanData {

    private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    private static final Pattern WORDS = Pattern.compile("[A-Za-z][A-Za-z.-]*( [A-Za-z][A-Za-z.-]*)*");

    private final String name;
    private final Attributes attributes;
    private final List<EventData> events;
    private final List<LinkData> links;
    private final StatusData status;

    SpanWithoutContent(SpanData span) {
        super(span);
        name = nameOf(span);
        attributes = AllowedAttributes.of(span.getAttributes());
        events = span.getEvents().stream()
                .map(event -> EventData.create(
                        event.getEpochNanos(), event.getName(), AllowedAttributes.of(event.getAttributes())))
                .toList();
        links = span.getLinks().stream()
                .map(link -> LinkData.create(link.getSpanContext()))
                .toList();
        status = StatusData.create(span.getStatus().getStatusCode(), "");
    }

    private static String nameOf(SpanData span) {
        String route = span.getAttributes().get(ROUTE);
        if (route != null) {
            return span.getAttributes().get(METHOD) + " " + route;
        }
        return WORDS.matcher(span.getName()).matches()
                ? span.getName()
                : span.getKind().name();
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public Attributes getAttributes() {
        return attributes;
    }

    @Override
    public int getTotalAttributeCount() {
        return attributes.size();
    }

    @Override
    public List<EventData> getEvents() {
        return events;
    }

    @Override
    public List<LinkData> getLinks() {
        return links;
    }

    @Override
    public StatusData getStatus() {
        return status;
    }
}
