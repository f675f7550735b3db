package ge.khidi.system;

import static ge.khidi.system.SharingInstances.fraction;
import static ge.khidi.system.SharingInstances.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ge.khidi.localstack.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How fast the packaged sharing-service appends a backlog to thirty feeds, of which ten get everything and twenty two redactions of it.
 * Only counts and order are asserted; the speed is written to {@code target/append-figures.md}, beside what this PostgreSQL does when it
 * is given the same rows in one statement. It runs at full size only: that no row is missed, doubled or out of order is asserted in every
 * build, of two instances and their kills, by {@link TwoInstancesIT}.
 */
@Tag("full-size")
@ResourceLock(SharingInstances.LOCK)
class AppendBenchmarkIT {

    private static final int PARTNERS = 30;
    private static final Duration BOUND = Duration.ofMinutes(10);
    private static final List<String> TABLES = List.of("event_revision", "rendition", "feed_row");

    private final int revisions = Integer.getInteger("khidi.append.revisions", 50_000);
    private final Path folder;

    AppendBenchmarkIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeAll
    static void begin() throws IOException {
        Files.writeString(figures(), "");
    }

    @ParameterizedTest(name = "batches of {0}")
    @ValueSource(ints = {100, 500})
    void everyRevisionIsOneRowOfEachOfThirtyFeedsInOrder(int batch) throws Exception {
        try (SharingInstances alone = new SharingInstances("append-" + batch, 1, settings(batch));
                Connection connection = alone.connect()) {
            SharingInstances.publish(new OrdinaryDays(batch).revisions(revisions));
            Service sharing = alone.instance(0);
            alone.start();
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

    private Map<String, String> settings(int batch) throws IOException {
        Map<String, String> environment = new HashMap<>();
        // Nobody reads here, so nobody has to be known.
        environment.put("QUARKUS_OIDC_TENANT_ENABLED", "false");
        environment.put("KHIDI_CONSUMPTION_BATCH_SIZE", Integer.toString(batch));
        environment.putAll(BenchmarkRules.settings(folder, PARTNERS, PARTNERS));
        return environment;
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
        return SharingInstances.TARGET.resolve("append-figures.md");
    }
}
