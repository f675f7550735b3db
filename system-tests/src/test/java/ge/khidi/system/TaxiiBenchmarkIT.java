package ge.khidi.system;

import static ge.khidi.system.SharingInstances.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import ge.khidi.localstack.test.SharedStack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * How fast a collection is read by TAXII with policy and audit on: in pages of 100, whole in pages of 1,000, at its first and last page, and
 * where there is nothing new; beside a bare endpoint that answers with as many bytes. {@code -Dtaxii.objects} names the sizes,
 * {@code -Dtaxii.seconds} how long each is asked for. That every object comes once, and that each page has its entries in the audit log, is
 * asserted; figures go to {@code target/taxii-figures.md}.
 *
 * <p>Where time is taken, sharing and the bare endpoint have one core, and Kafka and the load another; so has PostgreSQL, unless
 * {@code -Dtaxii.database=both} lets it run on both. At most 5,000 events are appended by the service; more are {@link Copies}, and all
 * objects are listed by the service.
 */
@ResourceLock(SharingInstances.LOCK)
class TaxiiBenchmarkIT {

    private static final int PARTNERS = 5;
    private static final int POLICIES = 40;
    private static final int MOST_APPENDED = 5_000;

    /** Of the collection that is read, in an event of an ordinary day. */
    private static final int OBJECTS_PER_EVENT = 4;

    private static final int CONNECTIONS = 8;
    private static final int MOST_ASKED = 2_000;
    private static final int SERVERS_CORE = 0;
    private static final int OTHERS_CORE = 1;
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("khidi.taxii.seconds", 0));
    private static final boolean DATABASE_ON_BOTH = "both".equals(System.getProperty("khidi.taxii.database"));
    private static final int[] DATABASES_CORES =
            DATABASE_ON_BOTH ? new int[] {SERVERS_CORE, OTHERS_CORE} : new int[] {OTHERS_CORE};
    private static final Duration BOUND = Duration.ofMinutes(60);
    private static final String OBJECTS = "/taxii2/khidi/collections/border-events/objects/?limit=";
    private static final List<Page> NOTHING_NEW =
            List.of(new Page(OBJECTS + "100&added_after=2999-01-01T00:00:00Z", 0, 2));
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String ENTRIES =
            "SELECT count(*) FROM audit_entry WHERE action = 'taxii.border-events.objects'";

    /** How often each page was answered since it was crawled, by the entries it has each time. */
    private static final String ANSWERED_SINCE = """
            SELECT coalesce(sum(now.entries / crawled.entries - 1), 0) FROM crawled JOIN (
                SELECT CAST(line AS jsonb) ->> 'digest' AS digest, count(*) AS entries FROM audit_entry
                WHERE action = 'taxii.border-events.objects' GROUP BY 1
            ) AS now USING (digest)
            """;

    private final Path folder;

    TaxiiBenchmarkIT(@TempDir Path folder) {
        this.folder = folder;
    }

    static Stream<Integer> sizes() {
        return Arrays.stream(System.getProperty("khidi.taxii.objects", "300").split(",", -1))
                .map(Integer::valueOf);
    }

    @BeforeAll
    static void begin() throws IOException {
        Files.writeString(figures(), "");
    }

    /** A page as it can be asked for again, and how long its answer was. */
    private record Page(String path, int objects, int bytes) {}

    @ParameterizedTest(name = "{0} objects")
    @MethodSource("sizes")
    void everyObjectComesOnceAndEveryPageIsInTheAuditLog(int objects) throws Exception {
        Map<String, String> settings = new TreeMap<>(BenchmarkRules.settings(folder, PARTNERS, POLICIES));
        // It has one core only, and makes itself ready for that.
        settings.put("JAVA_TOOL_OPTIONS", "-XX:ActiveProcessorCount=1");
        try (SharingInstances sharing = new SharingInstances("taxii-" + objects, 1, settings);
                Connection connection = sharing.connect();
                Cores cores = new Cores()) {
            fill(sharing, connection, objects / OBJECTS_PER_EVENT);
            List<Page> hundreds = crawl(sharing, 100, listed(connection));
            List<Page> thousands = crawl(sharing, 1000, listed(connection));
            crawled(connection, hundreds.size() + thousands.size() - (endAlike(hundreds, thousands) ? 1 : 0));

            Process bare = bare();
            try {
                URI endpoint =
                        URI.create("http://localhost:" + bare.inputReader().readLine());
                Measuring measuring = new Measuring(sharing, connection, endpoint);
                measuring.warm(some(hundreds), full(thousands));
                if (!TIME.isZero()) {
                    // This process comes with its children, and the servers are among them.
                    cores.keep(ProcessHandle.current().pid(), OTHERS_CORE);
                    cores.keep(SharedStack.postgres().pid(), DATABASES_CORES);
                    cores.keep(SharedStack.kafka().pid(), OTHERS_CORE);
                    cores.keep(sharing.instance(0).pid(), SERVERS_CORE);
                    cores.keep(bare.pid(), SERVERS_CORE);
                }
                report(String.format(
                        Locale.ROOT,
                        "TAXII over %,d objects (%,d in the collection that is read), 5 partners, 40 policies, audit on, not compressed. %s",
                        number(connection, "SELECT count(*) FROM stix_object"),
                        listed(connection),
                        cores.work() && !TIME.isZero()
                                ? "Sharing and the bare endpoint have core 0; Kafka and the load core 1; PostgreSQL "
                                        + (DATABASE_ON_BOTH ? "both." : "core 1.")
                                : "Nothing has a core of its own."));
                measuring.pages("Pages of 100", some(hundreds), CONNECTIONS);
                measuring.pages("The first page of 100", hundreds.subList(0, 1), CONNECTIONS);
                measuring.pages("The last full page of 100", List.of(lastFull(hundreds)), CONNECTIONS);
                measuring.pages("All in pages of 1,000, by one client", full(thousands), 1);
                measuring.pages("All in pages of 1,000, by four clients", full(thousands), 4);
                measuring.polls();
                assertThat(number(connection, ANSWERED_SINCE)).isEqualTo(measuring.answered);
            } finally {
                bare.destroy();
            }
        }
    }

    private static void fill(SharingInstances sharing, Connection connection, int events) throws Exception {
        int appended = Math.min(events, MOST_APPENDED);
        SharingInstances.publish(new OrdinaryDays(events).revisions(appended, 100));
        sharing.start();
        long rows = (long) appended * PARTNERS;
        await().atMost(BOUND)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> number(connection, "SELECT coalesce(sum(last_seq), 0) FROM feed") >= rows);
        long copied = Copies.make(connection, events / appended - 1);
        Instant begin = Instant.now();
        await().atMost(BOUND)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> sharing.get(0, OBJECTS + "1", token("opener")).statusCode() == 200);
        try (Statement statement = connection.createStatement()) {
            statement.execute("VACUUM ANALYZE");
        }
        report(String.format(
                Locale.ROOT,
                "%,d events as copies in %.0f s; listed by the service in %.0f s.",
                events - appended,
                copied / 1e3,
                Duration.between(begin, Instant.now()).toMillis() / 1e3));
    }

    private static long listed(Connection connection) throws SQLException {
        return number(connection, "SELECT count(*) FROM stix_object WHERE collection = 1 AND latest");
    }

    /** Reads all there is once; every object comes once. */
    private static List<Page> crawl(SharingInstances sharing, int limit, long listed) throws Exception {
        List<Page> pages = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        String path = OBJECTS + limit;
        while (!path.isEmpty()) {
            HttpResponse<byte[]> answer = ask(sharing, path);
            assertThat(answer.statusCode()).isEqualTo(200);
            JsonNode page = JSON.readTree(answer.body());
            page.path("objects")
                    .forEach(one -> assertThat(ids.add(one.path("id").asText())).isTrue());
            pages.add(new Page(path, page.path("objects").size(), answer.body().length));
            path = page.path("more").asBoolean()
                    ? OBJECTS + limit + "&next=" + page.path("next").asText()
                    : "";
        }
        assertThat(ids).hasSize((int) listed);
        return pages;
    }

    /** Notes what is in the audit log of pages that were read once each. */
    private static void crawled(Connection connection, int pages) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("""
                    CREATE TEMP TABLE crawled AS SELECT CAST(line AS jsonb) ->> 'digest' AS digest, count(*) AS entries
                    FROM audit_entry WHERE action = 'taxii.border-events.objects'
                    AND CAST(line AS jsonb) ->> 'client' = 'taxii-client' GROUP BY 1
                    """);
        }
        assertThat(number(connection, "SELECT count(*) FROM crawled")).isEqualTo(pages);
    }

    private static List<Page> some(List<Page> pages) {
        int step = Math.max(1, pages.size() / MOST_ASKED);
        return Stream.iterate(0, n -> n < pages.size() - 1, n -> n + step)
                .map(pages::get)
                .toList();
    }

    /** Where fewer than a hundred objects are left over, the last page is the same one in both sizes, and so is its digest. */
    private static boolean endAlike(List<Page> hundreds, List<Page> thousands) {
        return last(hundreds).objects() == last(thousands).objects();
    }

    private static Page last(List<Page> pages) {
        return pages.get(pages.size() - 1);
    }

    /** Without the last page, which is not full, if there are others. */
    private static List<Page> full(List<Page> pages) {
        return pages.subList(0, Math.max(1, pages.size() - 1));
    }

    private static Page lastFull(List<Page> pages) {
        return pages.get(pages.size() - 2);
    }

    private static HttpResponse<byte[]> ask(SharingInstances sharing, String path)
            throws IOException, InterruptedException {
        return sharing.get(0, path, token("taxii-client"));
    }

    private static String token(String client) {
        return SharingInstances.reader(BenchmarkRules.partner(0), client).mint();
    }

    private static Process bare() throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:+UseSerialGC",
                        "-XX:ActiveProcessorCount=1",
                        "-cp",
                        Path.of("target", "test-classes").toString(),
                        BareEndpoint.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Asks for pages as long as is wanted, and tells how it went. */
    private static final class Measuring {
        private final SharingInstances sharing;
        private final Connection connection;
        private final URI endpoint;
        private long answered;

        Measuring(SharingInstances sharing, Connection connection, URI endpoint) {
            this.sharing = sharing;
            this.connection = connection;
            this.endpoint = endpoint;
        }

        /** On every core, so that what is measured is not the compiler: it takes minutes, and a few seconds measure little else. */
        void warm(List<Page> hundreds, List<Page> thousands) throws Exception {
            answered += ask(hundreds, CONNECTIONS, TIME.multipliedBy(5)).answers();
            answered += ask(thousands, CONNECTIONS, TIME).answers();
            ask(NOTHING_NEW, CONNECTIONS, TIME.multipliedBy(3));
        }

        void pages(String what, List<Page> pages, int connections) throws Exception {
            double size = pages.stream().mapToInt(Page::bytes).average().orElse(0);
            double objects = pages.stream().mapToInt(Page::objects).average().orElse(0);
            Duration cpu = cpu();
            Load load = ask(pages, connections, TIME);
            answered += load.answers();
            double busy = busy(cpu, load);
            Load bare = Load.on(endpoint, List.of("/" + (int) size), "", connections, TIME);
            report(String.format(
                    Locale.ROOT,
                    "%s: %,.0f pages/s of %,.0f bytes, %,.0f objects/s, median %.1f ms, p99 %.1f ms (sharing %.0f %% of its core); the bare"
                            + " endpoint %,.0f/s, ratio %.2f.",
                    what,
                    load.perSecond(),
                    size,
                    load.perSecond() * objects,
                    load.medianMillis(),
                    load.p99Millis(),
                    busy,
                    bare.perSecond(),
                    load.perSecond() / bare.perSecond()));
        }

        /** Behind the end: nothing comes, and nothing is written but, each minute, how often. */
        void polls() throws Exception {
            int size = "{}".length();
            long before = number(connection, ENTRIES);
            Duration cpu = cpu();
            Load load = ask(NOTHING_NEW, CONNECTIONS, TIME);
            double busy = busy(cpu, load);
            Load bare = Load.on(endpoint, List.of("/" + size), "", CONNECTIONS, TIME);
            assertThat(number(connection, ENTRIES)).isEqualTo(before);
            assertThat(load.bytes()).isEqualTo((long) load.answers() * size);
            report(String.format(
                    Locale.ROOT,
                    "Empty polls: %,.0f/s, median %.1f ms, p99 %.1f ms (sharing %.0f %% of its core); the bare endpoint %,.0f/s, ratio %.2f.",
                    load.perSecond(),
                    load.medianMillis(),
                    load.p99Millis(),
                    busy,
                    bare.perSecond(),
                    load.perSecond() / bare.perSecond()));
        }

        private Load ask(List<Page> pages, int connections, Duration time) throws Exception {
            String headers = "Accept: application/taxii+json;version=2.1\r\nAuthorization: Bearer "
                    + token("taxii-client") + "\r\n";
            return Load.on(sharing.url(0), pages.stream().map(Page::path).toList(), headers, connections, time);
        }

        private Duration cpu() {
            return ProcessHandle.of(sharing.instance(0).pid())
                    .flatMap(process -> process.info().totalCpuDuration())
                    .orElse(Duration.ZERO);
        }

        private double busy(Duration before, Load load) {
            return cpu().minus(before).toNanos() * 100.0 / load.time().toNanos();
        }
    }

    private static void report(String figure) throws IOException {
        Files.writeString(figures(), figure + "\n\n", StandardOpenOption.APPEND);
        Figures.note(figure);
    }

    private static Path figures() {
        return SharingInstances.TARGET.resolve("taxii-figures.md");
    }
}
