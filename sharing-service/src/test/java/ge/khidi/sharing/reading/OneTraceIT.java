package ge.khidi.sharing.reading;

import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.sharing.Bus;
import ge.khidi.sharing.Events;
import ge.khidi.sharing.FeedClient;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OneTraceIT {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    @Inject
    CollectedSpans spans;

    @Test
    void theAppendBelongsToTheTraceTheRecordCameWith() {
        Events event = Events.movement();

        try (Bus bus = new Bus()) {
            bus.publish(List.of(event.event()), Optional.of("00-" + TRACE + "-00f067aa0ba902b7-01"));
        }
        FeedClient iad = new FeedClient("IAD");
        iad.of(event.id(), 1);

        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(spans.ofTrace(TRACE))
                        .extracting(SpanData::getName)
                        .contains("handle border-events", "feed.append"));
        assertThat(spans.ofTrace(TRACE).toString()).doesNotContain("Sarpi");
    }
}
