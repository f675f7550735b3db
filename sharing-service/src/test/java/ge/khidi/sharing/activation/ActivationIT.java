package ge.khidi.sharing.activation;

import static ge.khidi.sharing.activation.Officers.LELA;
import static ge.khidi.sharing.activation.Officers.ZURAB;
import static ge.khidi.sharing.activation.Officers.activate;
import static ge.khidi.sharing.activation.Officers.as;
import static ge.khidi.sharing.activation.Officers.baselineAnd;
import static ge.khidi.sharing.activation.Officers.drafted;
import static ge.khidi.sharing.activation.Officers.followed;
import static ge.khidi.sharing.activation.Officers.number;
import static ge.khidi.sharing.activation.Officers.restore;
import static ge.khidi.sharing.activation.Officers.say;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ge.khidi.contract.EventId;
import ge.khidi.contract.entity.PersonCategory;
import ge.khidi.contract.event.RevisionKind;
import ge.khidi.contract.event.Status;
import ge.khidi.localstack.Database;
import ge.khidi.localstack.test.KafkaAndPostgres;
import ge.khidi.localstack.test.TestIssuer;
import ge.khidi.sharing.Body;
import ge.khidi.sharing.Bus;
import ge.khidi.sharing.Events;
import ge.khidi.sharing.FeedClient;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

@QuarkusTest
@Order(Integer.MAX_VALUE)
class ActivationIT {

    static final String NO_MOVEMENTS_TO_BORDER_POLICE = """
            @id("test-no-movements-to-border-police")
            @title("No movements to Border Police while this test runs")
            @legal_basis("A test")
            forbid (principal == Partner::"BORDER-POLICE", action == Action::"receive", resource)
            when { resource.type == EventType::"MOVEMENT_OF_INTEREST" && resource.originator == Agency::"STATE-SECURITY" };
            """;
    static final String MOVEMENTS_TO_MIGRATION_DEPARTMENT = """
            @id("test-movements-to-migration-department")
            @title("Movements to the Migration Department while this test runs")
            @legal_basis("A test")
            @outcome("redacted")
            @profile("domestic-operational")
            @mode("AUTOMATIC")
            permit (principal == Partner::"MIGRATION-DEPARTMENT", action == Action::"receive", resource)
            when { resource.type == EventType::"MOVEMENT_OF_INTEREST" && resource.originator == Agency::"STATE-SECURITY" };
            """;
    static final String MOVEMENTS_IMPERSONAL_TO_BORDER_POLICE = """
            @id("test-movements-impersonal-to-border-police")
            @title("Movements without persons to Border Police while this test runs")
            @legal_basis("A test")
            @outcome("redacted")
            @profile("impersonal")
            @mode("AUTOMATIC")
            permit (principal == Partner::"BORDER-POLICE", action == Action::"receive", resource)
            when { resource.type == EventType::"MOVEMENT_OF_INTEREST" && resource.originator == Agency::"STATE-SECURITY" };
            """;
    private static final Duration BOUND = Duration.ofMinutes(2);
    private static final int PAGES = Integer.getInteger("khidi.test.pages", 200);

    private final Bus bus = new Bus();
    private final FeedClient iad = FeedClient.fromNowOn("IAD");
    private final FeedClient borderPolice = FeedClient.fromNowOn("BORDER-POLICE");
    private final FeedClient migration = FeedClient.fromNowOn("MIGRATION-DEPARTMENT");

    @Inject
    Pool pool;

    @AfterEach
    void close() {
        restore();
        followed();
        bus.close();
    }

    @Test
    void whoApprovedDoesNotActivateAsWellAndNothingIsActivatedUnapproved() {
        int version = drafted(baselineAnd("test.cedar", NO_MOVEMENTS_TO_BORDER_POLICE));

        say(ZURAB, version, "activation").then().statusCode(409);
        say(LELA, version, "approval").then().statusCode(200);
        say(LELA, version, "activation").then().statusCode(403);
        say(ZURAB, version, "rollback").then().statusCode(409);
        say(ZURAB, version, "activation").then().statusCode(200);
        say(ZURAB, version, "activation").then().statusCode(409);

        assertThat(as(LELA).get("/v1/policies").jsonPath().getList("items.findAll { it.state == 'ACTIVE' }.version"))
                .containsExactly(version);
        assertThat(as(LELA).get("/v1/policies/1").jsonPath().getString("state")).isEqualTo("RETIRED");
    }

    @Test
    void aPageBegunAfterAnActivationAnsweredIsNeverStale() {
        borderPolice.readOn();
        @Nullable String before = borderPolice.place();
        List<Events> events = movements(20);
        borderPolice.readUntil(all -> hasAll(events, all));
        assertThat(typesShown(before)).contains("MOVEMENT_OF_INTEREST");

        activate(baselineAnd("test.cedar", NO_MOVEMENTS_TO_BORDER_POLICE));

        for (int page = 0; page < PAGES; page++) {
            assertThat(typesShown(before)).as("page " + page).doesNotContain("MOVEMENT_OF_INTEREST");
        }
    }

    private List<String> typesShown(@Nullable String after) {
        return Body.of(borderPolice.page(after, 1000), Page.class).items().stream()
                .flatMap(item -> Optional.ofNullable(item.event()).stream())
                .map(EventShown::type)
                .toList();
    }

    private record Page(List<ItemShown> items) {}

    private record ItemShown(@Nullable EventShown event) {}

    private record EventShown(String type) {}

    @Test
    void whoLosesARightIsToldOnceAndARollbackBringsBackWhatNamesNobody() {
        Events nobody = Officers.movement();
        Events person = Officers.movement().with(PersonCategory.SUSPECT, "Rukhadze");
        bus.publish(nobody, person);
        borderPolice.of(nobody.id(), 1);
        borderPolice.of(person.id(), 1);

        activate(baselineAnd("test.cedar", NO_MOVEMENTS_TO_BORDER_POLICE));
        borderPolice.of(nobody.id(), 2);
        borderPolice.of(person.id(), 2);
        followed();
        restore();
        followed();

        assertThat(borderPolice.of(nobody.id(), 3))
                .extracting(FeedClient.Item::kind)
                .containsExactly("NEW", "NO_LONGER_OFFERED", "NEW");
        assertThat(FeedClient.of(person.id(), borderPolice.readOn()))
                .as("personal data from before the change come only by an explicit window")
                .extracting(FeedClient.Item::kind)
                .containsExactly("NEW", "NO_LONGER_OFFERED");
        assertThat(FeedClient.of(nobody.id(), iad.readOn())).hasSize(1);
    }

    @Test
    void aNewRightBringsPersonalDataOnlyFromTheApprovedWindowOn() {
        Events nobody = Officers.movement();
        Events before = Officers.movement().with(PersonCategory.SUSPECT, "Tavadze");
        bus.publish(nobody, before);
        iad.of(before.id(), 1);
        iad.of(nobody.id(), 1);
        Instant from = now();
        Events within = Officers.movement().with(PersonCategory.SUSPECT, "Zhvania");
        bus.publish(within);
        iad.of(within.id(), 1);
        int version = drafted(baselineAnd("test.cedar", MOVEMENTS_TO_MIGRATION_DEPARTMENT));
        Map<String, Object> window = Map.of("reason", "for a test", "backfillFrom", from.toString());

        as(LELA).body(window)
                .post("/v1/policies/" + version + "/approval")
                .then()
                .statusCode(409);
        as(LELA).body(Map.of("backfillFrom", from.toString()))
                .post("/v1/policies/" + version + "/simulation")
                .then()
                .statusCode(200);
        as(LELA).body(window)
                .post("/v1/policies/" + version + "/approval")
                .then()
                .statusCode(200);
        say(ZURAB, version, "activation").then().statusCode(409);
        as(ZURAB)
                .body(window)
                .post("/v1/policies/" + version + "/activation")
                .then()
                .statusCode(200);

        assertThat(migration.of(within.id(), 1))
                .extracting(FeedClient.Item::kind)
                .containsExactly("NEW");
        assertThat(migration.of(nobody.id(), 1)).hasSize(1);
        followed();
        assertThat(FeedClient.of(before.id(), migration.readOn())).isEmpty();
        Events after = Officers.movement().with(PersonCategory.SUSPECT, "Abuladze");
        bus.publish(after);
        assertThat(migration.of(after.id(), 1)).hasSize(1);
    }

    @Test
    void whatIsRedactedDifferentlyComesAgainAndTheEarlierWordingIsNotServed() {
        Events event = Officers.movement().with(PersonCategory.SUSPECT, "Gvazava");
        bus.publish(event);
        assertThat(String.valueOf(borderPolice.of(event.id(), 1).get(0).event()))
                .contains("Gvazava");

        activate(baselineAnd("test.cedar", MOVEMENTS_IMPERSONAL_TO_BORDER_POLICE));

        assertThat(borderPolice.everything()).doesNotContain("Gvazava");
        List<FeedClient.Item> items = borderPolice.of(event.id(), 2);
        assertThat(items).extracting(FeedClient.Item::kind).containsExactly("NEW", "UPDATE");
        assertThat(String.valueOf(items.get(1).event()))
                .contains("MOVEMENT_OF_INTEREST")
                .doesNotContain("Gvazava");
        bus.publish(event.next(RevisionKind.SUPPLEMENT));
        assertThat(borderPolice.of(event.id(), 3).get(2).kind()).isEqualTo("UPDATE");
        bus.publish(event.next(RevisionKind.SUPPLEMENT).next(Status.WITHDRAWN));
        assertThat(borderPolice.of(event.id(), 4).get(3).kind()).isEqualTo("WITHDRAWAL");
    }

    @Test
    void aCorrectionThatWasNotPulledIsSaidWhateverTheRulesBecome() {
        Events event = Officers.movement().with(PersonCategory.SUSPECT, "Bagrationi");
        bus.publish(event);
        borderPolice.of(event.id(), 1);
        iad.of(event.id(), 1);
        bus.publish(event.next(RevisionKind.CORRECTION).with(PersonCategory.SUSPECT, "Mukhranbatoni"));
        iad.of(event.id(), 2);

        activate(baselineAnd("test.cedar", MOVEMENTS_IMPERSONAL_TO_BORDER_POLICE));
        assertThat(borderPolice.everything()).doesNotContain("Bagrationi", "Mukhranbatoni");
        followed();

        List<FeedClient.Item> items = borderPolice.of(event.id(), 3);
        assertThat(items)
                .extracting(FeedClient.Item::kind, FeedClient.Item::revision)
                .containsExactly(tuple("NEW", 1), tuple("CORRECTION", 2), tuple("UPDATE", 2));
        assertThat(items.get(1).event()).isNull();
        assertThat(String.valueOf(items.get(2).event()))
                .contains("MOVEMENT_OF_INTEREST")
                .doesNotContain("Mukhranbatoni");

        activate(baselineAnd("test.cedar", NO_MOVEMENTS_TO_BORDER_POLICE));
        assertThat(FeedClient.of(event.id(), new FeedClient("BORDER-POLICE").readOn()))
                .as("read again from the beginning")
                .extracting(FeedClient.Item::kind, FeedClient.Item::event)
                .startsWith(tuple("CORRECTION", null));
        assertThat(borderPolice.of(event.id(), 4).get(3).kind()).isEqualTo("NO_LONGER_OFFERED");
    }

    @Test
    void aJobThatIsCutOffGoesOnAndDoublesNothing() throws SQLException {
        FeedClient late = FeedClient.fromNowOn("BORDER-POLICE");
        List<Events> events = movements(450);
        borderPolice.readUntil(all -> hasAll(events, all));
        int version = drafted(baselineAnd("test.cedar", NO_MOVEMENTS_TO_BORDER_POLICE));
        say(LELA, version, "approval").then().statusCode(200);
        say(ZURAB, version, "activation").then().statusCode(200);

        int cut = 0;
        try (Connection own = database().connect();
                Statement statement = own.createStatement()) {
            while (cut < 5 && number(statement, RUNNING) > 0) {
                cut += number(statement, CUT) > 0 ? 1 : 0;
            }
        }
        followed();

        List<FeedClient.Item> all = late.readOn();
        assertThat(events)
                .allSatisfy(event -> assertThat(FeedClient.of(event.id(), all))
                        .extracting(FeedClient.Item::kind)
                        .containsExactly("NO_LONGER_OFFERED"));
        assertThat(cut).as("times it was cut off").isPositive();
    }

    @Test
    void whoReadOnWhileARightWasGoneGetsWhatItPassedThoughTheRightCameBackBeforeTheFeedsHadFollowed() throws Exception {
        FeedClient late = FeedClient.fromNowOn("BORDER-POLICE");
        List<Events> events = movements(450);
        borderPolice.readUntil(all -> hasAll(events, all));
        int before = Integer.parseInt(
                as(LELA).get("/v1/policies").jsonPath().getString("items.find { it.state == 'ACTIVE' }.version"));
        int version = drafted(baselineAnd("test.cedar", NO_MOVEMENTS_TO_BORDER_POLICE));
        say(LELA, version, "approval").then().statusCode(200);
        try (Connection own = database().connect();
                Statement statement = own.createStatement()) {
            own.setAutoCommit(false);
            statement.execute(LOCK_THE_FIRST);
            say(ZURAB, version, "activation").then().statusCode(200);
            say(LELA, before, "approval").then().statusCode(200);
            Awaitility.await().atMost(BOUND).until(() -> number(statement, WAITING_FOR_A_ROW) > 0);
            assertThat(late.readOn())
                    .filteredOn(item -> item.event() != null)
                    .noneMatch(item -> events.stream()
                            .anyMatch(event -> event.id().toString().equals(item.eventId())));
            // It queues for the epoch before the job asks for its next chunk, so most of the events are not reached.
            CompletableFuture<Response> back = CompletableFuture.supplyAsync(() -> say(ZURAB, before, "rollback"));
            Awaitility.await().atMost(BOUND).until(() -> number(statement, WAITING_FOR_THE_EPOCH) > 0);
            own.rollback();
            back.get(BOUND.toSeconds(), TimeUnit.SECONDS).then().statusCode(200);
        }
        followed();

        assertThat(late.readUntil(all -> events.stream().allMatch(event -> shown(event, all))))
                .isNotEmpty();
    }

    @Test
    void aWindowThatWasBeingFollowedBringsWhatItWasGivenForThoughOtherRulesOvertakeIt() throws Exception {
        int without = drafted(baselineAnd("test.cedar", NO_MOVEMENTS_TO_BORDER_POLICE));
        say(LELA, without, "approval").then().statusCode(200);
        say(ZURAB, without, "activation").then().statusCode(200);
        followed();
        FeedClient iad = FeedClient.fromNowOn("IAD");
        String from = Instant.now().truncatedTo(ChronoUnit.MICROS).toString();
        List<Events> events = IntStream.range(0, 450)
                .mapToObj(i -> Officers.movement().with(PersonCategory.SUSPECT, "Kobakhidze"))
                .toList();
        bus.publish(events.toArray(Events[]::new));
        iad.readUntil(all -> hasAll(events, all));
        Map<String, Object> window = Map.of("reason", "for a test", "backfillFrom", from);
        int given =
                drafted(baselineAnd("test.cedar", NO_MOVEMENTS_TO_BORDER_POLICE.replace("BORDER-POLICE", "FRONTEX")));
        word(LELA, given, "simulation", Map.of("backfillFrom", from));
        word(LELA, given, "approval", window);
        int other = drafted(baselineAnd("test.cedar", NO_MOVEMENTS_TO_BORDER_POLICE.replace("BORDER-POLICE", "IOM")));
        try (Connection own = database().connect();
                Statement statement = own.createStatement()) {
            own.setAutoCommit(false);
            statement.execute(lockTheFirstOf(events.stream().map(Events::id)));
            word(ZURAB, given, "activation", window);
            say(LELA, other, "approval").then().statusCode(200);
            Awaitility.await().atMost(BOUND).until(() -> number(statement, WAITING_FOR_A_ROW) > 0);
            CompletableFuture<Response> overtakes =
                    CompletableFuture.supplyAsync(() -> say(ZURAB, other, "activation"));
            Awaitility.await().atMost(BOUND).until(() -> number(statement, WAITING_FOR_THE_EPOCH) > 0);
            own.rollback();
            overtakes.get(BOUND.toSeconds(), TimeUnit.SECONDS).then().statusCode(200);
        }
        followed();

        assertThat(borderPolice.readUntil(all -> events.stream().allMatch(event -> shown(event, all))))
                .isNotEmpty();
    }

    @Test
    void aWindowThatWasFollowedToItsEndBringsNothingMoreWhenOtherRulesComeInForce() {
        activate(baselineAnd("test.cedar", NO_MOVEMENTS_TO_BORDER_POLICE));
        followed();
        String from = Instant.now().truncatedTo(ChronoUnit.MICROS).toString();
        Events event = Officers.movement().with(PersonCategory.SUSPECT, "Sumbatashvili");
        bus.publish(event);
        iad.of(event.id(), 1);
        restore();
        followed();
        int given = drafted(
                baselineAnd("test.cedar", NO_MOVEMENTS_TO_BORDER_POLICE.replace("MOVEMENT_OF_INTEREST", "LINK")));
        Map<String, Object> window = Map.of("reason", "for a test", "backfillFrom", from);
        word(LELA, given, "simulation", Map.of("backfillFrom", from));
        word(LELA, given, "approval", window);
        word(ZURAB, given, "activation", window);
        followed();

        activate(baselineAnd("test.cedar", MOVEMENTS_TO_MIGRATION_DEPARTMENT));
        followed();

        assertThat(FeedClient.of(event.id(), borderPolice.readOn()))
                .as("it was not what the window was given for")
                .isEmpty();
    }

    private static void word(String officer, int version, String word, Map<String, Object> body) {
        as(officer)
                .body(body)
                .post("/v1/policies/" + version + "/" + word)
                .then()
                .statusCode(200);
    }

    /** Whether something of each of these has come. */
    private static boolean hasAll(List<Events> events, List<FeedClient.Item> all) {
        return events.stream().allMatch(event -> !FeedClient.of(event.id(), all).isEmpty());
    }

    private static boolean shown(Events event, List<FeedClient.Item> all) {
        return FeedClient.of(event.id(), all).stream().anyMatch(item -> item.event() != null);
    }

    private static final String LOCK_THE_FIRST = """
            SELECT 1 FROM event_head WHERE event_id = (
                SELECT h.event_id FROM event_head h JOIN event_revision v ON v.event_id = h.event_id AND v.revision = h.revision
                JOIN disclosure_class c ON c.id = v.class_id
                WHERE h.originator = 'STATE-SECURITY' AND CAST(c.facts AS jsonb) ->> 'type' = 'MOVEMENT_OF_INTEREST' AND h.status IN ('OPEN', 'CLOSED')
                ORDER BY h.event_id LIMIT 1
            ) FOR UPDATE
            """;
    /** Of these; others, of other tests, need not be concerned by what is activated. */
    static String lockTheFirstOf(Stream<EventId> events) {
        String first = events.map(EventId::toString).sorted().findFirst().orElseThrow();
        return "SELECT 1 FROM event_head WHERE event_id = '" + first + "' FOR UPDATE";
    }

    static final String WAITING_FOR_A_ROW = """
            SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
            AND wait_event = 'transactionid'
            """;
    static final String WAITING_FOR_THE_EPOCH = """
            SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
            AND wait_event = 'advisory'
            """;

    private static Database database() {
        return KafkaAndPostgres.postgres().database("sharing");
    }

    private static final String RUNNING = "SELECT count(*) FROM epoch_change WHERE state = 'RUNNING'";
    private static final String CUT = """
            SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'
            """;

    private List<Events> movements(int many) {
        List<Events> events =
                IntStream.range(0, many).mapToObj(i -> Officers.movement()).toList();
        bus.publish(events.toArray(Events[]::new));
        return events;
    }

    /** The window's right, as somebody else has it once other rules went in force: nobody has seen what it would bring to these. */
    @Test
    void aWindowIsApprovedByTheAgencyThatSimulatedItAndUnderTheRulesItWasSimulatedUnder() {
        String from = now().toString();
        String version = "/v1/policies/" + drafted(baselineAnd("test.cedar", MOVEMENTS_TO_MIGRATION_DEPARTMENT)) + "/";
        Map<String, Object> window = Map.of("reason", "for a test", "backfillFrom", from);
        simulated(version, from);

        Response others = given().auth()
                .oauth2(TestIssuer.person("nino", "CRIMINAL-POLICE", "policy-officer")
                        .mint())
                .contentType("application/json")
                .body(window)
                .post(version + "approval");
        assertThat(others.statusCode())
                .as("simulated by another agency, which is none of theirs")
                .isEqualTo(409);
        as(LELA).body(window).post(version + "approval").then().statusCode(200);

        activate(baselineAnd("other.cedar", NO_MOVEMENTS_TO_BORDER_POLICE));

        Response overtaken = as(ZURAB).body(window).post(version + "activation");
        assertThat(overtaken.statusCode()).isEqualTo(409);
        assertThat(overtaken.asString()).contains("simulated and approved again");
        as(LELA).body(window).post(version + "approval").then().statusCode(409);
        simulated(version, from);
        assertThat(as(ZURAB).body(window).post(version + "activation").statusCode())
                .as("simulated anew, and not yet approved by who could see it")
                .isEqualTo(409);
        as(LELA).body(window).post(version + "approval").then().statusCode(200);
        as(ZURAB).body(window).post(version + "activation").then().statusCode(200);

        assertThat(audited("backfill/" + from))
                .as("what was simulated, approved and brought is one window, as the log has it")
                .contains("policy.simulated", "policy.approved", "policy.ordered", "policy.activated");
    }

    private static void simulated(String version, String from) {
        as(LELA).body(Map.of("backfillFrom", from))
                .post(version + "simulation")
                .then()
                .statusCode(200);
    }

    private List<String> audited(String rule) {
        List<String> actions = new ArrayList<>();
        pool.preparedQuery("SELECT action FROM audit_entry WHERE $1 = ANY(policies)")
                .execute(Tuple.of(rule))
                .await()
                .atMost(BOUND)
                .forEach(row -> actions.add(row.getString(0)));
        return actions;
    }

    private Instant now() {
        return Instant.parse(
                pool.query("SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')")
                        .execute()
                        .await()
                        .atMost(BOUND)
                        .iterator()
                        .next()
                        .getString(0));
    }
}
