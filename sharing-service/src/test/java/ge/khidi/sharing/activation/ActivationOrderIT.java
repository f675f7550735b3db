package ge.khidi.sharing.activation;

import static ge.khidi.sharing.activation.ActivationIT.NO_MOVEMENTS_TO_BORDER_POLICE;
import static ge.khidi.sharing.activation.Officers.LELA;
import static ge.khidi.sharing.activation.Officers.ZURAB;
import static ge.khidi.sharing.activation.Officers.as;
import static ge.khidi.sharing.activation.Officers.baselineAnd;
import static ge.khidi.sharing.activation.Officers.drafted;
import static ge.khidi.sharing.activation.Officers.say;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.localstack.test.TestIssuer;
import ge.khidi.sharing.Bus;
import ge.khidi.sharing.Events;
import ge.khidi.sharing.FeedClient;
import ge.khidi.sharing.decision.DecisionTable;
import ge.khidi.sharing.registration.AdminPort;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An order to put a version in force that outlives its request. An appender that does not end keeps it from being carried out meanwhile. */
@QuarkusTest
class ActivationOrderIT {

    private static final Duration BOUND = Duration.ofMinutes(2);

    @Inject
    Pool pool;

    @Inject
    AdminPort admin;

    private @Nullable SqlConnection appender;
    private int version;

    @BeforeEach
    void approved() {
        try (Bus bus = new Bus()) {
            Events event = Officers.movement();
            bus.publish(event);
            new FeedClient("IAD").of(event.id(), 1);
        }
        version = drafted(baselineAnd("test.cedar", NO_MOVEMENTS_TO_BORDER_POLICE));
        say(LELA, version, "approval").then().statusCode(200);
    }

    @AfterEach
    void restore() {
        appended();
        Officers.restore();
    }

    @Test
    void whoDoesNotWaitIsToldHowFarItIsAndTheSameWordAgainIsTheSameOrder() {
        appending();
        Response taken = order(ZURAB, "for a test");
        String order = taken.then().statusCode(202).extract().header("Location");
        Awaitility.await().atMost(BOUND).until(() -> {
            JsonPath far = as(LELA).get(order).jsonPath();
            return far.getInt("classes.of") > 0 && far.getInt("classes.decided") == far.getInt("classes.of");
        });

        assertThat(taken.jsonPath().getString("state")).isEqualTo("DECIDING");
        assertThat(taken.jsonPath().getBoolean("by.you")).isTrue();
        assertThat(state(order)).isEqualTo("DECIDING");
        assertThat(stateOfVersion()).isEqualTo("APPROVED");
        assertThat(order(ZURAB, "for a test").then().statusCode(202).extract().header("Location"))
                .isEqualTo(order);
        order(ZURAB, "for another reason").then().statusCode(409);
        order("nana", "for a test").then().statusCode(409);
        order(LELA, "for a test").then().statusCode(403);
        as(LELA).get("/v1/policies/activations/999999999").then().statusCode(404);
        given().port(admin.port())
                .auth()
                .oauth2(TestIssuer.person("keti", "IAD", "agency-registrar").mint())
                .get(order.replace("policies", "agencies"))
                .then()
                .statusCode(404);

        appended();
        assertThat(outcome(order).getString("state")).isEqualTo("DONE");
        assertThat(stateOfVersion()).isEqualTo("ACTIVE");
        order(ZURAB, "for a test").then().statusCode(409);
        assertThat(actors("policy.ordered")).isEqualTo(actors("policy.drafted"));
        assertThat(actors("policy.activated")).hasSize(1).isEqualTo(actors("policy.drafted"));
    }

    @Test
    void whatWouldHaveRefusedItRefusesItAfterwards() {
        as("nana")
                .body(Map.of("backfillFrom", "2026-01-01T00:00:00Z"))
                .post("/v1/policies/" + version + "/simulation")
                .then()
                .statusCode(200);
        appending();
        String order =
                order(ZURAB, "for a test").then().statusCode(202).extract().header("Location");
        as("nana")
                .body(Map.of("reason", "with a window", "backfillFrom", "2026-01-01T00:00:00Z"))
                .post("/v1/policies/" + version + "/approval")
                .then()
                .statusCode(200);
        appended();

        JsonPath outcome = outcome(order);
        JsonPath direct = say(ZURAB, version, "activation")
                .then()
                .statusCode(409)
                .extract()
                .jsonPath();
        assertThat(outcome.getString("state")).isEqualTo("REFUSED");
        assertThat(outcome.getString("problem.type")).isEqualTo(direct.getString("type"));
        assertThat(outcome.getString("problem.detail")).isEqualTo(direct.getString("detail"));
        assertThat(stateOfVersion()).isEqualTo("APPROVED");
        assertThat(audited("policy.activated")).isEmpty();
        assertThat(audited("policy.order-refused")).singleElement().asString().contains("OTHER_WINDOW");
    }

    @Test
    void theWordOfAnAgencyThatWasSuspendedMeanwhileDoesNotCount() {
        RequestSpecification nino = given().auth()
                .oauth2(TestIssuer.person("nino", "CRIMINAL-POLICE", "policy-officer")
                        .mint())
                .contentType("application/json");
        appending();
        String order =
                async(nino, "for a test").then().statusCode(202).extract().header("Location");
        run(
                "INSERT INTO suspension (agency, reason, by_agency, by_subject) VALUES ('CRIMINAL-POLICE', 'a test', 'IAD', 'keti')");
        appended();

        JsonPath outcome = outcome(order);
        run("DELETE FROM suspension WHERE agency = 'CRIMINAL-POLICE'");
        assertThat(outcome.getString("state")).isEqualTo("REFUSED");
        assertThat(outcome.getInt("problem.status")).isEqualTo(403);
        assertThat(stateOfVersion()).isEqualTo("APPROVED");
    }

    @Test
    void anOrderThatAKilledInstanceLeftIsTakenUp() {
        left(0);

        Awaitility.await().atMost(BOUND).until(() -> stateOfVersion().equals("ACTIVE"));

        assertThat(audited("policy.activated")).singleElement().asString().contains(ZURAB);
    }

    @Test
    void whatWasDecidedForAnotherDayIsDecidedAnew() {
        appending();
        String order =
                order(ZURAB, "for a test").then().statusCode(202).extract().header("Location");
        Awaitility.await().atMost(BOUND).until(() -> {
            JsonPath far = as(LELA).get(order).jsonPath();
            return far.getInt("classes.of") > 0 && far.getInt("classes.decided") == far.getInt("classes.of");
        });

        run("UPDATE epoch SET version = 'of yesterday' WHERE id = (SELECT epoch FROM activation_order WHERE version = "
                + version + ")");
        appended();

        assertThat(outcome(order).getString("state")).isEqualTo("DONE");
        assertThat(pool.query("SELECT e.version FROM epoch e JOIN current_epoch c ON c.epoch = e.id")
                        .execute()
                        .await()
                        .atMost(BOUND)
                        .iterator()
                        .next()
                        .getString(0))
                .isNotEqualTo("of yesterday");
        assertThat(audited("policy.activated")).hasSize(1);
    }

    /** What fails is the last thing a chunk of decisions does, and of the twenty times nineteen have been. */
    @Test
    void anOrderThatFailsTwentyTimesInARowIsRefusedAndNothingHasChanged() {
        run("CREATE FUNCTION failing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a test'; END $$");
        run("CREATE TRIGGER failing BEFORE UPDATE OF looked ON activation_order FOR EACH ROW WHEN (NEW.version = "
                + version + ") EXECUTE FUNCTION failing()");
        try {
            left(19);

            Awaitility.await()
                    .atMost(BOUND)
                    .until(() -> number("state = 'REFUSED' AND refusal = 'NOT_POSSIBLE' AND failures = 20") == 1);
        } finally {
            run("DROP FUNCTION failing() CASCADE");
        }

        assertThat(stateOfVersion()).isEqualTo("APPROVED");
        assertThat(audited("policy.activated")).isEmpty();
        assertThat(audited("policy.order-refused")).singleElement().asString().contains("NOT_POSSIBLE");
        assertThat(order(ZURAB, "once more").then().statusCode(202).extract().header("Location"))
                .isNotEmpty();
        Awaitility.await().atMost(BOUND).until(() -> stateOfVersion().equals("ACTIVE"));
    }

    /** An order that nobody has worked on for a minute, after so many failures in a row. */
    private void left(int failures) {
        run(
                "INSERT INTO activation_order (kind, version, agency, subject, client, reason, rollback, touched, failures) VALUES ('POLICIES', "
                        + version + ", 'IAD', '" + ZURAB
                        + "', 'khidi-pages', 'for a test', false, now() - interval '1 minute', " + failures + ")");
    }

    private long number(String orders) {
        return pool.query("SELECT count(*) FROM activation_order WHERE version = " + version + " AND " + orders)
                .execute()
                .await()
                .atMost(BOUND)
                .iterator()
                .next()
                .getLong(0);
    }

    private Response order(String officer, String reason) {
        return async(as(officer), reason);
    }

    private Response async(RequestSpecification officer, String reason) {
        return officer.header("Prefer", "respond-async")
                .body(Map.of("reason", reason))
                .post("/v1/policies/" + version + "/activation");
    }

    private static String state(String order) {
        return as(LELA).get(order).then().statusCode(200).extract().jsonPath().getString("state");
    }

    private static JsonPath outcome(String order) {
        Awaitility.await().atMost(BOUND).until(() -> !state(order).equals("DECIDING"));
        return as(LELA).get(order).jsonPath();
    }

    private String stateOfVersion() {
        return as(LELA).get("/v1/policies/" + version).jsonPath().getString("state");
    }

    /** Who is named, of the officers of this test Zurab alone writes drafts. */
    private List<String> actors(String action) {
        return audited(action).stream()
                .map(line -> JsonPath.from(line).getString("subject"))
                .toList();
    }

    private List<String> audited(String action) {
        return pool.preparedQuery("SELECT line FROM audit_entry WHERE action = $1 AND line LIKE $2")
                .execute(Tuple.of(action, "%policy-set/" + version + "\"%"))
                .map(rows -> {
                    List<String> lines = new ArrayList<>();
                    rows.forEach(row -> lines.add(row.getString(0)));
                    return lines;
                })
                .await()
                .atMost(BOUND);
    }

    private void run(String statement) {
        pool.query(statement).execute().await().atMost(BOUND);
    }

    /** Somebody appends from here on, and nobody flips an epoch meanwhile. */
    private void appending() {
        appender = pool.getConnection().await().atMost(BOUND);
        ask("BEGIN");
        ask("SELECT CAST(pg_advisory_xact_lock_shared(" + DecisionTable.EPOCH_LOCK + ") AS text)");
    }

    private void appended() {
        if (appender != null) {
            ask("COMMIT");
            appender.close().await().atMost(BOUND);
            appender = null;
        }
    }

    private void ask(String statement) {
        Objects.requireNonNull(appender).query(statement).execute().await().atMost(BOUND);
    }
}
