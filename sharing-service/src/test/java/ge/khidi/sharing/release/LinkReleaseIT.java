package ge.khidi.sharing.release;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.EventId;
import ge.khidi.contract.detail.LinkDetail;
import ge.khidi.contract.entity.PersonCategory;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.RevisionKind;
import ge.khidi.contract.handling.HandlingCode;
import ge.khidi.localstack.test.KafkaAndPostgres;
import ge.khidi.localstack.test.TestIssuer;
import ge.khidi.sharing.Bus;
import ge.khidi.sharing.Events;
import ge.khidi.sharing.FeedClient;
import ge.khidi.sharing.HeldHead;
import ge.khidi.sharing.HitClient;
import ge.khidi.sharing.activation.Officers;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A link between two events that nobody may have without consent. */
@QuarkusTest
class LinkReleaseIT {

    private static final String ANOTHER_PROFILE = """
            @id("test-links-of-missing-persons-to-border-police")
            @title("Links with a missing person to Border Police under another profile while this test runs")
            @legal_basis("A test")
            @outcome("redacted")
            @profile("domestic-operational")
            @mode("AUTOMATIC")
            permit (principal == Partner::"BORDER-POLICE", action == Action::"receive", resource)
            when { resource.type == EventType::"LINK" && resource.categories.contains(Category::"MISSING_PERSON") };
            """;
    private static final Duration BOUND = Duration.ofMinutes(1);

    private final Bus bus = new Bus();
    private final FeedClient border = FeedClient.fromNowOn("BORDER-POLICE");
    private final Events seen = Events.movement().code(HandlingCode.H2);
    private final Events reported = Events.trafficking().code(HandlingCode.H2);
    private final Event link = Events.link(seen.event(), reported.event());

    @Inject
    Pool pool;

    @AfterEach
    void close() {
        Officers.restore();
        Officers.followed();
        bus.close();
    }

    @Test
    void everyOriginatorIsAskedAndLearnsOfNoOther() {
        publishWithConsent();

        int id = pending(link.id(), "CRIMINAL-POLICE");
        assertThat(item(link.id(), "PATROL-POLICE")).as("asked after the other").isNull();
        JsonPath opened = open(id, "CRIMINAL-POLICE").jsonPath();
        assertThat(opened.<String>getList("holds.reason"))
                .containsExactly("H2: awaiting the consent of CRIMINAL-POLICE");
        assertThat(opened.<String>getList("own")).containsExactly(reported.id() + "/1");
        assertThat(open(id, "CRIMINAL-POLICE").asString())
                .doesNotContain(seen.id().toString())
                .doesNotContain("PATROL-POLICE");
        for (String path : List.of("/v1/releases/" + id, "/v1/releases?state=PENDING", "/v1/notices")) {
            assertThat(as("CRIMINAL-POLICE").get(path).asString())
                    .as("made from the ids of both: " + path)
                    .doesNotContain(link.id().toString());
        }
        assertThat(open(id, "ILECC").statusCode()).as("nobody asks the gateway").isEqualTo(404);

        Response first = say(id, "CRIMINAL-POLICE", "APPROVE");
        assertThat(first.statusCode()).isEqualTo(202);
        assertThat(first.asString())
                .doesNotContain("PATROL-POLICE")
                .doesNotContain(link.id().toString());
        assertThat(FeedClient.of(link.id(), border.readOn())).isEmpty();
        assertThat(pending(link.id(), "PATROL-POLICE")).isEqualTo(id);
        assertThat(open(id, "PATROL-POLICE").asString()).doesNotContain("CRIMINAL-POLICE");
        assertThat(say(id, "PATROL-POLICE", "APPROVE").statusCode()).isEqualTo(200);

        assertThat(border.of(link.id(), 1)).extracting(FeedClient.Item::kind).containsExactly("NEW");
    }

    @Test
    void whoReleasesALinkOfWhichASourceHasJustMovedIsToldToTryAgain() throws SQLException {
        publishWithConsent();
        int id = pending(link.id(), "CRIMINAL-POLICE");
        say(id, "CRIMINAL-POLICE", "APPROVE").then().statusCode(202);

        try (Connection own = KafkaAndPostgres.postgres().database("sharing").connect();
                Statement statement = own.createStatement()) {
            holdAMark(own, statement);
            Response early = say(id, "PATROL-POLICE", "APPROVE");
            assertThat(early.statusCode()).isEqualTo(409);
            assertThat(early.jsonPath().getString("detail"))
                    .contains("being looked at again")
                    .doesNotContain("leak");
            own.rollback();
            Awaitility.await().atMost(BOUND).until(() -> Officers.number(statement, marks()) == 0);
        }

        assertThat(say(id, "PATROL-POLICE", "APPROVE").statusCode())
                .as("nothing was recorded before")
                .isEqualTo(200);
        assertThat(border.of(link.id(), 1)).extracting(FeedClient.Item::kind).containsExactly("NEW");
    }

    /** As between the change of a source and the look at the link: whoever looks passes by what another holds. */
    private void holdAMark(Connection own, Statement statement) throws SQLException {
        own.setAutoCommit(false);
        Awaitility.await().atMost(BOUND).pollDelay(Duration.ZERO).until(() -> {
            statement.execute("INSERT INTO product_due (product) VALUES ('" + link.id() + "')");
            own.commit();
            try (ResultSet held = statement.executeQuery("SELECT 1 FROM product_due WHERE product = '" + link.id()
                    + "' ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED")) {
                return held.next();
            }
        });
    }

    private String marks() {
        return "SELECT count(*) FROM product_due WHERE product = '" + link.id() + "'";
    }

    @Test
    void whoTakesASourcesReleaseBackTakesTheLinkBack() {
        int source = publishWithConsent();
        int id = pending(link.id(), "CRIMINAL-POLICE");
        say(id, "CRIMINAL-POLICE", "APPROVE");
        say(id, "PATROL-POLICE", "APPROVE");
        border.of(link.id(), 1);

        say(source, "PATROL-POLICE", "REVOKE").then().statusCode(200);

        assertThat(border.of(link.id(), 2))
                .extracting(FeedClient.Item::kind)
                .containsExactly("NEW", "NO_LONGER_OFFERED");
        assertThat(new HitClient("BORDER-POLICE").get("/v1/links/" + link.id()).statusCode())
                .isEqualTo(404);
    }

    @Test
    void noPageShowsTheLinkOnceASourcesReleaseIsOver() {
        FeedClient behind = FeedClient.fromNowOn("BORDER-POLICE");
        int source = publishWithConsent();
        int id = pending(link.id(), "CRIMINAL-POLICE");
        say(id, "CRIMINAL-POLICE", "APPROVE");
        say(id, "PATROL-POLICE", "APPROVE");
        border.of(link.id(), 1);

        pool.preparedQuery("UPDATE release SET until = clock_timestamp() WHERE id = $1")
                .execute(Tuple.of((long) source))
                .await()
                .atMost(BOUND);

        assertThat(FeedClient.of(link.id(), behind.readOn()))
                .as("whether or not the feed says so yet")
                .extracting(FeedClient.Item::kind)
                .doesNotContain("NEW");
    }

    @Test
    void whatWasRefusedIsNotAskedAgain() {
        publishWithConsent();
        int id = pending(link.id(), "CRIMINAL-POLICE");
        say(id, "CRIMINAL-POLICE", "REJECT").then().statusCode(200);

        Events one = Events.movement();
        Events other = Events.trafficking();
        Event later = Events.link(one.event(), other.event());
        bus.publish(one, other);
        bus.publish(List.of(later), Optional.empty());

        border.of(later.id(), 1);
        assertThat(item(link.id(), "CRIMINAL-POLICE")).isNull();
        assertThat(FeedClient.of(link.id(), border.readOn())).isEmpty();
    }

    @Test
    void whatWasTakenBackIsNotAskedAgainThoughItWasReleasedInAnEarlierRevision() {
        publishWithConsent();
        int id = pending(link.id(), "CRIMINAL-POLICE");
        say(id, "CRIMINAL-POLICE", "APPROVE");
        say(id, "PATROL-POLICE", "APPROVE");
        border.of(link.id(), 1);
        Event next = Events.next(link, LinkDetail.Standing.CONFIRMED, seen.event(), reported.event());
        bus.publish(List.of(next), Optional.empty());
        border.of(link.id(), 2);

        say(id, "CRIMINAL-POLICE", "REVOKE").then().statusCode(200);
        assertThat(border.of(link.id(), 3).get(2).kind()).isEqualTo("NO_LONGER_OFFERED");
        lookedAtAgain();

        assertThat(item(link.id(), "CRIMINAL-POLICE")).isNull();
    }

    @Test
    void whatIsOverIsNotAskedAgainBeforeItsEndHasBeenNoticed() throws SQLException {
        Events another = Events.movement().code(HandlingCode.H2);
        bus.publish(another);
        int others = pending(another.id(), "PATROL-POLICE");
        say(others, "PATROL-POLICE", "APPROVE").then().statusCode(200);
        publishWithConsent();
        int id = released();
        border.of(link.id(), 1);
        Event next = Events.next(link, LinkDetail.Standing.CONFIRMED, seen.event(), reported.event());
        bus.publish(List.of(next), Optional.empty());
        border.of(link.id(), 2);

        try (HeldHead held = HeldHead.of(another.id())) {
            over(others, "");
            held.awaited();
            over(id, "");
            lookedAtAgain();

            assertThat(state(id)).as("nobody has noticed").isEqualTo("APPROVED");
            assertThat(border.of(link.id(), 3).get(2).kind()).isEqualTo("NO_LONGER_OFFERED");
            assertThat(item(link.id(), "CRIMINAL-POLICE")).isNull();
        }
    }

    @Test
    void aRevisionThatDidNotLeaveUnderAReleaseIsAskedAboutOnceTheReleaseIsOver() {
        int source = publishWithConsent();
        int id = released();
        border.of(link.id(), 1);
        over(id, "+ interval '1 hour'");
        Events wider = seen.next(RevisionKind.SUPPLEMENT).with(PersonCategory.MISSING_PERSON, "Kapanadze");
        bus.publish(wider);
        int again = pending(wider.id(), "PATROL-POLICE");
        assertThat(again).isNotEqualTo(source);
        say(again, "PATROL-POLICE", "APPROVE").then().statusCode(200);
        Event next = Events.next(link, LinkDetail.Standing.CONFIRMED, wider.event(), reported.event());
        bus.publish(List.of(next), Optional.empty());
        int second = pending(link.id(), "CRIMINAL-POLICE");
        assertThat(state(id)).isEqualTo("APPROVED");
        over(id, "");
        Awaitility.await().atMost(BOUND).until(() -> state(id).equals("LAPSED"));

        assertThat(second).isNotEqualTo(id);
        overByTheRules(second);
        lookedAtAgain();
        assertThat(item(link.id(), "CRIMINAL-POLICE"))
                .as("nobody has refused this revision")
                .isNotNull();

        int third = released();
        overByTheRules(third);
        lookedAtAgain();
        assertThat(item(link.id(), "CRIMINAL-POLICE"))
                .as("nor because it came later, by a word of its own")
                .isNotNull();
    }

    /** As where a source went and came again, or rules that took something back are over. */
    private void overByTheRules(int release) {
        pool.query("UPDATE release SET state = 'LAPSED', decided_at = clock_timestamp() WHERE id = " + release)
                .executeAndAwait();
    }

    private void over(int release, String later) {
        pool.query("UPDATE release SET until = clock_timestamp() " + later + " WHERE id = " + release)
                .executeAndAwait();
    }

    private String state(int release) {
        return pool.query("SELECT state FROM release WHERE id = " + release)
                .executeAndAwait()
                .iterator()
                .next()
                .getString(0);
    }

    /** Has the link looked at, as when a source moved, and returns when that is done. */
    private void lookedAtAgain() {
        pool.query("INSERT INTO product_due (product) VALUES ('" + link.id() + "')")
                .executeAndAwait();
        Awaitility.await()
                .atMost(BOUND)
                .until(() -> pool.query("SELECT 1 FROM product_due WHERE product = '" + link.id() + "'")
                                .executeAndAwait()
                                .rowCount()
                        == 0);
    }

    /** Both originators say yes to the link. */
    private int released() {
        int id = pending(link.id(), "CRIMINAL-POLICE");
        say(id, "CRIMINAL-POLICE", "APPROVE").then().statusCode(202);
        say(id, "PATROL-POLICE", "APPROVE").then().statusCode(200);
        return id;
    }

    @Test
    void whatWaitsUnderOtherRulesIsOverAndWithinTheWindowAskedAnew() {
        Events missing = Events.movement().code(HandlingCode.H2).with(PersonCategory.MISSING_PERSON, "Kapanadze");
        Event earlier = Events.link(missing.event(), reported.event());
        bus.publish(missing);
        bus.publish(List.of(earlier), Optional.empty());
        say(pending(missing.id(), "PATROL-POLICE"), "PATROL-POLICE", "APPROVE");
        publishWithConsent();
        int over = pending(earlier.id(), "CRIMINAL-POLICE");
        String from = Instant.now().truncatedTo(ChronoUnit.MICROS).toString();
        Event later = Events.link(missing.event(), reported.event());
        bus.publish(List.of(later), Optional.empty());
        int before = pending(later.id(), "CRIMINAL-POLICE");

        activate(from);

        int anew = Awaitility.await()
                .atMost(BOUND)
                .until(() -> item(later.id(), "CRIMINAL-POLICE"), found -> found != null && found != before);
        assertThat(item(earlier.id(), "CRIMINAL-POLICE"))
                .as("received before the window; was " + over)
                .isNull();
        assertThat(say(before, "CRIMINAL-POLICE", "APPROVE").statusCode()).isEqualTo(409);
        assertThat(say(anew, "CRIMINAL-POLICE", "APPROVE").statusCode()).isEqualTo(202);
        assertThat(say(anew, "PATROL-POLICE", "APPROVE").statusCode()).isEqualTo(200);
        assertThat(border.of(later.id(), 1)).extracting(FeedClient.Item::kind).containsExactly("NEW");
    }

    /** Links with a missing person go to Border Police under another profile from now on; what came since then, too. */
    private static void activate(String from) {
        int version = Officers.drafted(Officers.baselineAnd("test.cedar", ANOTHER_PROFILE));
        Map<String, Object> window = Map.of("reason", "for a test", "backfillFrom", from);
        for (String word : List.of("simulation", "approval", "activation")) {
            Officers.as(word.equals("activation") ? "zurab" : "lela")
                    .body(word.equals("simulation") ? Map.of("backfillFrom", from) : window)
                    .post("/v1/policies/" + version + "/" + word)
                    .then()
                    .statusCode(200);
        }
        Officers.followed();
    }

    /** Both sources are with Border Police, each by the word of its originator; answers the release of the one Patrol Police saw. */
    private int publishWithConsent() {
        bus.publish(seen, reported);
        bus.publish(List.of(link), Optional.empty());
        int source = pending(seen.id(), "PATROL-POLICE");
        say(source, "PATROL-POLICE", "APPROVE").then().statusCode(200);
        say(pending(reported.id(), "CRIMINAL-POLICE"), "CRIMINAL-POLICE", "APPROVE")
                .then()
                .statusCode(200);
        return source;
    }

    private static Response say(int id, String agency, String decision) {
        return given().auth()
                .oauth2(TestIssuer.person("officer-" + agency, agency, "release-officer")
                        .mint())
                .contentType("application/json")
                .body(Map.of("decision", decision, "reason", "needed for a live case", "caseReference", "2026/17"))
                .post("/v1/releases/" + id + "/decision");
    }

    private static Response open(int id, String agency) {
        return as(agency).get("/v1/releases/" + id);
    }

    private int pending(EventId event, String agency) {
        Integer id = Awaitility.await().atMost(BOUND).until(() -> item(event, agency), found -> found != null);
        return id;
    }

    /** Of a link no originator of a source reads the id, so it is looked up. */
    private @Nullable Integer item(EventId event, String agency) {
        RowSet<Row> found = pool.preparedQuery(
                        "SELECT id FROM release WHERE event_id = $1 AND partner = 'BORDER-POLICE'"
                                + " AND state = 'PENDING' AND awaiting = $2")
                .execute(Tuple.of(event.value(), agency))
                .await()
                .atMost(BOUND);
        return found.size() == 0 ? null : found.iterator().next().getLong(0).intValue();
    }

    private static RequestSpecification as(String agency) {
        return given().auth()
                .oauth2(TestIssuer.person("officer-" + agency, agency, "release-officer")
                        .mint());
    }
}
