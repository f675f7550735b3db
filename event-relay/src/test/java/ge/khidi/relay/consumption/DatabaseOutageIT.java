package ge.khidi.relay.consumption;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ge.khidi.localstack.test.SharedStack;
import ge.khidi.relay.Letter;
import ge.khidi.relay.TopicReader;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.eclipse.microprofile.health.Readiness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The database dies under the consumer, and comes back. */
@QuarkusTest
class DatabaseOutageIT {

    /** How long the database stays away once the consumer waits; minutes when the test runs at full size. */
    private static final Duration OUTAGE = Duration.ofSeconds(Integer.getInteger("khidi.endurance.outage-seconds", 3));

    private static final Duration BOUND = OUTAGE.plus(Duration.ofMinutes(2));

    @Inject
    LetterPost post;

    @Inject
    @Readiness
    ConsumptionReadiness readiness;

    @AfterEach
    void leaveTheStackRunning() {
        SharedStack.restore();
    }

    @Test
    void nothingIsLostAndNothingIsTakenForPoisonWhileTheDatabaseIsAway() {
        List<Letter> letters = new ArrayList<>(LetterPost.newLetters(10_000, 1));
        CompletableFuture<Void> bringing = CompletableFuture.runAsync(() -> {
            for (int from = 0; from < letters.size(); from += 500) {
                LetterPost.bring(letters.subList(from, from + 500));
            }
        });
        await().atMost(BOUND).until(() -> !post.kept(letters).isEmpty());

        SharedStack.postgres().kill();
        bringing.join();
        Letter last = new Letter(Letter.newEventId(), 1);
        LetterPost.bring(Set.of(last));
        letters.add(last);
        await().atMost(BOUND).until(() -> readiness.call().getStatus() == Status.DOWN);
        await().pollDelay(OUTAGE).atMost(BOUND).until(() -> readiness.call().getStatus() == Status.DOWN);
        SharedStack.restore();

        await().atMost(BOUND).until(() -> post.kept(letters).size() == letters.size());
        await().atMost(BOUND).until(() -> readiness.call().getStatus() == Status.UP);
        assertThat(post.kept(letters)).isEqualTo(new HashSet<>(letters));
        assertThat(deadLettersOf(letters)).isEmpty();
    }

    /** Reads up to a mark, a record that is set aside after all others. */
    private static List<ConsumerRecord<byte[], byte[]>> deadLettersOf(List<Letter> letters) {
        Set<String> ids = new HashSet<>();
        letters.forEach(letter -> ids.add(letter.eventId()));
        String mark = Letter.newEventId();
        LetterPost.bringRecords(Stream.of(new Letter(mark, 1).recordTo(LetterPost.TOPIC, "mark".getBytes(UTF_8))));
        try (TopicReader reader = new TopicReader(LetterPost.DEAD_LETTERS)) {
            return reader
                    .readUntil(all -> all.stream().anyMatch(dead -> key(dead).equals(mark)))
                    .stream()
                    .filter(dead -> ids.contains(key(dead)))
                    .toList();
        }
    }

    private static String key(ConsumerRecord<byte[], byte[]> dead) {
        return new String(dead.key(), UTF_8);
    }
}
