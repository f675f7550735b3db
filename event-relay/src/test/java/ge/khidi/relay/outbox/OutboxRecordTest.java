package ge.khidi.relay.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class OutboxRecordTest {

    @Test
    void itsTextTellsNothingOfWhatItCarries() {
        OutboxRecord message =
                OutboxRecord.of("crime-events", "key", Map.of("ce_id", "header"), "Giorgi Beridze".getBytes(UTF_8));

        assertThat(message).asString().contains("crime-events").doesNotContain("Giorgi", "header");
    }

    @Test
    void itCannotBeChangedFromOutside() {
        byte[] payload = {1, 2, 3};
        OutboxRecord message = OutboxRecord.of("topic", "key", Map.of(), payload);

        payload[0] = 9;
        message.payload()[1] = 9;

        assertThat(message.payload()).containsExactly(1, 2, 3);
    }

    @Test
    void itNeedsATopicAndAKey() {
        assertThatThrownBy(() -> OutboxRecord.of("", "key", Map.of(), new byte[0]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> OutboxRecord.of("topic", "", Map.of(), new byte[0]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
