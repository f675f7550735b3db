package ge.khidi.system;

import static ge.khidi.system.SharingInstances.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ge.khidi.contract.event.Event;
import ge.khidi.localstack.test.SharedStack;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Many streams of thirty feeds open at one instance while ten events a second arrive, each for all of them. Counts, order and the orderly
 * end are asserted, and that a suspension closes its agency's streams and no others; how long it takes from a row, made shortly before its
 * commit, to the clients, and from a suspension to the last closed stream, is written to {@code target/stream-figures.md}.
 */
@ResourceLock(SharingInstances.LOCK)
class StreamBenchmarkIT {

    private static final int PARTNERS = 30;
    private static final int PER_SECOND = 10;
    private static final int WARM = 50;
    private static final int STREAMS = Integer.getInteger("khidi.stream.readers", 30);
    private static final int SECONDS = Integer.getInteger("khidi.stream.seconds", 5);
    private static final Duration BOUND = Duration.ofMinutes(3);

    private final Path folder;

    StreamBenchmarkIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void everyStreamGetsEveryEventOnceAndIsToldToComeAgainWhenTheInstanceStops() throws Exception {
        List<Event> events = new OrdinaryDays(9_000).revisions(WARM + PER_SECOND * SECONDS);
        List<Event> measured = events.subList(WARM, events.size());
        try (SharingInstances alone =
                        new SharingInstances("stream", 1, BenchmarkRules.settings(folder, PARTNERS, PARTNERS));
                Connection connection = alone.connect()) {
            alone.start();
            SharingInstances.publish(events.subList(0, WARM));
            alone.awaitArrival(connection, events.subList(0, WARM));
            List<Listener> listeners = IntStream.range(0, STREAMS)
                    .mapToObj(reader -> new Listener(BenchmarkRules.partner(reader % PARTNERS)))
                    .toList();
            List<CompletableFuture<HttpResponse<Void>>> answers = new ArrayList<>();
            for (Listener listener : listeners) {
                String token = SharingInstances.reader(listener.partner, "stream-" + answers.size())
                        .mint();
                answers.add(alone.stream(0, token, listener));
            }
            await().atMost(BOUND).until(() -> listeners.stream().allMatch(listener -> listener.open));
            Duration cpu = cpu(alone);

            publish(measured);
            await().atMost(BOUND)
                    .until(() -> listeners.stream().allMatch(listener -> listener.got.size() >= measured.size()));
            Duration used = cpu(alone).minus(cpu);
            Figures.Resident memory = Figures.Resident.of(alone.instance(0).pid());
            Map<String, Map<String, Instant>> added = added(connection);
            long entries = number(connection, "SELECT count(*) FROM audit_entry WHERE action = 'feed.read'");
            String suspended = BenchmarkRules.partner(0);
            Duration closed = suspend(connection, suspended, listeners);
            alone.instance(0).stop();

            for (CompletableFuture<HttpResponse<Void>> answer : answers) {
                assertThat(answer.get(BOUND.toSeconds(), TimeUnit.SECONDS).statusCode())
                        .isEqualTo(200);
            }
            assertThat(listeners).allSatisfy(listener -> {
                assertThat(listener.got)
                        .hasSize(measured.size())
                        .extracting(Got::revision)
                        .isEqualTo(List.copyOf(added.getOrDefault(listener.partner, Map.of())
                                        .keySet())
                                .subList(WARM, events.size()));
                assertThat(listener.lastWords)
                        .isEqualTo(listener.partner.equals(suspended) ? "" : "{\"reason\":\"RESTART\"}");
            });
            report(listeners, added, entries, used, memory, closed);
        }
    }

    /** What came, and when. */
    private record Got(String revision, Instant at) {}

    /** A partner's system that has a stream open. */
    private static final class Listener implements Flow.Subscriber<String> {

        private static final String EVENT = "\"eventId\":\"";
        private static final String REVISION = "\"revision\":";

        private final String partner;
        private final List<Got> got = Collections.synchronizedList(new ArrayList<>());
        private volatile boolean open;
        private volatile String name = "";
        private volatile String lastWords = "";
        private volatile @Nullable Instant over;

        Listener(String partner) {
            this.partner = partner;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            if (line.startsWith("id: ")) {
                open = true;
            } else if (line.startsWith("event: ")) {
                name = line.substring(7);
            } else if (line.startsWith("data: ") && name.equals("item")) {
                got.add(new Got(revision(line), Instant.now()));
            } else if (line.startsWith("data: ")) {
                lastWords = line.substring(6);
            }
        }

        private static String revision(String line) {
            int event = line.indexOf(EVENT) + EVENT.length();
            int revision = line.indexOf(REVISION) + REVISION.length();
            return line.substring(event, event + 36) + "/" + line.substring(revision, line.indexOf(',', revision));
        }

        @Override
        public void onError(Throwable cut) {
            lastWords = "cut off";
            over = Instant.now();
        }

        @Override
        public void onComplete() {
            over = Instant.now();
        }
    }

    /** As another instance says it: how long the streams of that partner stayed open behind the commit. */
    private static Duration suspend(Connection connection, String partner, List<Listener> listeners)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO suspension (agency, reason, by_agency, by_subject) VALUES (?, 'a test', 'IAD', 'keti')")) {
            statement.setString(1, partner);
            statement.execute();
        }
        Instant said = Instant.now();
        List<Listener> theirs = listeners.stream()
                .filter(listener -> listener.partner.equals(partner))
                .toList();
        await().atMost(BOUND).until(() -> theirs.stream().allMatch(listener -> listener.over != null));
        return theirs.stream()
                .flatMap(listener -> Optional.ofNullable(listener.over).stream())
                .map(over -> Duration.between(said, over))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** Ten a second, one at a time. */
    private static void publish(List<Event> events) throws Exception {
        Map<String, Object> config = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, SharedStack.kafka().bootstrapServers());
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            List<Future<?>> due = new ArrayList<>();
            for (Event event : events) {
                due.add(clock.schedule(
                        () -> SharingInstances.publish(producer, List.of(event)),
                        due.size() * 1000L / PER_SECOND,
                        TimeUnit.MILLISECONDS));
            }
            for (Future<?> one : due) {
                one.get(SECONDS + BOUND.toSeconds(), TimeUnit.SECONDS);
            }
        } finally {
            clock.shutdown();
        }
    }

    private static Duration cpu(SharingInstances alone) {
        return ProcessHandle.of(alone.instance(0).pid())
                .flatMap(process -> process.info().totalCpuDuration())
                .orElse(Duration.ZERO);
    }

    /** When each row was made, by partner and revision, in the order of the feed. */
    private static Map<String, Map<String, Instant>> added(Connection connection) throws SQLException {
        Map<String, Map<String, Instant>> added = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        SELECT f.partner, r.event_id || '/' || r.revision, r.added FROM feed_row r JOIN feed f ON f.id = r.feed
                        ORDER BY r.feed, r.seq
                        """)) {
            while (rows.next()) {
                added.computeIfAbsent(rows.getString(1), partner -> new LinkedHashMap<>())
                        .put(rows.getString(2), rows.getTimestamp(3).toInstant());
            }
        }
        return added;
    }

    private static void report(
            List<Listener> listeners,
            Map<String, Map<String, Instant>> added,
            long entries,
            Duration cpu,
            Figures.Resident memory,
            Duration closed)
            throws IOException {
        long[] micros = listeners.stream()
                .flatMap(listener -> listener.got.stream()
                        .map(got -> Duration.between(
                                added.getOrDefault(listener.partner, Map.of()).getOrDefault(got.revision(), got.at()),
                                got.at())))
                .mapToLong(duration -> duration.toNanos() / 1000)
                .sorted()
                .toArray();
        String text = String.format(
                Locale.ROOT,
                "%,d open streams of %d feeds at %d events a second for %d s, each event for all of them: from its row to the client median"
                        + " %,.0f ms, p99 %,.0f ms, slowest %,.0f ms over %,d deliveries; %,d audit entries; %.1f s of a core; sharing resident"
                        + " %d MB, %d MB at most. From a suspension said at another instance to the last closed stream %,d ms.",
                listeners.size(),
                PARTNERS,
                PER_SECOND,
                SECONDS,
                micros[micros.length / 2] / 1e3,
                micros[(int) (micros.length * 0.99)] / 1e3,
                micros[micros.length - 1] / 1e3,
                micros.length,
                entries,
                cpu.toMillis() / 1e3,
                memory.now(),
                memory.most(),
                closed.toMillis());
        Files.writeString(SharingInstances.TARGET.resolve("stream-figures.md"), text + "\n");
        Figures.note(text);
    }
}
