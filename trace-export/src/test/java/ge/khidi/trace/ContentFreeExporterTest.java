package ge.khidi.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContentFreeExporterTest {

    private static final String CANARY = "GIORGI-TB123456";

    private final Kept kept = new Kept();
    private final SdkTracerProvider provider = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(new ContentFreeExporter(kept)))
            .build();

    @Test
    void nothingOfWhatWasProcessedLeavesInASpan() {
        Span span = provider.get("test")
                .spanBuilder("PUT /v1/events/by-reference/" + CANARY)
                .setSpanKind(SpanKind.SERVER)
                .setAttribute("url.path", "/v1/events/by-reference/" + CANARY)
                .setAttribute("db.query.text", "insert into event values ('" + CANARY + "')")
                .setAttribute("enduser.id", CANARY)
                .addLink(
                        provider.get("test").spanBuilder("other").startSpan().getSpanContext(),
                        Attributes.of(AttributeKey.stringKey("why"), CANARY))
                .startSpan();
        span.recordException(new IllegalStateException(CANARY));
        span.setStatus(StatusCode.ERROR, "failed for " + CANARY);

        span.end();

        assertThat(kept.spans).singleElement().satisfies(sent -> {
            assertThat(sent.getName()).isEqualTo("SERVER");
            assertThat(sent.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
            assertThat(sent.getLinks()).hasSize(1);
            assertThat(sent.getEvents()).hasSize(1);
            assertThat(sent.getName() + sent.getAttributes() + sent.getEvents() + sent.getLinks() + sent.getStatus())
                    .doesNotContain(CANARY)
                    .contains("java.lang.IllegalStateException");
        });
    }

    @Test
    void whatAnOperatorNeedsLeaves() {
        provider.get("test")
                .spanBuilder("publish border-events")
                .setAttribute("messaging.destination.name", "border-events")
                .setAttribute("khidi.event.revision", 3)
                .startSpan()
                .end();

        assertThat(kept.spans).singleElement().satisfies(sent -> {
            assertThat(sent.getName()).isEqualTo("publish border-events");
            assertThat(sent.getAttributes().asMap())
                    .containsEntry(AttributeKey.stringKey("messaging.destination.name"), "border-events")
                    .containsEntry(AttributeKey.longKey("khidi.event.revision"), 3L);
        });
    }

    @Test
    void aRequestIsNamedByItsRouteTemplate() {
        provider.get("test")
                .spanBuilder("PUT /v1/events/by-reference/" + CANARY)
                .setAttribute("http.request.method", "PUT")
                .setAttribute("http.route", "/v1/events/by-reference/{reference}")
                .startSpan()
                .end();

        assertThat(kept.spans).extracting(SpanData::getName).containsExactly("PUT /v1/events/by-reference/{reference}");
    }

    /** Keeps what it is given; what a collector would have received. */
    private static final class Kept implements SpanExporter {
        private final List<SpanData> spans = new ArrayList<>();

        @Override
        public CompletableResultCode export(Collection<SpanData> exported) {
            spans.addAll(exported);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }
}
