package ge.khidi.sharing.release;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ge.khidi.contract.entity.PersonCategory;
import ge.khidi.contract.event.RevisionKind;
import ge.khidi.contract.handling.HandlingCode;
import ge.khidi.contract.handling.Tlp;
import ge.khidi.localstack.test.TestIssuer;
import ge.khidi.relay.trace.FreshContext;
import ge.khidi.sharing.Bus;
import ge.khidi.sharing.Events;
import ge.khidi.sharing.FeedClient;
import ge.khidi.sharing.ReleaseClient;
import ge.khidi.sharing.activation.Officers;
import ge.khidi.sharing.policy.PolicySet;
import ge.khidi.sharing.registration.AdminPort;
import ge.khidi.sharing.registration.Registrars;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ReleaseIT {

    private final Bus bus = new Bus();
    private final FeedClient europol = FeedClient.fromNowOn("EUROPOL");

    @Inject
    AdminPort admin;

    @Inject
    Pool pool;

    @Inject
    Vertx vertx;

    @Inject
    ReleaseDesk desk;

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void whatIsHeldComesAtTheEndOnceItIsReleased() {
        Events held = Events.trafficking().with(PersonCategory.SUSPECT, "Beridze");
        Events marker = Events.trafficking();
        bus.publish(held, marker);
        europol.of(marker.id(), 1);
        assertThat(FeedClient.of(held.id(), europol.readOn())).isEmpty();

        int id = pending(held, "ILECC");
        say(id, "ILECC", "nino", "APPROVE").then().statusCode(200);

        List<FeedClient.Item> all = europol.readOn();
        assertThat(all.get(all.size() - 1).eventId()).isEqualTo(held.id().toString());
        assertThat(FeedClient.of(held.id(), all))
                .extracting(FeedClient.Item::kind)
                .containsExactly("NEW");
        assertThat(String.valueOf(FeedClient.of(held.id(), all).get(0).event())).contains("Beridze");

        say(id, "ILECC", "nino", "APPROVE").then().statusCode(200);
        assertThat(FeedClient.of(held.id(), europol.readOn()))
                .as("said again, nothing changes")
                .hasSize(1);
    }

    @Test
    void aCorrectionReachesWhoeverHoldsAReleasedItem() {
        Events held = Events.trafficking().with(PersonCategory.SUSPECT, "Kapanadse");
        bus.publish(held);
        say(pending(held, "ILECC"), "ILECC", "nino", "APPROVE").then().statusCode(200);
        europol.of(held.id(), 1);

        bus.publish(held.next(RevisionKind.CORRECTION).with(PersonCategory.SUSPECT, "Kapanadze"));

        List<FeedClient.Item> items = europol.of(held.id(), 2);
        assertThat(items).extracting(FeedClient.Item::kind).containsExactly("NEW", "CORRECTION");
        assertThat(String.valueOf(items.get(1).event())).contains("Kapanadze");

        bus.publish(held.next(RevisionKind.CORRECTION)
                .next(RevisionKind.SUPPLEMENT)
                .with(PersonCategory.SUSPECT, "Kapanadze")
                .with(PersonCategory.VICTIM, "Maisuradze"));
        assertThat(europol.of(held.id(), 3).get(2).kind())
                .as("a victim was not there when it was released: ask again")
                .isEqualTo("NO_LONGER_OFFERED");
        assertThat(pending(held, "ILECC")).isPositive();
    }

    @Test
    void aRevokedReleaseIsNoLongerServed() {
        Events held = Events.trafficking().with(PersonCategory.SUSPECT, "Lomidze");
        bus.publish(held);
        int id = pending(held, "ILECC");
        say(id, "ILECC", "nino", "APPROVE").then().statusCode(200);
        europol.of(held.id(), 1);

        say(id, "ILECC", "gio", "REVOKE").then().statusCode(200);

        assertThat(europol.of(held.id(), 2))
                .extracting(FeedClient.Item::kind)
                .containsExactly("NEW", "NO_LONGER_OFFERED");
        assertThat(new FeedClient("EUROPOL").readOn().toString()).doesNotContain("Lomidze");
    }

    @Test
    void aCorrectionReachesAlsoWhoseReleaseWasRevoked() {
        Events held = Events.trafficking().with(PersonCategory.SUSPECT, "Lomadse");
        bus.publish(held);
        int id = pending(held, "ILECC");
        say(id, "ILECC", "nino", "APPROVE").then().statusCode(200);
        europol.of(held.id(), 1);
        say(id, "ILECC", "gio", "REVOKE").then().statusCode(200);
        europol.of(held.id(), 2);

        bus.publish(held.next(RevisionKind.CORRECTION).with(PersonCategory.SUSPECT, "Lomadze"));

        FeedClient.Item alone = europol.of(held.id(), 3).get(2);
        assertThat(alone.kind()).isEqualTo("CORRECTION");
        assertThat(alone.event()).as("nobody has released what is right").isNull();
        assertThat(recalls()).contains(held.id().toString());
        assertThat(given().auth()
                        .oauth2(TestIssuer.machine("CRIMINAL-POLICE", "event-publisher")
                                .mint())
                        .get("/v1/audit/events/" + held.id())
                        .jsonPath()
                        .<String>get("items.find { it.agency == 'EUROPOL' && it.kind == 'CORRECTION' }.outcome"))
                .isEqualTo("OPEN");

        say(pending(held, "ILECC"), "ILECC", "nino", "APPROVE").then().statusCode(200);
        assertThat(europol.of(held.id(), 4).get(3).kind()).isEqualTo("NEW");
        given().auth()
                .oauth2(TestIssuer.machine("EUROPOL", "feed-reader").mint())
                .contentType("application/json")
                .body(Map.of("outcome", "RECTIFIED"))
                .post("/v1/feed/items/" + alone.cursor() + "/outcome")
                .then()
                .statusCode(204);
        assertThat(recalls()).doesNotContain(held.id().toString());
        assertThat(new FeedClient("EUROPOL").everything())
                .as("what was wrong is not served again beside what is right")
                .contains("Lomadze")
                .doesNotContain("Lomadse");
    }

    @Test
    void aCorrectionThatWasNotPulledIsSaidThoughTheReleaseIsRevoked() {
        Events held = Events.trafficking().with(PersonCategory.SUSPECT, "Otarashwili");
        bus.publish(held);
        int id = pending(held, "ILECC");
        say(id, "ILECC", "nino", "APPROVE").then().statusCode(200);
        europol.of(held.id(), 1);
        String place = europol.place();
        FeedClient others = FeedClient.fromNowOn("BORDER-POLICE");
        others.of(held.id(), 1);

        bus.publish(held.next(RevisionKind.CORRECTION).with(PersonCategory.SUSPECT, "Otarashvili"));
        others.of(held.id(), 2);
        say(id, "ILECC", "gio", "REVOKE").then().statusCode(200);

        List<FeedClient.Item> items = europol.of(held.id(), 3);
        assertThat(items)
                .extracting(FeedClient.Item::kind, FeedClient.Item::revision)
                .containsExactly(tuple("NEW", 1), tuple("CORRECTION", 2), tuple("NO_LONGER_OFFERED", 2));
        assertThat(items.get(1))
                .extracting(FeedClient.Item::event, FeedClient.Item::conditions)
                .containsOnlyNulls();
        assertThat(new FeedClient("EUROPOL").everything()).doesNotContain("Otarashvili", "Otarashwili");
        String csv = given().auth()
                .oauth2(TestIssuer.machine("EUROPOL", "feed-reader").mint())
                .queryParam("after", place)
                .get("/v1/feed.csv")
                .asString();
        assertThat(csv).contains(",CORRECTION," + held.id() + ",2,,").doesNotContain("Otarashvili");
        given().auth()
                .oauth2(TestIssuer.machine("EUROPOL", "feed-reader").mint())
                .contentType("application/json")
                .body(Map.of("outcome", "RECTIFIED"))
                .post("/v1/feed/items/" + items.get(1).cursor() + "/outcome")
                .then()
                .statusCode(204);
    }

    @Test
    void theEndOfAReleaseTakesNothingThatTheRulesLetGoWithoutOne() {
        Events revoked = Events.trafficking().with(PersonCategory.SUSPECT, "Amilakhvari");
        Events lapsing = Events.trafficking().with(PersonCategory.SUSPECT, "Eristavi");
        bus.publish(revoked, lapsing);
        int id = pending(revoked, "ILECC");
        int other = pending(lapsing, "ILECC");
        say(id, "ILECC", "nino", "APPROVE").then().statusCode(200);
        say(other, "ILECC", "nino", "APPROVE").then().statusCode(200);
        europol.of(revoked.id(), 1);
        europol.of(lapsing.id(), 1);
        Map<String, String> files = new LinkedHashMap<>();
        PolicySet.baseline()
                .forEach(shipped -> files.put(
                        shipped.file(),
                        shipped.file().startsWith("europol")
                                ? shipped.text().replaceFirst("GATEWAY", "AUTOMATIC")
                                : shipped.text()));

        try {
            Officers.activate(files);
            Officers.followed();
            say(id, "ILECC", "gio", "REVOKE").then().statusCode(200);
            pool.query("UPDATE release SET until = clock_timestamp() WHERE id = " + other)
                    .executeAndAwait();
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> pool.query("SELECT state FROM release WHERE id = " + other)
                            .executeAndAwait()
                            .iterator()
                            .next()
                            .getString(0)
                            .equals("LAPSED"));

            assertThat(FeedClient.of(revoked.id(), europol.readOn()))
                    .extracting(FeedClient.Item::kind)
                    .as("without free text, since no officer reads it any more")
                    .containsExactly("NEW", "UPDATE");
            assertThat(FeedClient.of(lapsing.id(), europol.readOn())).hasSize(2);
            assertThat(new FeedClient("EUROPOL").everything()).contains("Amilakhvari", "Eristavi");
        } finally {
            Officers.restore();
            Officers.followed();
        }
        assertThat(europol.of(revoked.id(), 3).get(2).kind())
                .as("a word is needed again, and none stands")
                .isEqualTo("NO_LONGER_OFFERED");
    }

    private static final String NOTHING_OF_STATE_SECURITY_TO_BORDER_POLICE = """
            @id("test-nothing-of-state-security-to-border-police")
            @title("Nothing of State Security to Border Police while this test runs")
            @legal_basis("A test")
            forbid (principal == Partner::"BORDER-POLICE", action == Action::"receive", resource)
            when { resource.originator == Agency::"STATE-SECURITY" };
            """;

    @Test
    void whatWasRefusedOrTakenBackIsNotAskedAgainWhenAnotherPartnerIsRegistered() {
        ReleaseClient originator = new ReleaseClient("STATE-SECURITY", "ana");
        FeedClient border = FeedClient.fromNowOn("BORDER-POLICE");
        Events refused = Officers.movement().code(HandlingCode.H2);
        Events takenBack = Officers.movement().code(HandlingCode.H2);
        Events over = Officers.movement().code(HandlingCode.H2);
        Events revised = Officers.movement().code(HandlingCode.H2);
        bus.publish(refused, takenBack, over, revised);
        originator
                .say(originator.pending(refused.id(), "BORDER-POLICE"), "REJECT")
                .then()
                .statusCode(200);
        int second = approved(originator, takenBack);
        int third = approved(originator, over);
        int fourth = approved(originator, revised);
        bus.publish(revised.next(RevisionKind.SUPPLEMENT));
        border.of(takenBack.id(), 1);
        border.of(revised.id(), 2);
        originator.say(second, "REVOKE").then().statusCode(200);
        originator.say(fourth, "REVOKE").then().statusCode(200);
        pool.query("UPDATE release SET until = clock_timestamp() WHERE id = " + third)
                .executeAndAwait();
        border.of(over.id(), 2);

        JsonPath foreseen = registerAnother("STATE-OF-REFUSALS");

        for (Events event : List.of(refused, takenBack, over, revised)) {
            assertThat(originator.find(event.id(), "BORDER-POLICE")).isNull();
            assertThat(asked(event)).isEqualTo(1);
        }
        assertThat(Optional.ofNullable(
                        foreseen.<Integer>get("partners.find { it.partner == 'BORDER-POLICE' }?.newlyHeld")))
                .as("as the simulation said")
                .isEqualTo(Optional.of(number("SELECT count(*) FROM release WHERE partner = 'BORDER-POLICE' AND since >"
                                + " (SELECT watermark FROM epoch_change ORDER BY watermark DESC LIMIT 1)"))
                        .filter(asked -> asked > 0));

        bus.publish(refused.next(RevisionKind.SUPPLEMENT));
        assertThat(originator.pending(refused.id(), "BORDER-POLICE"))
                .as("a new revision is another question")
                .isPositive();
    }

    @Test
    void whatTheRulesTookBackIsAskedAnewWhileItsReleaseWouldStillHold() {
        ReleaseClient originator = new ReleaseClient("STATE-SECURITY", "ana");
        FeedClient border = FeedClient.fromNowOn("BORDER-POLICE");
        Events event = Officers.movement().code(HandlingCode.H2);
        bus.publish(event);
        int id = approved(originator, event);
        border.of(event.id(), 1);
        pool.query("UPDATE release SET until = clock_timestamp() + interval '1 year' WHERE id = " + id)
                .executeAndAwait();

        try {
            Officers.activate(Officers.baselineAnd("test.cedar", NOTHING_OF_STATE_SECURITY_TO_BORDER_POLICE));
            border.of(event.id(), 2);
        } finally {
            Officers.restore();
            Officers.followed();
        }

        assertThat(originator.find(event.id(), "BORDER-POLICE")).isNotNull().isNotEqualTo(id);
    }

    private static final String NOTHING_AMBER_OF_STATE_SECURITY_TO_BORDER_POLICE =
            NOTHING_OF_STATE_SECURITY_TO_BORDER_POLICE.replace(
                    "resource.originator ==", "resource.tlp == Tlp::\"AMBER\" && resource.originator ==");

    @Test
    void aRevisionThatDidNotLeaveUnderAReleaseIsAskedAboutOnceTheReleaseIsOver() {
        ReleaseClient originator = new ReleaseClient("STATE-SECURITY", "ana");
        FeedClient border = FeedClient.fromNowOn("BORDER-POLICE");
        Events event = Officers.movement().code(HandlingCode.H2);

        try {
            Officers.activate(Officers.baselineAnd("test.cedar", NOTHING_AMBER_OF_STATE_SECURITY_TO_BORDER_POLICE));
            bus.publish(event);
            int id = approved(originator, event);
            border.of(event.id(), 1);
            over(id, "+ interval '1 hour'");
            bus.publish(
                    List.of(Events.under(
                            Tlp.AMBER, event.next(RevisionKind.SUPPLEMENT).event())),
                    Optional.empty());
            assertThat(border.of(event.id(), 2).get(1).kind()).isEqualTo("NO_LONGER_OFFERED");
            assertThat(state(id)).isEqualTo("LAPSED");
            over(id, "");
        } finally {
            Officers.restore();
            Officers.followed();
        }

        assertThat(originator.find(event.id(), "BORDER-POLICE"))
                .as("nobody has refused the second revision")
                .isNotNull();
    }

    @Test
    void allThatIsOverEndsInOneLook() {
        ReleaseClient originator = new ReleaseClient("STATE-SECURITY", "ana");
        Events first = Officers.movement().code(HandlingCode.H2);
        Events second = Officers.movement().code(HandlingCode.H2);
        Events last = Officers.movement().code(HandlingCode.H2);
        bus.publish(first, second, last);
        List<Integer> approved =
                List.of(approved(originator, first), approved(originator, second), approved(originator, last));

        approved.forEach(release -> over(release, ""));
        FreshContext.run(vertx, FreshContext.untraced(), () -> desk.endThoseThatAreOver(1))
                .await()
                .atMost(Duration.ofMinutes(1));

        assertThat(approved)
                .as("read one by one")
                .allSatisfy(release -> assertThat(state(release)).isEqualTo("LAPSED"));
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

    private static int approved(ReleaseClient originator, Events event) {
        int id = originator.pending(event.id(), "BORDER-POLICE");
        originator.say(id, "APPROVE").then().statusCode(200);
        return id;
    }

    /** Returns what the simulation foresaw, once the feeds have followed. */
    private JsonPath registerAnother(String agency) {
        Registrars registrars = new Registrars(admin.port());
        Response proposed = registrars.propose(Registrars.thirdCountry(agency, "GE"));
        JsonPath foreseen = registrars
                .as(Registrars.LELA)
                .body("{}")
                .post("/v1/agencies/versions/" + proposed.jsonPath().getInt("version") + "/simulation")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        registrars.inForce(proposed, Map.of());
        Officers.followed();
        return foreseen;
    }

    private int asked(Events event) {
        return number(
                "SELECT count(*) FROM release WHERE partner = 'BORDER-POLICE' AND event_id = '" + event.id() + "'");
    }

    private int number(String query) {
        return pool.query(query).executeAndAwait().iterator().next().getInteger(0);
    }

    private static List<String> recalls() {
        return given().auth()
                .oauth2(TestIssuer.machine("EUROPOL", "feed-reader").mint())
                .get("/v1/feed/recalls")
                .jsonPath()
                .getList("items.eventId");
    }

    @Test
    void anotherAgencysItemDoesNotExist() {
        Events held = Events.trafficking().with(PersonCategory.SUSPECT, "Dvali");
        bus.publish(held);
        int id = pending(held, "ILECC");

        Response theirs = say(id, "BORDER-POLICE", "ana", "APPROVE");
        Response nobodys = say(999_999_999, "BORDER-POLICE", "ana", "APPROVE");

        assertThat(theirs.statusCode()).isEqualTo(404);
        assertThat(theirs.asString()).isEqualTo(nobodys.asString());
        assertThat(FeedClient.of(held.id(), europol.readOn())).isEmpty();
    }

    @Test
    void theOriginatorIsAskedBeforeTheGatewayForH3() {
        Events held =
                Events.trafficking().with(PersonCategory.SUSPECT, "Gelashvili").code(HandlingCode.H3);
        bus.publish(held);
        int id = pending(held, "CRIMINAL-POLICE", "EUROPOL");

        say(id, "ILECC", "nino", "APPROVE").then().statusCode(404);
        say(id, "CRIMINAL-POLICE", "levan", "APPROVE").then().statusCode(202);
        assertThat(FeedClient.of(held.id(), europol.readOn())).isEmpty();
        say(id, "ILECC", "nino", "APPROVE").then().statusCode(200);

        assertThat(europol.of(held.id(), 1)).hasSize(1);
    }

    @Test
    void nothingIsReleasedToASuspendedPartner() {
        Events held = Events.trafficking().with(PersonCategory.SUSPECT, "Natsvlishvili");
        bus.publish(held);
        int id = pending(held, "ILECC");
        Registrars registrars = new Registrars(admin.port());
        String suspension = "/v1/agencies/EUROPOL/suspension";
        registrars
                .as(Registrars.KETI)
                .body("{\"reason\": \"for a test\"}")
                .post(suspension)
                .then()
                .statusCode(204);

        Response said = say(id, "ILECC", "nino", "APPROVE");
        for (String officer : List.of(Registrars.KETI, Registrars.LELA)) {
            registrars.as(officer).header("Khidi-Case", "for a test").delete(suspension);
        }

        assertThat(said.statusCode()).isEqualTo(409);
        assertThat(FeedClient.of(held.id(), europol.readOn())).isEmpty();
        say(id, "ILECC", "nino", "APPROVE").then().statusCode(200);
        assertThat(europol.of(held.id(), 1)).hasSize(1);
    }

    @Test
    void aDecisionWithoutReasonOrCaseIsNone() {
        given().auth()
                .oauth2(TestIssuer.person("nino", "ILECC", "release-officer").mint())
                .contentType("application/json")
                .body("{\"decision\":\"APPROVE\",\"reason\":\" \"}")
                .post("/v1/releases/1/decision")
                .then()
                .statusCode(400);
    }

    private static Response say(int id, String agency, String officer, String decision) {
        return given().auth()
                .oauth2(TestIssuer.person(officer, agency, "release-officer").mint())
                .contentType("application/json")
                .body(Map.of("decision", decision, "reason", "needed for a live case", "caseReference", "2026/17"))
                .post("/v1/releases/" + id + "/decision");
    }

    private static int pending(Events event, String agency) {
        return pending(event, agency, "EUROPOL");
    }

    private static int pending(Events event, String agency, String partner) {
        String find = "items.find { it.eventId == '" + event.id() + "' && it.partner == '" + partner + "' }?.id";
        Integer id = Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(
                        () -> given().auth()
                                .oauth2(TestIssuer.person("nino", agency, "release-officer")
                                        .mint())
                                .get("/v1/releases?state=PENDING")
                                .jsonPath()
                                .<Integer>get(find),
                        found -> found != null);
        return id;
    }
}
