package ge.khidi.sharing.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ServerSentEventsTest {

    @Test
    void anEventHasItsIdItsNameAndItsData() {
        assertThat(ServerSentEvents.event("c1", "item", "{\"a\":1}"))
                .isEqualTo("id: c1\nevent: item\ndata: {\"a\":1}\n\n");
    }

    @Test
    void dataOfSeveralLinesStaysOneEvent() {
        assertThat(ServerSentEvents.event("c1", "item", "{\n\"a\":\r\n1}"))
                .isEqualTo("id: c1\nevent: item\ndata: {\ndata: \"a\":\ndata: 1}\n\n");
    }

    @Test
    void itOpensWithAPlaceToComeAgainFrom() {
        assertThat(ServerSentEvents.opening(Duration.ofSeconds(3), "c0")).isEqualTo("retry: 3000\nid: c0\n\n");
    }

    @Test
    void theLastWordsHaveNoIdSoThatThePlaceStays() {
        assertThat(ServerSentEvents.resume(Ending.TOO_SLOW))
                .isEqualTo("event: resume\ndata: {\"reason\":\"TOO_SLOW\"}\n\n");
    }
}
