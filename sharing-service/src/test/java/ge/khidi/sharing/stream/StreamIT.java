package ge.khidi.sharing.stream;

import static ge.khidi.sharing.StreamClient.about;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.entity.PersonCategory;
import ge.khidi.contract.handling.HandlingCode;
import ge.khidi.localstack.test.TestIssuer;
import ge.khidi.sharing.Bus;
import ge.khidi.sharing.Events;
import ge.khidi.sharing.FeedClient;
import ge.khidi.sharing.StreamClient;
import ge.khidi.sharing.activation.Officers;
import ge.khidi.sharing.reading.CollectedSpans;
import ge.khidi.sharing.registration.AdminPort;
import ge.khidi.sharing.registration.Registrars;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.net.http.HttpClient.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class StreamIT {

    private static final Duration BOUND = Duration.ofMinutes(2);
    private static final String NO_MOVEMENTS_TO_BORDER_POLICE = """
            @id("test-stream")
            @title("No movements to Border Police while this test runs")
            @legal_basis("A test")
            forbid (principal == Partner::"BORDER-POLICE", action == Action::"receive", resource)
            when { resource.type == EventType::"MOVEMENT_OF_INTEREST" && resource.originator == Agency::"STATE-SECURITY" };
            """;

    private final Bus bus = new Bus();
    private final List<StreamClient> opened = new ArrayList<>();

    @Inject
    Pool pool;

    @Inject
    MeterRegistry meters;

    @Inject
    AdminPort admin;

    @Inject
    CollectedSpans spans;

    @AfterEach
    void close() {
        opened.forEach(StreamClient::close);
        bus.close();
        Awaitility.await().atMost(BOUND).until(() -> open() == 0);
    }

    private StreamClient stream(String agency, String query, String... headers) {
        return keep(StreamClient.open(agency, query, headers)).opened();
    }

    private StreamClient keep(StreamClient stream) {
        opened.add(stream);
        return stream;
    }

    private double open() {
        return meters.get("khidi.stream.open").gauge().value();
    }

    @Test
    void whatIsAppendedComesToThoseWhoMayHaveItAsAPagePrintsIt() {
        StreamClient iad = stream("IAD", "");
        StreamClient patrol = stream("PATROL-POLICE", "");
        StreamClient europol = stream("EUROPOL", "");
        Events event = Events.movement().with(PersonCategory.WITNESS, "Kanarienvogel");

        bus.publish(event);

        StreamClient.Event got = iad.await(event).get(0);
        assertThat(iad.answer().headers().firstValue("content-type")).hasValue("text/event-stream");
        assertThat(iad.answer().headers().firstValue("cache-control")).hasValue("no-store");
        assertThat(iad.answer().headers().firstValue("x-accel-buffering")).hasValue("no");
        assertThat(got.name()).isEqualTo("item");
        assertThat(got.id()).isEqualTo(got.json().getString("cursor"));
        assertThat(got.data()).doesNotContain("Kanarienvogel");
        assertThat(new FeedClient("IAD").everything()).contains(got.data());
        assertThat(patrol.events()).noneMatch(one -> about(one, event));
        assertThat(europol.events()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void itIsTheSameOverEveryVersionOfHttp(Version version) {
        StreamClient stream = keep(StreamClient.open("/v1/feed/stream", StreamClient.machine("IAD"), version))
                .opened();
        Events event = Events.movement();

        bus.publish(event);

        assertThat(stream.await(event)).isNotEmpty();
        assertThat(stream.answer().version()).isEqualTo(version);
    }

    @Test
    void aStreamThatIsCutAndResumedLosesAndDoublesNothingWhileWritersAppend() throws Exception {
        StreamClient stream = stream("IAD", "");
        String from = stream.lastId();
        List<List<Events>> said = IntStream.range(0, 4)
                .mapToObj(writer -> IntStream.range(0, 60)
                        .mapToObj(event -> Events.movement())
                        .toList())
                .toList();
        ExecutorService writers = Executors.newFixedThreadPool(said.size());
        List<Future<?>> writing = said.stream()
                .<Future<?>>map(events -> writers.submit(() -> events.forEach(event -> bus.publish(event))))
                .toList();

        List<StreamClient.Event> got = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(41);
        while (!said.stream()
                .flatMap(List::stream)
                .allMatch(event -> got.stream().anyMatch(one -> about(one, event)))) {
            int some = random.nextInt(1, 25);
            List<StreamClient.Event> seen = stream.await(all -> all.size() >= some || reached(got, all, said));
            got.addAll(seen);
            stream.close();
            stream = stream("IAD", "", "Last-Event-ID", got.get(got.size() - 1).id());
        }
        for (Future<?> writer : writing) {
            writer.get(BOUND.toSeconds(), TimeUnit.SECONDS);
        }
        writers.shutdown();

        assertThat(got)
                .extracting(StreamClient.Event::id)
                .doesNotHaveDuplicates()
                .isEqualTo(cursorsAfter(from).subList(0, got.size()));
    }

    private static boolean reached(
            List<StreamClient.Event> before, List<StreamClient.Event> now, List<List<Events>> said) {
        return said.stream()
                .flatMap(List::stream)
                .allMatch(event -> before.stream().anyMatch(one -> about(one, event))
                        || now.stream().anyMatch(one -> about(one, event)));
    }

    private static List<String> cursorsAfter(String from) {
        return given().auth()
                .oauth2(StreamClient.machine("IAD").mint())
                .get("/v1/feed?limit=1000&after=" + from)
                .jsonPath()
                .getList("items.cursor");
    }

    @Test
    void aFlushIsLinkedToTheTracesOfWhatItBrings() {
        String trace = "4bf92f3577b34da6a3ce929d0e0e5741";
        StreamClient iad = stream("IAD", "");
        Events event = Events.movement();

        bus.publish(List.of(event.event()), Optional.of("00-" + trace + "-00f067aa0ba902b7-01"));

        iad.await(event);
        Awaitility.await()
                .atMost(BOUND)
                .untilAsserted(() -> assertThat(spans.linkedTo(trace))
                        .extracting(SpanData::getName)
                        .contains("stream.flush"));
    }

    @Test
    void itBeginsWhereTheCallerSays() {
        Events before = Events.movement();
        bus.publish(before);
        String cursor = new FeedClient("IAD").of(before.id(), 1).get(0).cursor();
        Events after = Events.movement();
        bus.publish(after);
        new FeedClient("IAD").of(after.id(), 1);

        StreamClient fromBeginning = stream("IAD", "?after=");
        StreamClient fromCursor = stream("IAD", "?after=" + cursor);
        StreamClient fromHeader = stream("IAD", "?after=", "Last-Event-ID", cursor);
        StreamClient fromEnd = stream("IAD", "");

        fromBeginning.await(before, after);
        assertThat(fromCursor.await(after)).noneMatch(one -> about(one, before));
        assertThat(fromHeader.await(after)).noneMatch(one -> about(one, before));
        Events later = Events.movement();
        bus.publish(later);
        assertThat(fromEnd.await(later)).noneMatch(one -> about(one, before) || about(one, after));
    }

    @Test
    void itSaysThatItIsStillThere() {
        StreamClient stream = stream("EUROPOL", "");

        Awaitility.await().atMost(BOUND).until(() -> stream.heartbeats() >= 2);

        assertThat(stream.events()).isEmpty();
    }

    @Test
    void eachFlushIsOneEntryForItsReaderAndNothingIsNone() {
        StreamClient one = keep(own("stream-one"));
        StreamClient two = keep(own("stream-two"));
        List<Events> events =
                IntStream.range(0, 250).mapToObj(i -> Events.movement()).toList();
        one.opened();
        two.opened();

        bus.publish(events.toArray(Events[]::new));

        one.await(events.toArray(Events[]::new));
        two.await(events.toArray(Events[]::new));
        for (StreamClient reader : List.of(one, two)) {
            List<Entry> entries = entries(reader == one ? "stream-one" : "stream-two");
            assertThat(entries.stream().mapToLong(Entry::rows).sum())
                    .isEqualTo(reader.events().size());
            assertThat(entries)
                    .hasSizeLessThan(reader.events().size())
                    .allSatisfy(entry -> assertThat(entry.rows()).isBetween(1L, (long) Carried.MOST));
            for (int next = 1; next < entries.size(); next++) {
                assertThat(entries.get(next).first())
                        .isGreaterThan(entries.get(next - 1).last());
            }
        }
        int entries = entries("stream-one").size();
        int beats = one.heartbeats();
        Awaitility.await().atMost(BOUND).until(() -> one.heartbeats() > beats + 1);
        assertThat(entries("stream-one")).hasSize(entries);
    }

    private static StreamClient own(String client) {
        return StreamClient.open(
                "/v1/feed/stream",
                StreamClient.machine("IAD")
                        .client(client)
                        .claim("preferred_username", "service-account-" + client)
                        .subject(client),
                Version.HTTP_1_1);
    }

    /** A disclosure as the log has it: rows from, to, and how many of them. */
    private record Entry(long first, long last, long rows) {}

    private List<Entry> entries(String client) {
        List<Entry> entries = new ArrayList<>();
        pool.preparedQuery("""
                        SELECT first_row, last_row, line FROM audit_entry WHERE action = 'feed.read' AND line LIKE $1 ORDER BY id
                        """)
                .execute(Tuple.of("%\"" + client + "\"%"))
                .await()
                .atMost(BOUND)
                .forEach(row -> entries.add(new Entry(
                        row.getLong(0),
                        row.getLong(1),
                        io.restassured.path.json.JsonPath.from(row.getString(2)).getLong("rows.items"))));
        return entries;
    }

    @Test
    void aReaderThatStopsReadingIsToldToResumeAndNobodyElseNotices() throws Exception {
        StreamClient iad = stream("IAD", "");
        double slow = ended("TOO_SLOW");
        long kept = 0;
        Events last = Events.movement();
        try (StalledReader stalled = new StalledReader("BORDER-POLICE")) {
            Awaitility.await().atMost(BOUND).until(() -> open() == 2);

            for (int lot = 0; lot < 40 && ended("TOO_SLOW") == slow; lot++) {
                Events[] some = IntStream.range(0, 8).mapToObj(i -> large()).toArray(Events[]::new);
                bus.publish(some);
                iad.await(some);
                kept = Math.max(kept, stalled.kept());
                assertThat(meters.get("khidi.stream.unsent.bytes").gauge().value() + stalled.kept())
                        .as("in the service and in the system's buffers")
                        .isLessThan(1_000_000);
            }
            assertThat(kept).as("bytes the system kept").isPositive();
            Awaitility.await().atMost(BOUND).until(() -> ended("TOO_SLOW") > slow);
            String place = stalled.readToTheEnd();

            assertThat(stalled.lastWords()).contains("event: resume").contains("TOO_SLOW");
            bus.publish(last);
            iad.await(last);
            stream("BORDER-POLICE", "", "Last-Event-ID", place).await(last);
        }
    }

    private double ended(String reason) {
        return meters.get("khidi.stream.ended").tag("reason", reason).counter().count();
    }

    private static Events large() {
        Events event = Events.movement();
        for (int person = 0; person < 150; person++) {
            event = event.with(PersonCategory.SUSPECT, "Langername".repeat(15) + person);
        }
        return event;
    }

    @Test
    void aSuspendedAgencysStreamClosesAndOthersGoOn() {
        Registrars registrars = new Registrars(admin.port());
        StreamClient borderPolice = stream("BORDER-POLICE", "");
        StreamClient iad = stream("IAD", "");

        registrars
                .as(Registrars.KETI)
                .body("{\"reason\": \"for a test\"}")
                .post("/v1/agencies/BORDER-POLICE/suspension")
                .then()
                .statusCode(204);
        try {
            assertThat(borderPolice.ended()).isEmpty();
            given().auth()
                    .oauth2(StreamClient.machine("BORDER-POLICE").mint())
                    .get("/v1/feed/stream")
                    .then()
                    .statusCode(403);
            Events event = Events.movement();
            bus.publish(event);
            assertThat(iad.await(event)).isNotEmpty();
        } finally {
            for (String officer : List.of(Registrars.KETI, Registrars.LELA)) {
                registrars
                        .as(officer)
                        .header("Khidi-Case", "for a test")
                        .delete("/v1/agencies/BORDER-POLICE/suspension");
            }
        }
    }

    @Test
    void aSuspensionSaidAtAnotherInstanceClosesItToo() {
        StreamClient borderPolice = stream("BORDER-POLICE", "");

        sql(
                "INSERT INTO suspension (agency, reason, by_agency, by_subject) VALUES ('BORDER-POLICE', 'a test', 'IAD', 'keti')");
        try {
            assertThat(borderPolice.ended()).isEmpty();
        } finally {
            sql("DELETE FROM suspension WHERE agency = 'BORDER-POLICE'");
        }
    }

    private RowSet<Row> sql(String statement) {
        return pool.query(statement).execute().await().atMost(BOUND);
    }

    @Test
    void nothingRevokedIsInAChunkBegunAfterTheActivationAnswered() {
        StreamClient before = stream("BORDER-POLICE", "");
        String from = before.lastId();
        Events event = Officers.movement();
        bus.publish(event);
        before.await(event);

        try {
            Officers.activate(Officers.baselineAnd("test.cedar", NO_MOVEMENTS_TO_BORDER_POLICE));
            Events later = Officers.movement();
            bus.publish(later);
            new FeedClient("IAD").of(later.id(), 1);

            StreamClient after = stream("BORDER-POLICE", "?after=" + from);
            List<StreamClient.Event> got = after.await(event);
            assertThat(got)
                    .filteredOn(one -> about(one, event))
                    .extracting(one -> one.json().getString("kind"))
                    .containsExactly("NO_LONGER_OFFERED");
            assertThat(got).noneMatch(one -> about(one, later));
            assertThat(before.await(
                            all -> all.stream().filter(one -> about(one, event)).count() == 2))
                    .noneMatch(one -> about(one, later));
        } finally {
            Officers.restore();
            Officers.followed();
        }
    }

    @Test
    void itEndsWithTheTokenThatOpenedIt() {
        StreamClient stream = keep(Awaitility.await()
                .atMost(BOUND)
                .pollDelay(Duration.ZERO)
                .until(() -> withAnOldToken(), opened -> opened.answer().statusCode() == 200));

        List<StreamClient.Event> got = stream.ended();

        assertThat(got.get(got.size() - 1).name()).isEqualTo("resume");
        assertThat(got.get(got.size() - 1).data()).isEqualTo("{\"reason\":\"TOKEN_EXPIRED\"}");
    }

    /** It is good for four seconds more; a machine that is busy for so long is refused. */
    private static StreamClient withAnOldToken() {
        return StreamClient.open(
                "/v1/feed/stream",
                StreamClient.machine("IAD").issuedAt(Instant.now().minus(Duration.ofSeconds(296))),
                Version.HTTP_1_1);
    }

    @Test
    void aClientHasNoMoreThanItsStreamsOpen() {
        List<StreamClient> four =
                IntStream.range(0, 4).mapToObj(i -> stream("IAD", "")).toList();

        given().auth()
                .oauth2(StreamClient.machine("IAD").mint())
                .get("/v1/feed/stream")
                .then()
                .statusCode(429)
                .contentType("application/problem+json");
        stream("EUROPOL", "");
        four.get(0).close();
        Awaitility.await().atMost(BOUND).until(() -> open() == 4);

        assertThat(stream("IAD", "").lastId()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/feed/stream", "/v1/notices/stream"})
    void aPlaceIsGoodForOneClientOnlyAndTokensAreAskedFor(String path) {
        StreamClient iad = keep(StreamClient.open(path, StreamClient.machine("IAD"), Version.HTTP_1_1))
                .opened();

        given().auth()
                .oauth2(StreamClient.machine("BORDER-POLICE").mint())
                .header("Last-Event-ID", iad.lastId())
                .get(path)
                .then()
                .statusCode(400)
                .contentType("application/problem+json");
        given().auth()
                .oauth2(StreamClient.machine("IAD").mint())
                .get(path + "?after=AAAAAAAAAAAAAAAAAAAAAA")
                .then()
                .statusCode(400);
        given().get(path).then().statusCode(401);
        given().auth()
                .oauth2(TestIssuer.machine("IAD", "event-publisher").mint())
                .get(path)
                .then()
                .statusCode(403);
        given().auth()
                .oauth2(StreamClient.machine("IAD").mint())
                .head(path)
                .then()
                .statusCode(200)
                .contentType("text/event-stream");
    }

    @Test
    void aPersonSaysWhyTheyLook() {
        given().auth()
                .oauth2(TestIssuer.person("nino", "IAD", "liaison-officer").mint())
                .get("/v1/feed/stream")
                .then()
                .statusCode(400);
        StreamClient officer = keep(StreamClient.open(
                        "/v1/feed/stream",
                        TestIssuer.person("nino", "IAD", "liaison-officer"),
                        Version.HTTP_1_1,
                        "Khidi-Purpose",
                        "LAW_ENFORCEMENT",
                        "Khidi-Case",
                        "2026/17"))
                .opened();
        Events event = Events.movement();

        bus.publish(event);

        assertThat(officer.await(event)).isNotEmpty();
    }

    @Test
    void anOriginatorIsAskedForItsConsentByAnEvent() {
        StreamClient originator = keep(StreamClient.open(
                        "/v1/notices/stream", StreamClient.machine("CRIMINAL-POLICE"), Version.HTTP_1_1))
                .opened();
        StreamClient other = keep(StreamClient.open(
                        "/v1/notices/stream", StreamClient.machine("PATROL-POLICE"), Version.HTTP_1_1))
                .opened();
        String from = originator.lastId();
        Events event = Events.trafficking().code(HandlingCode.H3);

        bus.publish(event);

        List<StreamClient.Event> got = originator.await(all ->
                all.stream().anyMatch(one -> one.eventId().equals(event.id().toString())));
        assertThat(got)
                .allSatisfy(one -> assertThat(one.name()).isEqualTo("notice"))
                .extracting(one -> one.json().getString("kind"))
                .contains("CONSENT_REQUEST");
        assertThat(got)
                .extracting(one -> one.json().getMap("$"))
                .isEqualTo(given().auth()
                        .oauth2(StreamClient.machine("CRIMINAL-POLICE").mint())
                        .get("/v1/notices?after=" + from)
                        .jsonPath()
                        .getList("items")
                        .subList(0, got.size()));
        assertThat(other.events()).isEmpty();
    }
}
