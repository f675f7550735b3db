package ge.khidi.relay.trace;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.context.Context;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {

    private static final String TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @Test
    void whatIsPutIntoHeadersIsReadFromThem() {
        TraceContext place = new TraceContext(TRACEPARENT, "vendor=1");
        RecordHeaders headers = new RecordHeaders();
        headers.add("traceparent", "00-11111111111111111111111111111111-2222222222222222-01".getBytes(US_ASCII));

        place.addTo(headers);

        assertThat(TraceContext.from(headers)).contains(place);
        assertThat(headers.headers("traceparent")).hasSize(1);
    }

    @Test
    void aPlaceIsItsOwnParent() {
        TraceContext place = new TraceContext(TRACEPARENT, "vendor=1");

        assertThat(TraceContext.of(place.asParent())).contains(place);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "garbage", "00-00000000000000000000000000000000-00f067aa0ba902b7-01", "00-4bf9-00f0-01"})
    void whatIsNotWellFormedIsNoPlace(String traceparent) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("traceparent", traceparent.getBytes(US_ASCII));

        assertThat(TraceContext.from(headers)).isEmpty();
    }

    @Test
    void housekeepingHasNoPlaceToRemember() {
        assertThat(TraceContext.of(Context.root())).isEmpty();
        assertThat(TraceContext.of(FreshContext.untraced())).isEmpty();
    }
}
