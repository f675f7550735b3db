package ge.khidi.system;

import static ge.khidi.system.SharingInstances.fraction;
import static ge.khidi.system.SharingInstances.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import ge.khidi.contract.event.Event;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the activation of a policy set costs: decisions, time and feed rows, pulls while it goes on, and the append before and during it.
 * {@code -Dactivation.runs} names the sizes, each as {@code events/classes/partners/policies}; with {@code policies+policies} a second
 * activation follows, under more. Counts are asserted, figures go to {@code target/activation-figures.md}.
 *
 * <p>At most 20,000 revisions are appended by the service, which is what the append is measured by. More are copies of these under other
 * ids, made by statements over the same tables, since the append of a million would take most of an hour.
 */
@ResourceLock(SharingInstances.LOCK)
class ActivationBenchmarkIT {

    private static final int MOST_APPENDED = 20_000;
    private static final int PULLERS = 4;
    private static final Duration BOUND = Duration.ofMinutes(90);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String REVOKED = """
            @id("revoked-%1$d")
            @title("No goods to one partner")
            @legal_basis("none: a benchmark")
            forbid (principal == Partner::"%2$s", action == Action::"receive", resource)
            when { resource.type == EventType::"TRAFFICKING_OF_GOODS" };
            """;

    private final Path folder;

    ActivationBenchmarkIT(@TempDir Path folder) {
        this.folder = folder;
    }

    /** How many of each. */
    private record Size(int events, int classes, int partners, List<Integer> policies) {
        Size {
            if (policies.stream().anyMatch(many -> many < partners)) {
                throw new IllegalArgumentException(
                        "Each partner needs a policy of its own: " + partners + " partners, " + policies + " policies");
            }
        }

        static Size parse(String text) {
            String[] parts = text.split("/", -1);
            return new Size(
                    Integer.parseInt(parts[0]),
                    Integer.parseInt(parts[1]),
                    Integer.parseInt(parts[2]),
                    Arrays.stream(parts[3].split("\\+", -1))
                            .map(Integer::valueOf)
                            .toList());
        }
    }

    static Stream<Size> sizes() {
        return Arrays.stream(System.getProperty("khidi.activation.runs", "2000/100/30/40")
                        .split(",", -1))
                .map(Size::parse);
    }

    @BeforeAll
    static void begin() throws IOException {
        Files.writeString(figures(), "");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sizes")
    void anActivationRevokesForOnePartnerAndNobodyElseNotices(Size size) throws Exception {
        int first = size.policies().get(0);
        String name = "activation-" + size.events() + "-" + size.partners() + "-" + first;
        int appended = Math.min(size.events(), MOST_APPENDED);
        List<Event> events = new OrdinaryDays(size.partners() + first).revisions(appended, size.classes());
        try (SharingInstances sharing =
                        new SharingInstances(name, 1, BenchmarkRules.settings(folder, size.partners(), first));
                Connection connection = sharing.connect()) {
            SharingInstances.publish(events);
            sharing.start();
            appended(connection, (long) appended * size.partners());
            double append =
                    appended / fraction(connection, "SELECT extract(epoch FROM max(added) - min(added)) FROM feed_row");
            assertThat(number(connection, "SELECT count(DISTINCT class_id) FROM event_revision"))
                    .isEqualTo(size.classes());
            long grown = Copies.make(connection, size.events() / appended - 1);
            report(String.format(
                    Locale.ROOT,
                    "%,d events in %,d classes, %d partners: append %,.0f events/s (the first %,d; %,d more as copies, %,.0f s).",
                    number(connection, "SELECT count(*) FROM event_head"),
                    number(connection, "SELECT count(*) FROM disclosure_class"),
                    size.partners(),
                    append,
                    appended,
                    size.events() - appended,
                    grown / 1e3));
            for (int revoked = 1; revoked <= size.policies().size(); revoked++) {
                activate(sharing, connection, size, revoked);
            }
        }
    }

    /** Goods are for so many of the partners no more; the others keep what they have. */
    private static void activate(SharingInstances sharing, Connection connection, Size size, int revoked)
            throws Exception {
        int policies = size.policies().get(revoked - 1);
        String forbids = IntStream.range(0, revoked)
                .mapToObj(n -> REVOKED.formatted(n, BenchmarkRules.partner(n)))
                .collect(Collectors.joining());
        long before = number(connection, "SELECT count(*) FROM feed_row");
        PolicyOfficers officers = new PolicyOfficers(sharing);
        int version = officers.approved(Map.of(
                BenchmarkRules.FILE, BenchmarkRules.policies(size.partners(), policies), "proof.cedar", forbids));

        Pulls pulls = new Pulls(sharing, size.partners());
        Instant begin = Instant.now();
        officers.activate(0, version);
        Duration answered = Duration.between(begin, Instant.now());
        await().atMost(BOUND).until(() -> number(connection, RUNNING) == 0);
        Duration followed = Duration.between(begin, Instant.now());
        long[] millis = pulls.end();

        long rows = number(connection, "SELECT count(*) FROM feed_row") - before;
        assertThat(rows).isPositive().isEqualTo(number(connection, OFFERED_BEFORE));
        assertThat(number(connection, "SELECT count(*) FROM feed_row WHERE cause = 2 AND kind <> 7"))
                .isZero();
        assertThat(millis).isNotEmpty();
        report(String.format(
                Locale.ROOT,
                "Activation under %,d policies: %,d decisions; answered after %.1f s, the feeds had followed after %.1f s with %,d rows;"
                        + " %,d pulls of 100 items meanwhile: median %d ms, p99 %d ms, slowest %d ms.",
                policies,
                number(connection, "SELECT count(*) FROM decision WHERE epoch = (SELECT epoch FROM current_epoch)"),
                answered.toMillis() / 1e3,
                followed.toMillis() / 1e3,
                rows,
                millis.length,
                millis[millis.length / 2],
                millis[(int) (millis.length * 0.99)],
                millis[millis.length - 1]));
    }

    private static final String RUNNING = "SELECT count(*) FROM epoch_change WHERE state = 'RUNNING'";

    /** What one partner had of what is revoked. */
    private static final String OFFERED_BEFORE = """
            SELECT count(*) FROM event_head h JOIN event_revision v ON v.event_id = h.event_id AND v.revision = h.revision
            JOIN disclosure_class c ON c.id = v.class_id
            WHERE CAST(c.facts AS jsonb) ->> 'type' = 'TRAFFICKING_OF_GOODS'
            """;

    private static void appended(Connection connection, long rows) {
        await().atMost(BOUND)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> number(connection, "SELECT coalesce(sum(last_seq), 0) FROM feed") >= rows);
    }

    /** Partners that read their feeds page by page from the beginning, again and again, until told to end. */
    private static final class Pulls {
        private final AtomicBoolean on = new AtomicBoolean(true);
        private final ExecutorService threads = Executors.newFixedThreadPool(PULLERS);
        private final List<Future<List<Long>>> pulling = new ArrayList<>();

        Pulls(SharingInstances sharing, int partners) {
            for (int puller = 0; puller < PULLERS; puller++) {
                String agency = BenchmarkRules.partner(puller * partners / PULLERS);
                pulling.add(threads.submit(() -> pull(sharing, agency)));
            }
        }

        private List<Long> pull(SharingInstances sharing, String agency) throws Exception {
            List<Long> millis = new ArrayList<>();
            String after = "";
            while (on.get()) {
                String token = SharingInstances.reader(agency, "puller").mint();
                long begin = System.nanoTime();
                HttpResponse<byte[]> answer = sharing.page(0, after, 100, token).get(1, TimeUnit.MINUTES);
                millis.add(Duration.ofNanos(System.nanoTime() - begin).toMillis());
                assertThat(answer.statusCode()).isEqualTo(200);
                JsonNode page = JSON.readTree(answer.body());
                after = page.path("more").asBoolean() ? page.path("next").asText() : "";
            }
            return millis;
        }

        /** How long each page took, the fastest first. */
        long[] end() throws Exception {
            on.set(false);
            List<Long> all = new ArrayList<>();
            for (Future<List<Long>> one : pulling) {
                all.addAll(one.get(1, TimeUnit.MINUTES));
            }
            threads.shutdown();
            return all.stream().mapToLong(Long::longValue).sorted().toArray();
        }
    }

    private static void report(String figures) throws IOException {
        Files.writeString(figures(), figures + "\n\n", StandardOpenOption.APPEND);
        Figures.note(figures);
    }

    private static Path figures() {
        return SharingInstances.TARGET.resolve("activation-figures.md");
    }
}
