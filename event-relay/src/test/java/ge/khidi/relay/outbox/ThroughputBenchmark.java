package ge.khidi.relay.outbox;

import static org.awaitility.Awaitility.await;

import ge.khidi.relay.Letter;
import ge.khidi.relay.TopicReader;
import ge.khidi.relay.trace.EventSpans;
import io.opentelemetry.context.Context;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/**
 * How fast the outbox fills and empties on this machine. It asserts nothing and runs only by name:
 * {@code -Dit.test=ThroughputBenchmark}.
 */
@QuarkusTest
@TestProfile(TwoRelaysIT.OthersPublish.class)
class ThroughputBenchmark {

    private static final Logger LOG = Logger.getLogger(ThroughputBenchmark.class);
    private static final String TOPIC = "bulk";
    private static final String QUIET_TOPIC = "quiet";
    private static final int SIZE = 1_500;
    private static final Duration BOUND = Duration.ofMinutes(4);

    @Inject
    Sender sender;

    @Inject
    Vertx vertx;

    @Inject
    Pool pool;

    @Inject
    EventSpans spans;

    @Inject
    OutboxMeters meters;

    @Inject
    Bell bell;

    @Inject
    @Identifier("default-kafka-broker")
    Map<String, Object> kafka;

    @Test
    void howFastItFillsAndEmpties() throws InterruptedException {
        fill(5_000, 100, 4);
        empty(2);
        for (int senders : new int[] {1, 2, 4}) {
            report("fill, 100 records a transaction, 4 side by side", 40_000, fill(40_000, 100, 4));
            report("empty a backlog, senders=" + senders, 40_000, empty(senders));
        }
        report("fill, 1 record a transaction, 16 side by side", 20_000, fill(20_000, 1, 16));
        empty(2);
        for (int senders : new int[] {1, 2}) {
            OutboxRelay relay = relay(senders);
            relay.start(new StartupEvent());
            report("fill one by one, 16 side by side, while senders=" + senders, 20_000, whilePublishing(20_000, 1));
            report("fill by 100, 4 side by side, while senders=" + senders, 40_000, whilePublishing(40_000, 100));
            latency();
            relay.stop(new ShutdownEvent());
        }
    }

    private Duration whilePublishing(int records, int together) {
        long start = System.nanoTime();
        Duration filled = fill(records, together, together == 1 ? 16 : 4);
        await().atMost(BOUND).pollInterval(Duration.ofMillis(5)).until(() -> sender.waiting() == 0);
        report("  (filled)", records, filled);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private void latency() {
        try (TopicReader reader = new TopicReader(QUIET_TOPIC)) {
            Letter mark = new Letter(Letter.newEventId(), 1);
            sender.send(Context.root(), Sender.to(QUIET_TOPIC, mark));
            reader.readUntil(all -> all.stream().anyMatch(one -> Letter.of(one).equals(mark)));
            long[] micros = new long[200];
            for (int turn = 0; turn < micros.length; turn++) {
                Letter letter = new Letter(Letter.newEventId(), 1);
                long start = System.nanoTime();
                sender.send(Context.root(), Sender.to(QUIET_TOPIC, letter));
                reader.readUntil(all -> Letter.of(all.get(all.size() - 1)).equals(letter));
                micros[turn] = (System.nanoTime() - start) / 1_000;
            }
            Arrays.sort(micros);
            LOG.infof(
                    "Begin of a transaction to its consumer, one at a time. median=%d us p99=%d us most=%d us",
                    micros[100], micros[198], micros[199]);
        }
    }

    private Duration fill(int records, int together, int sideBySide) {
        List<Uni<Void>> transactions = IntStream.range(0, records / together)
                .mapToObj(number -> sender.add(IntStream.range(0, together)
                        .mapToObj(one -> new Letter(Letter.newEventId(), 1))
                        .map(letter -> OutboxRecord.of(TOPIC, letter.eventId(), letter.headers(), letter.bytes(SIZE)))
                        .toList()))
                .toList();
        long start = System.nanoTime();
        Uni.join()
                .all(transactions)
                .usingConcurrencyOf(sideBySide)
                .andFailFast()
                .await()
                .atMost(BOUND);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private Duration empty(int senders) throws InterruptedException {
        OutboxRelay relay = relay(senders);
        long start = System.nanoTime();
        relay.start(new StartupEvent());
        await().atMost(BOUND).pollInterval(Duration.ofMillis(5)).until(() -> sender.waiting() == 0);
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        relay.stop(new ShutdownEvent());
        return taken;
    }

    private OutboxRelay relay(int senders) {
        OutboxConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(OutboxConfig.class)
                .withDefaultValue("khidi.outbox.senders", Integer.toString(senders))
                .build()
                .getConfigMapping(OutboxConfig.class);
        return new OutboxRelay(vertx, pool, kafka, config, spans, meters, bell);
    }

    private static void report(String what, int records, Duration taken) {
        LOG.infof("%s: %d records/s", what, records * 1_000L / Math.max(1, taken.toMillis()));
    }
}
