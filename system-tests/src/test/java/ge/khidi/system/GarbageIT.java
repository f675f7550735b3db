package ge.khidi.system;

import static ge.khidi.system.Reader.revision;
import static ge.khidi.system.Submissions.freshReference;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ge.khidi.contract.Topics;
import ge.khidi.localstack.client.Answer;
import ge.khidi.localstack.client.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** What nobody can read never blocks and is never lost. */
@OnPlatform
class GarbageIT {

    private final RunningPlatform running;

    GarbageIT(RunningPlatform running) {
        this.running = running;
    }

    @Test
    void garbageLandsInTheDeadLettersOfEveryConsumerAndTheNextGoodEventPasses() throws IOException {
        Platform platform = running.client();
        Reader iad = new Reader(platform, "iad-system");
        List<byte[]> garbage = List.of(
                "no JSON at all".getBytes(StandardCharsets.UTF_8),
                new byte[] {(byte) 0xff, (byte) 0xfe, 0},
                ("{\"id\":\"" + UUID.randomUUID() + "\"}").getBytes(StandardCharsets.UTF_8));
        Topic events = new Topic(running, Topics.BORDER_EVENTS);

        garbage.forEach(value -> events.send(UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8), value));
        Answer receipt = platform.client("patrol-police-system")
                .post(
                        platform.service("intake").resolve("/v1/events"),
                        Submissions.movement(freshReference("AFTER-GARBAGE"), "GA-001-RB"));

        assertThat(receipt.status()).isEqualTo(201);
        iad.await(revision(receipt.json().path("eventId").asText(), 1));
        for (String consumer : List.of("sharing", "analysis")) {
            Topic deadLetters = new Topic(running, Topics.deadLetter(consumer, Topics.BORDER_EVENTS));
            for (byte[] value : garbage) {
                ConsumerRecord<byte[], byte[]> letter = await().atMost(Duration.ofMinutes(2))
                        .until(
                                () -> deadLetters.records().stream()
                                        .filter(record -> Arrays.equals(record.value(), value))
                                        .findFirst(),
                                java.util.Optional::isPresent)
                        .orElseThrow();
                assertThat(Topic.header(letter, REASON)).isNotEmpty();
            }
        }
    }

    private static final String REASON = "dead-letter-reason";
}
