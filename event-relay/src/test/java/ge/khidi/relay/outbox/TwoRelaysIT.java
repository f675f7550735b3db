package ge.khidi.relay.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ge.khidi.relay.Letter;
import ge.khidi.relay.TopicReader;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/** Two instances publish one outbox, and one of them dies in mid-send. */
@QuarkusTest
@TestProfile(TwoRelaysIT.OthersPublish.class)
class TwoRelaysIT {

    private static final Logger LOG = Logger.getLogger(TwoRelaysIT.class);
    private static final String TOPIC = "two-relays";
    private static final int EVENTS = 1_000;
    private static final int REVISIONS = 12;
    private static final Duration BOUND = Duration.ofMinutes(2);

    @Inject
    Sender sender;

    public static class OthersPublish implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("khidi.outbox.relay", "false");
        }
    }

    @Test
    void everyRevisionArrivesInOrderThoughOneRelayIsKilledInMidSend() throws Exception {
        try (RelayProcess one = RelayProcess.start("one");
                RelayProcess other = RelayProcess.start("other");
                TopicReader reader = new TopicReader(TOPIC)) {
            await().atMost(BOUND).until(() -> one.isReady() && other.isReady());
            CompletableFuture<Collection<Letter>> sending =
                    CompletableFuture.supplyAsync(() -> sender.sendMany(TOPIC, EVENTS, REVISIONS, 20));
            // One of them may hold every lane for as long as there is work: it is the one to kill.
            await().atMost(BOUND)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> one.sent() > 1_000 || other.sent() > 1_000);
            RelayProcess dies = one.sent() > other.sent() ? one : other;
            RelayProcess lives = dies == one ? other : one;

            long sentBeforeTheKill = dies.sent();
            dies.kill();

            Collection<Letter> sent = sending.join();
            List<ConsumerRecord<byte[], byte[]>> seen = reader.readUntilAllOf(sent);
            TopicReader.assertEveryRevisionInOrder(seen, sent);
            await().atMost(BOUND).until(() -> sender.waiting() == 0);
            assertThat(lives.isRunning()).isTrue();
            await().atMost(BOUND).until(() -> lives.sent() > 0);
            LOG.infof(
                    "Two relays. distinct=%d seen=%d sentByTheOneKilled=%d sentByTheOther=%d",
                    sent.size(), seen.size(), sentBeforeTheKill, lives.sent());
        }
    }
}
