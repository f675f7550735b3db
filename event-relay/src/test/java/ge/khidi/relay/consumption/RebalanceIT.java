package ge.khidi.relay.consumption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ge.khidi.relay.Letter;
import ge.khidi.relay.Stack;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

/** Another member joins the group, takes partitions away without finishing its work, and leaves again. */
@QuarkusTest
class RebalanceIT {

    private static final Duration BOUND = Duration.ofMinutes(2);

    @Inject
    LetterPost post;

    @Test
    void everythingIsHandledThoughPartitionsMoveInTheMiddleOfABatch() {
        List<Letter> letters = new ArrayList<>(LetterPost.newLetters(20_000, 1));
        LetterPost.bring(letters);
        await().atMost(BOUND).until(() -> !post.kept(letters).isEmpty());

        int taken = 0;
        for (int time = 0; time < 3; time++) {
            taken += joinTakeAndLeave(letters);
        }

        await().atMost(BOUND).until(() -> post.kept(letters).size() == letters.size());
        assertThat(taken).as("records the other member took and did not handle").isPositive();
        assertThat(post.kept(letters)).isEqualTo(new HashSet<>(letters));
    }

    /** Brings more as long as there is nothing for it to take: the one that was there first may have handled everything already. */
    private static int joinTakeAndLeave(List<Letter> letters) {
        try (KafkaConsumer<byte[], byte[]> other = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        Stack.bootstrapServers(),
                        "group.id",
                        "reader",
                        "enable.auto.commit",
                        false,
                        "auto.offset.reset",
                        "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            other.subscribe(List.of(LetterPost.TOPIC));
            int[] taken = {0};
            await().atMost(BOUND)
                    .pollInSameThread()
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> {
                        taken[0] += other.poll(Duration.ofMillis(100)).count();
                        if (!other.assignment().isEmpty() && taken[0] == 0) {
                            List<Letter> more = List.copyOf(LetterPost.newLetters(500, 1));
                            LetterPost.bring(more);
                            letters.addAll(more);
                        }
                        return !other.assignment().isEmpty() && taken[0] > 0;
                    });
            return taken[0];
        }
    }
}
