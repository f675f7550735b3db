package ge.khidi.sharing.release;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.contract.entity.PersonCategory;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.RevisionKind;
import ge.khidi.contract.event.Status;
import ge.khidi.contract.handling.HandlingCode;
import ge.khidi.contract.handling.ReleasableTo;
import ge.khidi.localstack.test.TestIssuer;
import ge.khidi.sharing.Bus;
import ge.khidi.sharing.Events;
import ge.khidi.sharing.FeedClient;
import ge.khidi.sharing.HeldHead;
import ge.khidi.sharing.ReleaseClient;
import ge.khidi.sharing.activation.Officers;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What waits has a deadline and a reason; where a life is threatened it leaves at once, and somebody else answers for it afterwards. */
@QuarkusTest
class LifeThreatIT {

    private final Bus bus = new Bus();
    private final ReleaseClient nino = new ReleaseClient("ILECC", "nino");
    private final ReleaseClient gio = new ReleaseClient("ILECC", "gio");
    private final FeedClient europol = FeedClient.fromNowOn("EUROPOL");

    @Inject
    Pool pool;

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void whatWaitsSaysByWhenAndUnderWhichRule() {
        Events event = Events.trafficking().with(PersonCategory.SUSPECT, "Oniani");
        bus.publish(event);

        int id = nino.pending(event.id(), "EUROPOL");

        JsonPath item = nino.open(id).jsonPath();
        assertThat(item.getString("deadline")).isGreaterThan(item.getString("since"));
        assertThat(item.getBoolean("overdue")).isFalse();
        assertThat(item.<String>getList("holds.rule")).containsExactly("europol-personal-data");
        assertThat(item.getString("holds[0].source")).contains("Regulation (EU) 2016/794");
        assertThat(nino.queue("overdue=true").<Integer>getList("items.id")).doesNotContain(id);
    }

    @Test
    void oneOfficerReleasesAtOnceAndAnotherConfirms() {
        Events event = Events.trafficking().with(PersonCategory.SUSPECT, "Tatarashvili");
        bus.publish(event);
        int id = nino.pending(event.id(), "EUROPOL");

        nino.say(id, "LIFE_THREAT").then().statusCode(200);

        europol.of(event.id(), 1);
        assertThat(unconfirmed(gio)).contains(id);
        assertThat(kinds(notices("CRIMINAL-POLICE"), event.id())).containsExactly("RELEASED_FOR_LIFE_THREAT");
        nino.say(id, "CONFIRM").then().statusCode(403);
        gio.say(id, "CONFIRM").then().statusCode(200);
        assertThat(unconfirmed(gio)).doesNotContain(id);
        gio.say(id, "REFUSE").then().statusCode(409);
    }

    @Test
    void whatTheSecondOfficerRefusesIsRecalledAndDoesNotComeAgain() {
        Events event = Events.trafficking().with(PersonCategory.SUSPECT, "Mikeladze");
        bus.publish(event);
        int id = nino.pending(event.id(), "EUROPOL");
        nino.say(id, "LIFE_THREAT").then().statusCode(200);
        europol.of(event.id(), 1);

        gio.say(id, "REFUSE").then().statusCode(200);

        assertThat(europol.of(event.id(), 2)).extracting(FeedClient.Item::kind).containsExactly("NEW", "ERASURE");
        assertThat(new FeedClient("EUROPOL").everything()).doesNotContain("Mikeladze");
        Events marker = Events.trafficking();
        bus.publish(event.next(RevisionKind.SUPPLEMENT).with(PersonCategory.SUSPECT, "Mikeladze"), marker);
        europol.of(marker.id(), 1);
        assertThat(nino.find(event.id(), "EUROPOL")).isNull();
        assertThat(FeedClient.of(event.id(), europol.readOn())).hasSize(2);
        JsonPath why = Officers.of("CRIMINAL-POLICE")
                .get("/v1/policies/explain?partner=EUROPOL&event=" + event.id())
                .jsonPath();
        assertThat(why.getString("decision")).isEqualTo("nothing");
        assertThat(why.getString("barred.since")).isNotBlank();
    }

    @Test
    void whoSaidItIsToldThatItWasTakenBackAndNothingOfItWaitsAnyMore() {
        Events event = Events.trafficking().with(PersonCategory.SUSPECT, "Machabeli");
        bus.publish(event);
        int id = nino.pending(event.id(), "EUROPOL");
        nino.say(id, "LIFE_THREAT").then().statusCode(200);
        europol.of(event.id(), 1);
        bus.publish(event.next(RevisionKind.SUPPLEMENT)
                .with(PersonCategory.SUSPECT, "Machabeli")
                .with(PersonCategory.VICTIM, "Amirejibi"));
        nino.pending(event.id(), "EUROPOL");

        gio.say(id, "REFUSE").then().statusCode(200);

        assertThat(nino.find(event.id(), "EUROPOL")).isNull();
        assertThat(europol.of(event.id(), 3).get(2).kind()).isEqualTo("ERASURE");
        assertThat(kinds(notices("CRIMINAL-POLICE"), event.id()))
                .containsExactly("RELEASED_FOR_LIFE_THREAT", "RELEASE_TAKEN_BACK");
        assertThat(logged("event", event.id().toString(), "breach.unlawful-disclosure"))
                .containsExactly("EUROPOL");
        assertThat(logged("agency", "ILECC", "releases.listed")).isNotEmpty();
    }

    @Test
    void whatIsRefusedAfterItsOriginatorErasedItIsABreachAllTheSame() {
        Events event = Events.trafficking().with(PersonCategory.SUSPECT, "Tsereteli");
        bus.publish(event);
        int id = nino.pending(event.id(), "EUROPOL");
        nino.say(id, "LIFE_THREAT").then().statusCode(200);
        europol.of(event.id(), 1);
        bus.publish(event.next(Status.ERASED));
        europol.of(event.id(), 2);

        gio.say(id, "REFUSE").then().statusCode(200);

        assertThat(logged("event", event.id().toString(), "breach.unlawful-disclosure"))
                .containsExactly("EUROPOL");
        assertThat(kinds(notices("CRIMINAL-POLICE"), event.id()))
                .containsExactly("RELEASED_FOR_LIFE_THREAT", "RELEASE_TAKEN_BACK");
        assertThat(FeedClient.of(event.id(), europol.readOn()))
                .as("it was told to erase it before")
                .extracting(FeedClient.Item::kind)
                .containsExactly("NEW", "ERASURE");
    }

    /** To whom such entries of the audit log say that something went. */
    private static List<String> logged(String name, String value, String action) {
        return given().auth()
                .oauth2(TestIssuer.person("otar", "IAD", "auditor").mint())
                .queryParam(name, value)
                .queryParam("action", action)
                .get("/v1/audit")
                .jsonPath()
                .getList("items.entry.recipient");
    }

    @Test
    void noThreatLiftsTheOriginatorsOwnWord() {
        Events event =
                Events.trafficking().with(PersonCategory.SUSPECT, "Gelovani").code(HandlingCode.H3);
        bus.publish(event);
        ReleaseClient originator = new ReleaseClient("CRIMINAL-POLICE", "levan");
        int id = originator.pending(event.id(), "EUROPOL");

        nino.say(id, "LIFE_THREAT").then().statusCode(404);
        assertThat(FeedClient.of(event.id(), europol.readOn())).isEmpty();

        originator.say(id, "LIFE_THREAT").then().statusCode(200);
        europol.of(event.id(), 1);
    }

    @Test
    void aConsentRequestReachesTheOriginatorsMachine() {
        Events event =
                Events.trafficking().with(PersonCategory.SUSPECT, "Orbeliani").code(HandlingCode.H3);
        bus.publish(event);
        ReleaseClient originator = new ReleaseClient("CRIMINAL-POLICE", "levan");
        int id = originator.pending(event.id(), "EUROPOL");

        Map<String, Object> asked = of(notices("CRIMINAL-POLICE"), event.id()).stream()
                .filter(notice -> "EUROPOL".equals(notice.get("partner")))
                .findFirst()
                .orElseThrow();

        assertThat(asked)
                .containsEntry("kind", "CONSENT_REQUEST")
                .containsEntry("subject", id)
                .containsEntry("legalBasis", "Europol handling code H3")
                .containsKey("deadline");
        assertThat(of(notices("IAD"), event.id())).isEmpty();
    }

    @Test
    void ofALinkOnlyThoseAreToldWhoKnowOfTheHit() {
        Events own = Events.trafficking().with(PersonCategory.SUSPECT, "Orbeliani");
        Events others = Events.trafficking().by("MIGRATION-DEPARTMENT").with(PersonCategory.SUSPECT, "Tsulukiani");
        Events secretly = Events.trafficking()
                .by("MIGRATION-DEPARTMENT")
                .with(PersonCategory.SUSPECT, "Beradze")
                .forbiddingHits()
                .to(ReleasableTo.named(AgencyId.ILECC, new AgencyId("EUROPOL")));
        bus.publish(own, others, secretly);
        for (Events source : List.of(own, others, secretly)) {
            nino.say(nino.pending(source.id(), "EUROPOL"), "APPROVE").then().statusCode(200);
        }
        Event hit = Events.link(own.event(), others.event());
        Event noHit = Events.link(own.event(), secretly.event());
        bus.publish(List.of(hit, noHit), Optional.empty());

        for (Event link : List.of(hit, noHit)) {
            int id = nino.pending(link.id(), "EUROPOL");
            nino.say(id, "LIFE_THREAT").then().statusCode(200);
            gio.say(id, "REFUSE").then().statusCode(200);
        }

        assertThat(of(notices("CRIMINAL-POLICE"), own.id()))
                .as("once for the link that it has a notice of, and nothing of the other")
                .extracting(notice -> notice.get("kind") + " " + notice.get("link"))
                .containsExactly("RELEASED_FOR_LIFE_THREAT true", "RELEASE_TAKEN_BACK true");
    }

    @Test
    void aLinkLeavesAtOnceThoughOtherProductsAreLookedAtBeforeIt() throws SQLException {
        Events one = Events.trafficking().with(PersonCategory.SUSPECT, "Abashidze");
        Events other = Events.trafficking().by("MIGRATION-DEPARTMENT").with(PersonCategory.SUSPECT, "Dadiani");
        bus.publish(one, other);
        for (Events source : List.of(one, other)) {
            nino.say(nino.pending(source.id(), "EUROPOL"), "APPROVE").then().statusCode(200);
        }
        Event before = Events.link(one.event(), other.event());
        Event link = Events.link(one.event(), other.event());
        bus.publish(List.of(before, link), Optional.empty());
        nino.pending(before.id(), "EUROPOL");
        int id = nino.pending(link.id(), "EUROPOL");

        try (HeldHead held = HeldHead.of(before.id())) {
            mark(before.id());
            held.awaited();
            mark(link.id());

            nino.say(id, "LIFE_THREAT").then().statusCode(200);

            assertThat(europol.of(link.id(), 1))
                    .extracting(FeedClient.Item::kind)
                    .containsExactly("NEW");
        }
    }

    private void mark(EventId product) {
        pool.query("INSERT INTO product_due (product) VALUES ('" + product + "')")
                .executeAndAwait();
    }

    private static List<Integer> unconfirmed(ReleaseClient officer) {
        return officer.queue("unconfirmed=true").getList("items.id");
    }

    private static List<Map<String, Object>> notices(String agency) {
        Response answer = given().auth()
                .oauth2(TestIssuer.machine(agency, "feed-reader").mint())
                .get("/v1/notices?limit=1000");
        answer.then().statusCode(200);
        return answer.jsonPath().getList("items");
    }

    private static List<Map<String, Object>> of(List<Map<String, Object>> notices, EventId event) {
        return notices.stream()
                .filter(notice -> event.toString().equals(notice.get("eventId")))
                .toList();
    }

    private static List<String> kinds(List<Map<String, Object>> notices, EventId event) {
        return of(notices, event).stream()
                .filter(notice -> "EUROPOL".equals(notice.get("partner")))
                .map(notice -> String.valueOf(notice.get("kind")))
                .toList();
    }
}
