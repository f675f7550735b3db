package ge.khidi.sharing.activation;

import static ge.khidi.sharing.activation.ActivationIT.NO_MOVEMENTS_TO_BORDER_POLICE;
import static ge.khidi.sharing.activation.Officers.LELA;
import static ge.khidi.sharing.activation.Officers.ZURAB;
import static ge.khidi.sharing.activation.Officers.as;
import static ge.khidi.sharing.activation.Officers.baselineAnd;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.localstack.test.KafkaAndPostgres;
import ge.khidi.localstack.test.TestIssuer;
import ge.khidi.relay.trace.FreshContext;
import ge.khidi.sharing.Bus;
import ge.khidi.sharing.Events;
import ge.khidi.sharing.FeedClient;
import ge.khidi.sharing.activation.PolicyDesk.Answer;
import ge.khidi.sharing.registration.AdminPort;
import ge.khidi.sharing.registration.Registrars;
import ge.khidi.sharing.rulebook.PolicyState.Refusal;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.hibernate.reactive.mutiny.Mutiny;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A simulation that outlives its request. Locks of the database keep it where it is looked at. */
@QuarkusTest
class SimulationOrderIT {

    private static final Duration BOUND = Duration.ofMinutes(2);

    @Inject
    AdminPort admin;

    @Inject
    SimulationStore simulations;

    @Inject
    Mutiny.SessionFactory sessions;

    @Inject
    Vertx vertx;

    private Connection connection;
    private Statement database;
    private int version;

    @BeforeEach
    void movementIsKnown() throws SQLException {
        connection = KafkaAndPostgres.postgres().database("sharing").connect();
        database = connection.createStatement();
        try (Bus bus = new Bus()) {
            Events event = Officers.movement();
            bus.publish(event);
            new FeedClient("BORDER-POLICE").of(event.id(), 1);
        }
        version = Officers.drafted(baselineAnd("test.cedar", NO_MOVEMENTS_TO_BORDER_POLICE));
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void whoDoesNotWaitIsToldHowFarItIsUntilThereIsWhatTheDirectAnswerWouldHaveBeen() throws SQLException {
        connection.setAutoCommit(false);
        database.execute("LOCK TABLE decision IN SHARE MODE");
        String mine = taken(as(ZURAB), policies(), "{}");
        String window = taken(as(ZURAB), policies(), "{\"backfillFrom\": \"2026-01-01T00:00:00Z\"}");
        await(() -> as(ZURAB), mine, "DECIDING");
        await(() -> as(ZURAB), window, "DECIDING");
        int inForce =
                keti().get("/v1/agencies/versions").jsonPath().getInt("items.find { it.state == 'ACTIVE' }.version");
        String registry = taken(keti(), "/v1/agencies/versions/" + inForce + "/simulation", "{}");

        JsonPath far = as(LELA).get(mine).jsonPath();
        assertThat(far.getInt("classes.decided")).isZero();
        assertThat(far.getInt("classes.of")).isPositive();
        assertThat(far.getBoolean("by.you")).isFalse();
        assertThat(state(keti(), registry)).as("two at once").isEqualTo("QUEUED");
        assertThat(taken(as(ZURAB), policies(), "{}")).isEqualTo(mine).isNotEqualTo(window);
        same(of("policy-officer", "CRIMINAL-POLICE").get(mine), as(ZURAB).get(unknown()));
        same(as(ZURAB).get(registry.replace("agencies", "policies")), as(ZURAB).get(unknown()));

        try (Connection ending = KafkaAndPostgres.postgres().database("sharing").connect();
                Statement held = ending.createStatement()) {
            ending.setAutoCommit(false);
            held.execute("SELECT 1 FROM simulation WHERE state = 'UNDER_WAY' FOR UPDATE");
            connection.commit();
            connection.setAutoCommit(true);
            Awaitility.await().atMost(BOUND).until(() -> {
                JsonPath walking = as(ZURAB).get(mine).jsonPath();
                return walking.getString("state").equals("WALKING")
                        && walking.getInt("events.of") > 0
                        && walking.getInt("events.walked") == walking.getInt("events.of");
            });
            assertThat(actors("policy.simulated")).isEmpty();
            ending.rollback();
        }
        await(() -> as(ZURAB), mine, "DONE");
        await(() -> as(ZURAB), window, "DONE");
        await(this::keti, registry, "DONE");

        JsonPath direct = as(ZURAB)
                .body("{}")
                .post(policies())
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        JsonPath done = as(LELA).get(mine).jsonPath();
        assertThat(done.getList("result.partners")).isEqualTo(direct.getList("partners"));
        assertThat(done.getInt("result.partners.find { it.partner == 'BORDER-POLICE' }.noLongerOffered"))
                .isPositive();
        assertThat(done.getInt("result.watermark.epoch")).isEqualTo(direct.getInt("watermark.epoch"));
        String zurab = actors("policy.drafted").get(0);
        assertThat(actors("policy.simulated")).containsExactly(zurab, zurab, zurab);
        same(of("policy-officer", "CRIMINAL-POLICE").get(mine), as(ZURAB).get(unknown()));
        assertThat(of("auditor", "STATE-SECURITY").get(mine).jsonPath().getString("by.subject"))
                .isEqualTo(zurab);
        assertThat(actors("policy.simulation-read")).hasSize(2).doesNotContain(zurab);
        as(LELA).get(window).then().statusCode(200);
        assertThat(Officers.number(
                        database,
                        "SELECT count(DISTINCT action) FROM audit_entry WHERE action IN ('policy.simulated', 'policy.simulation-read')"
                                + " AND policies = ARRAY['policy-set/" + version
                                + "', 'backfill/2026-01-01T00:00:00Z']"))
                .isEqualTo(2);
    }

    @Test
    void oneWhoseInstanceWasKilledIsBegunAnewUnlessThatHappenedTooOftenOrItsAgencyIsSuspended() throws SQLException {
        database.execute(
                "INSERT INTO suspension (agency, reason, by_agency, by_subject) VALUES ('CRIMINAL-POLICE', 'a test', 'IAD', 'keti')");
        String suspended;
        try {
            suspended = left("CRIMINAL-POLICE", ZURAB, 0);
            assertThat(state(of("auditor", "IAD"), suspended)).isEqualTo("REFUSED");
            Awaitility.await().atMost(BOUND).until(() -> ended("REFUSED"));
        } finally {
            database.execute("DELETE FROM suspension WHERE agency = 'CRIMINAL-POLICE'");
        }
        String once = left("IAD", ZURAB, 1);
        String often = left("IAD", LELA, 3);

        await(() -> as(ZURAB), once, "DONE");
        await(() -> as(ZURAB), often, "REFUSED");

        assertThat(of("auditor", "IAD").get(suspended).jsonPath().getInt("problem.status"))
                .isEqualTo(403);
        assertThat(as(ZURAB).get(often).jsonPath().getInt("problem.status")).isEqualTo(503);
        assertThat(actors("policy.simulated")).containsExactly(ZURAB);
        database.execute("UPDATE simulation SET ended = now() - interval '2 days' WHERE version = " + version);
        Awaitility.await()
                .atMost(BOUND)
                .untilAsserted(() -> same(as(ZURAB).get(once), as(ZURAB).get(unknown())));
    }

    /** What fails is the end of the snapshot, so nothing of it is kept and nothing is logged. */
    @Test
    void oneThatFailsIsRefusedAndHasTakenNothing() throws SQLException {
        database.execute(
                "CREATE FUNCTION failing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a test'; END $$");
        database.execute("CREATE TRIGGER failing BEFORE UPDATE ON simulation FOR EACH ROW WHEN (NEW.state = 'DONE' AND"
                + " NEW.version = " + version + ") EXECUTE FUNCTION failing()");
        try {
            as(ZURAB).body("{}").post(policies()).then().statusCode(503);
        } finally {
            database.execute("DROP FUNCTION failing() CASCADE");
        }

        assertThat(actors("policy.simulated")).isEmpty();
        as(ZURAB).body("{}").post(policies()).then().statusCode(200);
    }

    /** Its holder was cut off, another took it, and only then the first one's work fails. */
    @Test
    void oneThatSomebodyElseHoldsByNowIsNotRefusedByWhoHeldItBefore() throws SQLException {
        String simulation = left("IAD", ZURAB, 1);
        UUID id = UUID.fromString(simulation.substring(simulation.lastIndexOf('/') + 1));
        Answer.Refused refused = new Answer.Refused(Refusal.NOT_POSSIBLE, List.of());

        FreshContext.run(
                        vertx,
                        FreshContext.untraced(),
                        () -> sessions.withTransaction(
                                session -> simulations.refused(session, id, UUID.randomUUID(), refused)))
                .await()
                .atMost(BOUND);

        await(() -> as(ZURAB), simulation, "DONE");
    }

    private String policies() {
        return "/v1/policies/" + version + "/simulation";
    }

    private static String unknown() {
        return "/v1/policies/simulations/" + UUID.randomUUID();
    }

    private static RequestSpecification of(String role, String agency) {
        return given().auth().oauth2(TestIssuer.person("nino", agency, role).mint());
    }

    private RequestSpecification keti() {
        return new Registrars(admin.port()).as(Registrars.KETI);
    }

    private static String taken(RequestSpecification officer, String path, String body) {
        return officer.header("Prefer", "respond-async")
                .body(body)
                .post(path)
                .then()
                .statusCode(202)
                .extract()
                .header("Location");
    }

    private static String state(RequestSpecification officer, String simulation) {
        return officer.get(simulation)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getString("state");
    }

    private static void await(Supplier<RequestSpecification> officer, String simulation, String state) {
        Awaitility.await()
                .atMost(BOUND)
                .until(() -> state(officer.get(), simulation).equals(state));
    }

    private static void same(Response forbidden, Response absent) {
        assertThat(forbidden.statusCode()).isEqualTo(404).isEqualTo(absent.statusCode());
        assertThat(forbidden.asByteArray()).isEqualTo(absent.asByteArray());
        assertThat(forbidden.headers().toString()).isEqualTo(absent.headers().toString());
    }

    /** A simulation that was begun so often, and of which nothing was heard for a minute. */
    private String left(String agency, String subject, int times) throws SQLException {
        String id = UUID.randomUUID().toString();
        database.execute(
                "WITH kept AS (INSERT INTO simulation (id, kind, version, agency, subject, client) VALUES ('" + id
                        + "', 'POLICIES', " + version + ", '" + agency + "', '" + subject + "', 'khidi-pages'))"
                        + " INSERT INTO simulation_progress (simulation, holder, touched, times, stage) VALUES ('" + id
                        + "', '" + UUID.randomUUID() + "', now() - interval '1 minute', " + times + ", 'WALKING')");
        return "/v1/policies/simulations/" + id;
    }

    private boolean ended(String state) throws SQLException {
        return Officers.number(
                        database,
                        "SELECT count(*) FROM simulation WHERE version = " + version + " AND state = '" + state + "'")
                > 0;
    }

    /** Who did this to the version, as the log names them; of the officers Zurab alone drafts. */
    private List<String> actors(String action) throws SQLException {
        List<String> actors = new ArrayList<>();
        try (ResultSet rows =
                database.executeQuery("SELECT CAST(line AS jsonb) ->> 'subject' FROM audit_entry WHERE action = '"
                        + action + "' AND line LIKE '%policy-set/" + version + "\"%' ORDER BY line")) {
            while (rows.next()) {
                actors.add(rows.getString(1));
            }
        }
        return actors;
    }
}
