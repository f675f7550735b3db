package ge.khidi.system;

import static ge.khidi.system.SharingInstances.column;
import static ge.khidi.system.SharingInstances.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.EventType;
import ge.khidi.localstack.test.SharedStack;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Two instances of sharing on one database and one Kafka, of which one is killed with SIGKILL now and then, promise what one does. */
@ResourceLock(SharingInstances.LOCK)
class TwoInstancesIT {

    private static final Duration BOUND = Duration.ofMinutes(20);
    private static final int WRITERS = 8;
    private static final int TOGETHER = 10;

    private static final int READERS = Integer.getInteger("khidi.instances.readers", 20);
    private static final int EVENTS = Integer.getInteger("khidi.instances.events", 640);

    /** A thousand readers look 400 times a second between them, so that writers find a core now and then. */
    private static final int LONGEST_PAUSE_MILLIS = Math.max(400, 5 * READERS);

    private static final int KILLS = Integer.getInteger("khidi.instances.kills", 1);
    private static final int PAGES = Integer.getInteger("khidi.instances.pages", 200);
    private static final int FOLLOWED = Integer.getInteger("khidi.instances.followed", 1_000);

    private static final String NO_REFUSALS = """
            @id("proof-no-refusals")
            @title("No refusals of entry to Border Police")
            @legal_basis("A proof")
            forbid (principal == Partner::"BORDER-POLICE", action == Action::"receive", resource)
            when { resource.type == EventType::"REFUSAL_OF_ENTRY" };
            """;
    private static final String IMPERSONAL_STAYS = """
            @id("proof-impersonal-stays")
            @title("Illegal stays to Border Police without persons")
            @legal_basis("A proof")
            @outcome("redacted")
            @profile("impersonal")
            @mode("AUTOMATIC")
            permit (principal == Partner::"BORDER-POLICE", action == Action::"receive", resource)
            when { resource.type == EventType::"ILLEGAL_STAY" };
            """;

    private static final SharingInstances SHARING = new SharingInstances("two-instances", 2, Map.of());
    private static final PolicyOfficers OFFICERS = new PolicyOfficers(SHARING);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FIGURES = SharingInstances.TARGET.resolve("two-instances.md");

    @BeforeAll
    static void start() throws IOException {
        Files.deleteIfExists(FIGURES);
        SHARING.start();
    }

    private static void figure(String sentence) throws IOException {
        Figures.note(sentence);
        Files.writeString(FIGURES, sentence + "\n\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @AfterAll
    static void stop() {
        SHARING.close();
    }

    @BeforeEach
    void restore() throws Exception {
        OFFICERS.restore();
        try (Connection connection = SHARING.connect()) {
            followed(connection);
        }
    }

    @Test
    void noReaderMissesOrDoublesARowWhileWritersAppendAndInstancesAreKilled() throws Exception {
        List<List<Event>> said = IntStream.range(0, WRITERS)
                .mapToObj(writer -> new OrdinaryDays(7_000 + writer).revisions(EVENTS / WRITERS))
                .toList();
        List<RestlessReader> readers = IntStream.range(0, READERS)
                .mapToObj(reader -> new RestlessReader(SHARING, "IAD", reader, LONGEST_PAUSE_MILLIS))
                .toList();
        try (Connection connection = SHARING.connect()) {
            AtomicBoolean over = new AtomicBoolean();
            CompletableFuture<?>[] reading =
                    readers.stream().map(reader -> reader.readUntil(over::get)).toArray(CompletableFuture[]::new);
            ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
            List<Future<?>> writing = said.stream()
                    .<Future<?>>map(events -> writers.submit(() -> write(events)))
                    .toList();

            long before = number(connection, ROWS_OF_IAD);
            for (int kill = 1; kill <= KILLS; kill++) {
                long mark = before + (long) EVENTS * kill / (KILLS + 1);
                await().atMost(BOUND).until(() -> number(connection, ROWS_OF_IAD) >= mark);
                SHARING.instance(kill % SHARING.many()).kill();
                SHARING.start();
            }
            for (Future<?> writer : writing) {
                writer.get(BOUND.toSeconds(), TimeUnit.SECONDS);
            }
            writers.shutdown();
            List<String> feed = column(connection, """
                    SELECT r.event_id || '/' || r.revision FROM feed_row r JOIN feed f ON f.id = r.feed
                    WHERE f.partner = 'IAD' ORDER BY r.seq
                    """);
            over.set(true);
            CompletableFuture.allOf(reading).get(BOUND.toSeconds(), TimeUnit.SECONDS);

            Set<String> published = new TreeSet<>();
            said.forEach(events ->
                    events.forEach(event -> published.add(event.revisionId().toString())));
            assertThat(feed).doesNotHaveDuplicates().containsAll(published);
            assertThat(number(connection, OUT_OF_ORDER)).isZero();
            assertThat(number(connection, OVERTAKEN)).isZero();
            assertThat(readers).allSatisfy(reader -> assertThat(reader.seen()).isEqualTo(feed));
            figure(String.format(
                    Locale.ROOT,
                    "%,d readers of one feed at two instances while %d writers appended %,d revisions and an instance was killed %d times:"
                            + " each read every one of the %,d rows once and in order, in %,d pages; %,d questions were not answered and"
                            + " asked again.",
                    READERS,
                    WRITERS,
                    EVENTS,
                    KILLS,
                    feed.size(),
                    readers.stream().mapToLong(RestlessReader::pages).sum(),
                    readers.stream().mapToLong(RestlessReader::unanswered).sum()));
        }
    }

    /** Rows of any feed whose number or time is not above that of the row before it. */
    private static final String OUT_OF_ORDER = """
            SELECT count(*) FROM (SELECT seq - lag(seq) OVER all_of AS step, added - lag(added) OVER all_of AS later
                FROM feed_row WINDOW all_of AS (PARTITION BY feed ORDER BY seq)) AS r
            WHERE step <> 1 OR later <= interval '0'
            """;

    /** Rows by which a revision came to any feed again, or after a newer one. */
    private static final String OVERTAKEN = """
            SELECT count(*) FROM (SELECT revision - lag(revision) OVER (PARTITION BY feed, event_id ORDER BY seq) AS newer
                FROM feed_row WHERE cause = 0) AS r WHERE newer <= 0
            """;

    private static final String ROWS_OF_IAD = "SELECT last_seq FROM feed WHERE partner = 'IAD'";

    /** Some events after the other, each time when those before have arrived. */
    private static void write(List<Event> events) {
        Map<String, Object> config = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, SharedStack.kafka().bootstrapServers());
        try (KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
                Connection connection = SHARING.connect()) {
            for (int from = 0; from < events.size(); from += TOGETHER) {
                List<Event> some = events.subList(from, Math.min(events.size(), from + TOGETHER));
                SharingInstances.publish(producer, some);
                SHARING.awaitArrival(connection, some);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void noPageBegunAtAnyInstanceAfterAnActivationAnsweredShowsWhatItRevoked() throws Exception {
        List<Event> events = new OrdinaryDays(7_100).revisions(200);
        String token = SharingInstances.reader("BORDER-POLICE", "stale-reader").mint();
        String start = end(token);
        try (Connection connection = SHARING.connect()) {
            SharingInstances.publish(events);
            SHARING.awaitArrival(connection, events);
        }
        assertThat(showsRefusals(0, start, token)).isTrue();
        assertThat(showsRefusals(1, start, token)).isTrue();
        int version = OFFICERS.approved(NO_REFUSALS);

        AtomicLong answered = new AtomicLong(Long.MAX_VALUE);
        AtomicInteger before = new AtomicInteger();
        AtomicInteger after = new AtomicInteger();
        AtomicInteger stale = new AtomicInteger();
        ExecutorService readers = Executors.newFixedThreadPool(WRITERS);
        List<Future<?>> reading = new ArrayList<>();
        for (int reader = 0; reader < WRITERS; reader++) {
            int which = reader % SHARING.many();
            reading.add(readers.submit(() -> {
                while (after.get() < PAGES) {
                    String own = SharingInstances.reader("BORDER-POLICE", "stale-reader")
                            .mint();
                    boolean begunAfter = answered.get() < System.nanoTime();
                    boolean shows = showsRefusals(which, start, own);
                    (begunAfter ? after : before).incrementAndGet();
                    if (begunAfter && shows) {
                        stale.incrementAndGet();
                    }
                }
                return null;
            }));
        }
        await().atMost(BOUND).until(() -> before.get() > WRITERS);
        OFFICERS.activate(0, version);
        answered.set(System.nanoTime());
        for (Future<?> reader : reading) {
            reader.get(BOUND.toSeconds(), TimeUnit.SECONDS);
        }
        readers.shutdown();

        assertThat(stale).hasValue(0);
        assertThat(after.get()).isGreaterThanOrEqualTo(PAGES);
        figure(String.format(
                Locale.ROOT,
                "%,d pages begun at two instances after an activation had answered at one of them: %d showed what it revoked (%,d pages"
                        + " were begun before).",
                after.get(),
                stale.get(),
                before.get()));
    }

    private static String end(String token) throws Exception {
        String after = "";
        boolean more = true;
        while (more) {
            JsonNode page =
                    JSON.readTree(SHARING.page(0, after, 1000, token).get().body());
            after = page.path("next").asText(after);
            more = page.path("more").asBoolean();
        }
        return after;
    }

    private static boolean showsRefusals(int which, String after, String token) throws Exception {
        HttpResponse<byte[]> page = SHARING.page(which, after, 1000, token).get();
        assertThat(page.statusCode()).isEqualTo(200);
        for (JsonNode item : JSON.readTree(page.body()).path("items")) {
            if (item.at("/event/type").asText().equals(EventType.REFUSAL_OF_ENTRY.name())) {
                return true;
            }
        }
        return false;
    }

    /** The order is taken up by the other instance, the job that follows from it by the next that starts. */
    @Test
    void anActivationWhoseInstancesAreKilledOneAfterTheOtherAppendsWhatWasSimulated() throws Exception {
        List<Event> events = new OrdinaryDays(7_200).revisions(FOLLOWED);
        SharingInstances.publish(events);
        int version = OFFICERS.approved(NO_REFUSALS + IMPERSONAL_STAYS);
        try (Connection connection = SHARING.connect();
                Connection flipping = SHARING.connect();
                Statement flip = flipping.createStatement();
                Connection blocking = SHARING.connect();
                Statement lock = blocking.createStatement()) {
            SHARING.awaitArrival(connection, events);
            followed(connection);
            Map<String, Long> simulated = simulated(OFFICERS.simulation(1, version));

            blocking.setAutoCommit(false);
            long refusals = number(connection, "SELECT count(*) " + REFUSALS);
            // Picked first and locked then: rows that OFFSET skips would be locked as well.
            lock.execute("SELECT 1 FROM event_head WHERE event_id = (SELECT h.event_id " + REFUSALS
                    + " ORDER BY h.event_id OFFSET " + refusals * 2 / 3 + " LIMIT 1) FOR UPDATE");
            flipping.setAutoCommit(false);
            flip.execute("SELECT epoch FROM current_epoch FOR UPDATE");
            long epoch = number(connection, EPOCH);
            long order = OFFICERS.order(0, version);
            await().atMost(BOUND).until(() -> number(connection, WAITING) > 0);
            SHARING.instance(0).kill();
            assertThat(column(connection, STATE + order)).containsExactly("DECIDING");
            assertThat(number(connection, EPOCH)).isEqualTo(epoch);
            flipping.rollback();

            await().atMost(BOUND)
                    .until(() -> number(connection, EPOCH) > epoch
                            && number(connection, WAITING) > 0
                            && number(connection, PROGRESS) > 0);
            assertThat(column(connection, STATE + order)).containsExactly("DONE");
            SHARING.instance(1).kill();
            long halfway = number(connection, PROGRESS);
            assertThat(number(connection, RUNNING)).isEqualTo(1);
            blocking.rollback();
            SHARING.start();
            followed(connection);

            assertThat(simulated).isNotEmpty();
            assertThat(appended(connection)).isEqualTo(simulated);
            assertThat(number(connection, DOUBLED)).isZero();
            figure(String.format(
                    Locale.ROOT,
                    "An activation whose instance was killed with SIGKILL before the epoch flipped was carried out by the other one; its job over"
                            + " %,d events, killed after %,d of them and in the middle of a chunk, went on after the restart: rows appended ="
                            + " simulated, per partner and kind: %s.",
                    number(connection, PROGRESS),
                    halfway,
                    simulated));
        }
    }

    private static final String REFUSALS = """
            FROM event_head h JOIN event_revision v ON v.event_id = h.event_id AND v.revision = h.revision
            JOIN disclosure_class c ON c.id = v.class_id WHERE CAST(c.facts AS jsonb) ->> 'type' = 'REFUSAL_OF_ENTRY'
            """;
    private static final String EPOCH = "SELECT epoch FROM current_epoch";
    private static final String STATE = "SELECT state FROM activation_order WHERE id = ";
    private static final String RUNNING = "SELECT count(*) FROM epoch_change WHERE state = 'RUNNING'";
    private static final String PROGRESS =
            "SELECT coalesce(max(events), 0) FROM epoch_change c JOIN current_epoch e ON e.epoch = c.epoch";
    private static final String WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            + " AND wait_event_type = 'Lock'";
    private static final String OF_THE_JOB = """
            FROM feed_row r JOIN feed f ON f.id = r.feed CROSS JOIN current_epoch e JOIN epoch_change c ON c.epoch = e.epoch
            WHERE r.cause = 2 AND r.seq > CAST(CAST(c.feeds AS json) ->> f.partner AS bigint)
            """;
    private static final String DOUBLED = "SELECT count(*) FROM (SELECT 1 " + OF_THE_JOB
            + " GROUP BY r.feed, r.event_id HAVING count(*) > 1) AS twice";

    private static void followed(Connection connection) {
        await().atMost(BOUND).until(() -> number(connection, RUNNING) == 0);
    }

    /** Rows foreseen, by partner and kind. */
    private static Map<String, Long> simulated(JsonNode simulation) {
        Map<String, Long> rows = new TreeMap<>();
        Map<String, String> kinds =
                Map.of("newlyOffered", "NEW", "noLongerOffered", "NO_LONGER_OFFERED", "redactedDifferently", "UPDATE");
        simulation
                .path("partners")
                .forEach(partner -> kinds.forEach((word, kind) -> {
                    if (partner.path(word).asLong() > 0) {
                        rows.put(
                                partner.path("partner").asText() + " " + kind,
                                partner.path(word).asLong());
                    }
                }));
        return rows;
    }

    private static Map<String, Long> appended(Connection connection) throws SQLException {
        Map<String, Long> rows = new TreeMap<>();
        for (String row : column(
                connection,
                "SELECT f.partner || ' ' || (ARRAY['NEW', 'UPDATE', 'CORRECTION', 'RESTRICTION', 'WITHDRAWAL', 'ERASURE',"
                        + " 'NO_LONGER_OFFERED'])[r.kind] || ' ' || count(*) " + OF_THE_JOB
                        + " GROUP BY f.partner, r.kind")) {
            int last = row.lastIndexOf(' ');
            rows.put(row.substring(0, last), Long.valueOf(row.substring(last + 1)));
        }
        return rows;
    }
}
