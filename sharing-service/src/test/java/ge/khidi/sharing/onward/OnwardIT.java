package ge.khidi.sharing.onward;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.EventId;
import ge.khidi.contract.entity.PersonCategory;
import ge.khidi.contract.event.RevisionKind;
import ge.khidi.contract.event.Status;
import ge.khidi.localstack.test.TestIssuer;
import ge.khidi.sharing.Bus;
import ge.khidi.sharing.Events;
import ge.khidi.sharing.FeedClient;
import ge.khidi.sharing.ReleaseClient;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nobody passes an item on without the originator's word, and a recall reaches as far as the item went. */
@QuarkusTest
class OnwardIT {

    private static final String TO = "Ministry of Justice of Arcadia";
    private static final String THIRD = "MIGRATION-DEPARTMENT";
    private static final Duration BOUND = Duration.ofMinutes(2);

    @Inject
    Pool pool;

    private final Bus bus = new Bus();
    private final FeedClient borderPolice = FeedClient.fromNowOn("BORDER-POLICE");
    private final ReleaseClient originator = new ReleaseClient("PATROL-POLICE", "gela");

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void theOriginatorDecidesAndARecallNamesWhomItWasPassedTo() {
        Events event = Events.movement();
        bus.publish(event);
        String cursor = borderPolice.of(event.id(), 1).get(0).cursor();

        ask(cursor, TO).then().statusCode(202);
        ask(cursor, TO).then().statusCode(202);
        assertThat(states(cursor)).as("asked twice, there is one").containsExactly("PENDING");
        List<Map<String, Object>> notices = given().auth()
                .oauth2(TestIssuer.machine("PATROL-POLICE", "feed-reader").mint())
                .get("/v1/notices?limit=1000")
                .jsonPath()
                .getList("items.findAll { it.kind == 'ONWARD_REQUEST' && it.eventId == '" + event.id() + "' }");
        assertThat(notices)
                .singleElement()
                .satisfies(notice -> assertThat(notice).containsEntry("partner", "BORDER-POLICE"));
        int id = asked(event.id());
        new ReleaseClient("ILECC", "nino")
                .decide("/v1/onward/" + id, "APPROVE")
                .then()
                .statusCode(404);
        originator.decide("/v1/onward/" + id, "APPROVE").then().statusCode(204);
        assertThat(states(cursor)).containsExactly("APPROVED");

        bus.publish(event.next(Status.WITHDRAWN));
        borderPolice.of(event.id(), 2);

        assertThat(states(cursor)).as("what was withdrawn is passed on no more").containsExactly("LAPSED");
        assertThat(recall(event.id())).containsEntry("passedOnTo", List.of(TO));
        Map<String, Object> seen = given().auth()
                .oauth2(TestIssuer.machine("PATROL-POLICE", "event-publisher").mint())
                .get("/v1/audit/events/" + event.id())
                .jsonPath()
                .getMap("onward[0]");
        assertThat(seen)
                .containsEntry("holder", "BORDER-POLICE")
                .containsEntry("to", TO)
                .containsEntry("state", "APPROVED");
        originator.decide("/v1/onward/" + id, "REVOKE").then().statusCode(204);
        assertThat(states(cursor)).containsExactly("REVOKED");
        originator.decide("/v1/onward/" + id, "APPROVE").then().statusCode(409);
    }

    @Test
    void anAuthorisationIsForOnePurposeAndCoversWhatShowsNothingNew() {
        Events event = Events.movement();
        bus.publish(event);
        String cursor = borderPolice.of(event.id(), 1).get(0).cursor();
        ask(cursor, TO).then().statusCode(202);
        ask(cursor, TO, "BORDER_MANAGEMENT").then().statusCode(202);
        assertThat(states(cursor))
                .as("for another purpose it is another question")
                .containsExactly("PENDING", "PENDING");
        int id = asked(event.id());
        originator.decide("/v1/onward/" + id, "APPROVE").then().statusCode(204);

        Events more = event.next(RevisionKind.SUPPLEMENT);
        bus.publish(more);
        borderPolice.of(event.id(), 2);
        assertThat(states(cursor)).as("nobody new in it").containsExactly("APPROVED", "PENDING");
        bus.publish(more.next(RevisionKind.SUPPLEMENT).with(PersonCategory.SUSPECT, "Japaridze"));
        borderPolice.of(event.id(), 3);
        assertThat(states(cursor)).as("a person in it").containsExactly("LAPSED", "PENDING");

        ask(cursor, TO).then().statusCode(202);
        assertThat(states(cursor)).as("the originator is asked again").containsExactly("LAPSED", "PENDING", "PENDING");
    }

    @Test
    void theFloorStandsUnderTheOriginatorsWord() {
        Events event = Events.movement().with(PersonCategory.SUSPECT, "Japaridze");
        bus.publish(event);
        String cursor = borderPolice.of(event.id(), 1).get(0).cursor();
        ask(cursor, "THIRD-COUNTRY-B").then().statusCode(202);

        Response answer = originator.decide("/v1/onward/" + asked(event.id()), "APPROVE");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.asString()).contains("transfer-basis");
        assertThat(states(cursor)).as("the holder learns no rule").containsExactly("PENDING");
        originator.decide("/v1/onward/" + asked(event.id()), "REJECT").then().statusCode(204);
        assertThat(states(cursor)).containsExactly("REJECTED");
    }

    @Test
    void whereNoPersonalDataMayGoNothingGoesThatMayShowThem() {
        Events event = Events.movement();
        bus.publish(event);
        String cursor = borderPolice.of(event.id(), 1).get(0).cursor();
        ask(cursor, "THIRD-COUNTRY-B").then().statusCode(202);

        Response answer = originator.decide("/v1/onward/" + asked(event.id()), "APPROVE");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.asString()).contains("transfer-basis");
    }

    @Test
    void nothingIsPassedOnToWhoShouldNeverHaveHadIt() {
        String had = "IAD";
        Events event = Events.movement();
        bus.publish(event);
        String cursor = borderPolice.of(event.id(), 1).get(0).cursor();
        ask(cursor, had).then().statusCode(202);
        originator.decide("/v1/onward/" + asked(event.id()), "APPROVE").then().statusCode(204);
        assertThat(states(cursor)).containsExactly("APPROVED");

        declaredUnlawful(event.id(), had);

        assertThat(states(cursor)).as("it stood before").containsExactly("LAPSED");
        ask(cursor, had).then().statusCode(202);
        Response answer = originator.decide("/v1/onward/" + asked(event.id()), "APPROVE");
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.asString()).contains("unlawful");
        assertThat(states(cursor)).as("the holder learns no reason").containsExactly("LAPSED", "PENDING");
    }

    private static void declaredUnlawful(EventId event, String partner) {
        String declared = policyOfficer("zurab")
                .body(Map.of(
                        "eventId",
                        event.toString(),
                        "partner",
                        partner,
                        "reason",
                        "it was never meant for them",
                        "caseReference",
                        "DPO 13/2027"))
                .post("/v1/unlawful-disclosures")
                .then()
                .statusCode(201)
                .extract()
                .header("Location");
        policyOfficer("lela")
                .body(Map.of("decision", "CONFIRM", "reason", "so it is", "caseReference", "DPO 13/2027"))
                .post(declared.substring(declared.indexOf("/v1/")) + "/decision")
                .then()
                .statusCode(204);
    }

    private static RequestSpecification policyOfficer(String name) {
        return given().auth()
                .oauth2(TestIssuer.person(name, "IAD", "policy-officer").mint())
                .contentType("application/json");
    }

    @Test
    void nothingIsPassedOnToWhoIsSuspendedOrWhoseAgreementHasEnded() {
        Events event = Events.movement();
        bus.publish(event);
        String cursor = borderPolice.of(event.id(), 1).get(0).cursor();
        ask(cursor, THIRD).then().statusCode(202);
        originator.decide("/v1/onward/" + asked(event.id()), "APPROVE").then().statusCode(204);
        assertThat(states(cursor)).containsExactly("APPROVED");

        run("INSERT INTO epoch_until (epoch, partner, until) SELECT epoch, '" + THIRD
                + "', DATE '2020-01-01' FROM current_epoch");
        try {
            assertThat(states(cursor)).as("its agreement has ended").containsExactly("LAPSED");
        } finally {
            run("DELETE FROM epoch_until WHERE partner = '" + THIRD + "' AND until = DATE '2020-01-01'");
        }
        assertThat(states(cursor)).containsExactly("APPROVED");
        run("INSERT INTO suspension (agency, reason, by_agency, by_subject) VALUES ('" + THIRD
                + "', 'a test', 'IAD', 'keti')");
        try {
            assertThat(states(cursor)).as("it is suspended").containsExactly("LAPSED");
            ask(cursor, THIRD).then().statusCode(202);
            originator
                    .decide("/v1/onward/" + asked(event.id()), "APPROVE")
                    .then()
                    .statusCode(409);
        } finally {
            run("DELETE FROM suspension WHERE agency = '" + THIRD + "'");
            Awaitility.await().atMost(BOUND).until(() -> feedOf(THIRD).statusCode() == 200);
        }
        originator.decide("/v1/onward/" + asked(event.id()), "APPROVE").then().statusCode(204);
        assertThat(states(cursor)).containsExactly("LAPSED", "APPROVED");
    }

    private void run(String statement) {
        pool.query(statement).execute().await().atMost(BOUND);
    }

    private static Response feedOf(String agency) {
        return given().auth()
                .oauth2(TestIssuer.machine(agency, "feed-reader").mint())
                .get("/v1/feed");
    }

    @Test
    void onlyWhatOneHasNowCanBePassedOn() {
        Events event = Events.movement();
        bus.publish(event);
        String cursor = borderPolice.of(event.id(), 1).get(0).cursor();
        bus.publish(event.next(Status.WITHDRAWN));
        borderPolice.of(event.id(), 2);

        assertThat(ask(cursor, TO).statusCode()).isEqualTo(404);
        assertThat(ask("AAAAAAAAAAAAAAAAAAAAAA", TO).asString())
                .isEqualTo(ask(cursor, TO).asString());
        given().auth()
                .oauth2(TestIssuer.machine("BORDER-POLICE", "feed-reader").mint())
                .contentType("application/json")
                .body(Map.of("to", "", "purpose", "CURIOSITY"))
                .post("/v1/feed/items/" + cursor + "/onward")
                .then()
                .statusCode(400);
    }

    private static Response ask(String cursor, String to) {
        return ask(cursor, to, "LAW_ENFORCEMENT");
    }

    private static Response ask(String cursor, String to, String purpose) {
        return given().auth()
                .oauth2(TestIssuer.machine("BORDER-POLICE", "feed-reader").mint())
                .contentType("application/json")
                .body(Map.of("to", to, "purpose", purpose, "reason", "they hear the case"))
                .post("/v1/feed/items/" + cursor + "/onward");
    }

    private static List<String> states(String cursor) {
        return given().auth()
                .oauth2(TestIssuer.machine("BORDER-POLICE", "feed-reader").mint())
                .get("/v1/feed/items/" + cursor + "/onward")
                .jsonPath()
                .getList("items.state");
    }

    private int asked(EventId event) {
        return originator.as().get("/v1/onward").jsonPath().get("items.find { it.eventId == '" + event + "' }.id");
    }

    private static Map<String, Object> recall(EventId event) {
        return given().auth()
                .oauth2(TestIssuer.machine("BORDER-POLICE", "feed-reader").mint())
                .get("/v1/feed/recalls")
                .jsonPath()
                .getMap("items.find { it.eventId == '" + event + "' }");
    }
}
