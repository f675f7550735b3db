package ge.khidi.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ge.khidi.contract.CloudEventHeaders;
import ge.khidi.contract.Topics;
import ge.khidi.contract.codec.EventCodec;
import ge.khidi.contract.event.Event;
import ge.khidi.localstack.Database;
import ge.khidi.localstack.FreePorts;
import ge.khidi.localstack.Service;
import ge.khidi.localstack.Topic;
import ge.khidi.localstack.test.SharedStack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How fast the packaged sharing-service appends a backlog to thirty feeds, of which ten get everything and twenty two redactions of it.
 * Only counts and order are asserted; the speed is written to {@code target/append-figures.md}, beside what this PostgreSQL does when it
 * is given the same rows in one statement.
 */
class AppendBenchmarkIT {

    private static final int PARTNERS = 30;
    private static final Duration START_BOUND = Duration.ofMinutes(2);
    private static final Duration BOUND = Duration.ofMinutes(10);
    private static final List<String> TABLES = List.of("event_revision", "rendition", "feed_row");
    private static final List<String> PROFILES = List.of("full", "domestic-operational", "impersonal");
    private static final Path TARGET = Path.of(System.getProperty("khidi.system-tests.target", "target"));

    private final int revisions = Integer.getInteger("khidi.append.revisions", 1_000);
    private final Path folder;

    AppendBenchmarkIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeAll
    static void topics() throws IOException {
        SharedStack.kafka()
                .createTopics(Topics.ALL.stream()
                        .flatMap(name -> Stream.of(
                                Topic.compacted(
                                        name, Topics.PARTITIONS, Topics.MIN_COMPACTION_LAG, Topics.MAX_COMPACTION_LAG),
                                Topic.kept(
                                        Topics.deadLetter("sharing", name),
                                        Topics.PARTITIONS,
                                        Topics.DEAD_LETTER_RETENTION)))
                        .toList());
        Files.writeString(figures(), "");
    }

    @ParameterizedTest(name = "batches of {0}")
    @ValueSource(ints = {100, 500})
    void everyRevisionIsOneRowOfEachOfThirtyFeedsInOrder(int batch) throws Exception {
        Database database = SharedStack.postgres().database("append_" + batch);
        publish(new OrdinaryDays(batch).revisions(revisions));
        int port = FreePorts.find(1).get(0);
        Service sharing =
                Service.alone("sharing", TARGET.resolve("append-" + batch), port, environment(database, batch, port));
        sharing.start(progress -> {});
        try (Connection connection =
                DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password())) {
            sharing.awaitHealthy(START_BOUND);
            long expected = (long) revisions * PARTNERS;
            await().atMost(BOUND)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> number(connection, "SELECT coalesce(sum(last_seq), 0) FROM feed") >= expected);
            Figures.Resident memory = Figures.Resident.of(sharing.pid());
            Duration cpu = ProcessHandle.of(sharing.pid())
                    .flatMap(process -> process.info().totalCpuDuration())
                    .orElse(Duration.ZERO);
            sharing.stop();

            assertThat(number(connection, "SELECT count(*) FROM feed_row")).isEqualTo(expected);
            assertThat(number(connection, "SELECT count(*) FROM event_revision"))
                    .isEqualTo(revisions);
            assertThat(number(connection, MISSED_OR_DOUBLED)).isZero();
            assertThat(number(connection, OUT_OF_ORDER)).isZero();
            report(connection, batch, memory, cpu);
        } finally {
            sharing.kill();
        }
    }

    private static final String MISSED_OR_DOUBLED = """
            SELECT count(*) FROM (SELECT event_id, revision, count(*) AS rows, count(DISTINCT feed) AS feeds
                FROM feed_row GROUP BY event_id, revision) AS r WHERE rows <> %1$d OR feeds <> %1$d
            """.formatted(PARTNERS);

    /** Rows whose number, time or revision is not above that of the row before it in the feed, of any event or of the same. */
    private static final String OUT_OF_ORDER = """
            SELECT count(*) FROM (SELECT seq - lag(seq) OVER all_of AS step, added - lag(added) OVER all_of AS later,
                    revision - lag(revision) OVER (PARTITION BY feed, event_id ORDER BY seq) AS newer
                FROM feed_row WINDOW all_of AS (PARTITION BY feed ORDER BY seq)) AS r
            WHERE step <> 1 OR later <= interval '0' OR newer <= 0
            """;

    // what is brought along

    private Map<String, String> environment(Database database, int batch, int port) throws IOException {
        Map<String, String> environment = new HashMap<>();
        environment.put("MALLOC_ARENA_MAX", "2");
        environment.put("QUARKUS_HTTP_HOST", "localhost");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        environment.put("KAFKA_BOOTSTRAP_SERVERS", SharedStack.kafka().bootstrapServers());
        environment.put("QUARKUS_DATASOURCE_REACTIVE_URL", database.reactiveUrl());
        environment.put("QUARKUS_DATASOURCE_JDBC_URL", database.jdbcUrl());
        environment.put("QUARKUS_DATASOURCE_USERNAME", database.username());
        environment.put("QUARKUS_DATASOURCE_PASSWORD", database.password());
        // Nobody reads here, so nobody has to be known.
        environment.put("QUARKUS_OIDC_TENANT_ENABLED", "false");
        environment.put("KHIDI_CONSUMPTION_BATCH_SIZE", Integer.toString(batch));
        environment.put("KHIDI_AUDIT_KEY_FILE", folder.resolve("audit-key.pem").toString());
        Path registry = Files.writeString(folder.resolve("partners.yaml"), partners());
        Path texts = Files.createDirectories(folder.resolve("policies"));
        Files.writeString(texts.resolve("entitled.cedar"), policies());
        environment.put("KHIDI_SHARING_PARTNERS_FILE", registry.toString());
        environment.put("KHIDI_SHARING_POLICIES_FOLDER", texts.toString());
        return environment;
    }

    private static String partners() {
        StringBuilder yaml = new StringBuilder("equivalence:\n  GE:\n    \"საიდუმლო\": CONFIDENTIAL\npartners:\n");
        for (int n = 0; n < PARTNERS; n++) {
            yaml.append("""
                      - id: %1$s
                        kind: DOMESTIC
                        title: %1$s
                        title-ka: %1$s
                        clearance: {scheme: GE, marking: "საიდუმლო"}
                        purposes: [LAW_ENFORCEMENT, BORDER_MANAGEMENT, STATISTICS]
                    """.formatted(partner(n)));
        }
        return yaml.toString();
    }

    private static String policies() {
        StringBuilder cedar = new StringBuilder();
        for (int n = 0; n < PARTNERS; n++) {
            String profile = PROFILES.get(n % PROFILES.size());
            cedar.append("""
                    @id("entitled-%1$d")
                    @title("Everything, for a benchmark")
                    @title_ka("Everything, for a benchmark")
                    @legal_basis("none: a benchmark")
                    @outcome("%2$s")
                    %3$s@mode("AUTOMATIC")
                    permit (principal == Partner::"%4$s", action == Action::"receive", resource);

                    """.formatted(
                            n,
                            profile.equals("full") ? "full" : "redacted",
                            profile.equals("full") ? "" : "@profile(\"" + profile + "\")\n",
                            partner(n)));
        }
        return cedar.toString();
    }

    private static String partner(int n) {
        return String.format(Locale.ROOT, "PARTNER-%02d", n + 1);
    }

    private static void publish(List<Event> events) throws Exception {
        Map<String, Object> config = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                SharedStack.kafka().bootstrapServers(),
                ProducerConfig.ACKS_CONFIG,
                "all");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (Event event : events) {
                ProducerRecord<byte[], byte[]> made = new ProducerRecord<>(
                        event.type().topic(),
                        event.id().toString().getBytes(StandardCharsets.UTF_8),
                        EventCodec.print(event));
                CloudEventHeaders.of(event)
                        .forEach((name, value) -> made.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
                sent.add(producer.send(made));
            }
            for (Future<RecordMetadata> one : sent) {
                one.get(BOUND.toSeconds(), TimeUnit.SECONDS);
            }
        }
    }

    // what is measured

    private void report(Connection connection, int batch, Figures.Resident memory, Duration cpu)
            throws SQLException, IOException {
        double seconds = fraction(connection, "SELECT extract(epoch FROM max(added) - min(added)) FROM feed_row");
        double warm = fraction(connection, """
                SELECT extract(epoch FROM max(added) - min(added)) FROM feed_row
                WHERE feed = (SELECT min(id) FROM feed) AND seq > %d
                """.formatted(revisions / 2));
        long bytes = 0;
        for (String table : TABLES) {
            bytes += number(connection, "SELECT pg_total_relation_size('" + table + "')");
        }
        long rows = (long) revisions * PARTNERS;
        double rowBytes = number(connection, "SELECT pg_total_relation_size('feed_row')") / (double) rows;
        double bare = bare(connection);
        String text = String.format(
                Locale.ROOT,
                "Append of a backlog of %,d revisions to %d feeds in batches of at most %d: %,.0f revisions/s from the first row"
                        + " to the last, %,.0f in the second half; the same rows in one INSERT per table by this PostgreSQL: %,.0f"
                        + " revisions/s, ratio %.2f (second half %.2f). %,.0f bytes per revision with everything, of which %.0f for"
                        + " each feed row. Sharing resident %d MB at the end, %d MB at most; %.1f s of a core with its start.%n%n",
                revisions,
                PARTNERS,
                batch,
                revisions / seconds,
                revisions / 2.0 / warm,
                revisions / bare,
                bare / seconds,
                bare / 2 / warm,
                bytes / (double) revisions,
                rowBytes,
                memory.now(),
                memory.most(),
                cpu.toMillis() / 1e3);
        Files.writeString(figures(), text, StandardOpenOption.APPEND);
        Figures.note(text.strip());
    }

    /** Seconds for the same rows into empty tables of the same form: what no service on this database can beat. */
    private static double bare(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                statement.execute("CREATE TABLE bare_" + table + " (LIKE " + table + " INCLUDING ALL)");
            }
            connection.commit();
            long begin = System.nanoTime();
            for (String table : TABLES) {
                statement.execute("INSERT INTO bare_" + table + " SELECT * FROM " + table);
            }
            connection.commit();
            return (System.nanoTime() - begin) / 1e9;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private static Path figures() {
        return TARGET.resolve("append-figures.md");
    }

    private static long number(Connection connection, String query) throws SQLException {
        return (long) fraction(connection, query);
    }

    private static double fraction(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getDouble(1);
        }
    }
}
