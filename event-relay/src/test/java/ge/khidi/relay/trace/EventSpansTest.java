package ge.khidi.relay.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventSpansTest {

    private static final AttributeKey<String> TOPIC = AttributeKey.stringKey("messaging.destination.name");

    private final EventSpans spans = new EventSpans(OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder().build())
            .build());

    @Test
    void aSpanTellsTopicEventAndRevision() {
        Span span = spans.handling("crime-events", id("5f0c6c2e-6f2d-4c55-9d58-0a6a4e3c1b11/12"));

        assertThat(attributes(span))
                .isEqualTo(Map.of(
                        TOPIC,
                        "crime-events",
                        AttributeKey.stringKey("khidi.event.id"),
                        "5f0c6c2e-6f2d-4c55-9d58-0a6a4e3c1b11",
                        AttributeKey.longKey("khidi.event.revision"),
                        12L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Giorgi Beridze/1",
                "5f0c6c2e-6f2d-4c55-9d58-0a6a4e3c1b11",
                "5f0c6c2e-6f2d-4c55-9d58-0a6a4e3c1b11/1 +995"
            })
    void anIdThatIsNoneOfOursIsNotRepeated(String id) {
        assertThat(attributes(spans.handling("crime-events", id(id)))).isEqualTo(Map.of(TOPIC, "crime-events"));
    }

    @Test
    void aFailureIsToldByItsClass() {
        Span span = spans.publishing("crime-events", new RecordHeaders(), null);

        EventSpans.failed(span, "java.net.ConnectException");

        assertThat(attributes(span)).containsEntry(AttributeKey.stringKey("error.type"), "java.net.ConnectException");
        assertThat(((ReadableSpan) span).toSpanData().getEvents()).isEmpty();
    }

    @Test
    void aTransactionForManyLinksToTheFirstHundred() {
        List<Span> many = IntStream.range(0, 150)
                .mapToObj(number -> spans.handling("crime-events", new RecordHeaders()))
                .toList();

        Span together = spans.handlingTogether("sharing", many);

        assertThat(((ReadableSpan) together).toSpanData().getLinks()).hasSize(100);
    }

    private static Map<AttributeKey<?>, Object> attributes(Span span) {
        return ((ReadableSpan) span).toSpanData().getAttributes().asMap();
    }

    private static RecordHeaders id(String id) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("ce_id", id.getBytes(UTF_8));
        return headers;
    }
}
