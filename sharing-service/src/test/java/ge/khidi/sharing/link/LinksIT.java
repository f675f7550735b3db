package ge.khidi.sharing.link;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.contract.entity.PersonCategory;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.RevisionKind;
import ge.khidi.contract.event.Status;
import ge.khidi.contract.handling.ReleasableTo;
import ge.khidi.localstack.test.TestIssuer;
import ge.khidi.sharing.Bus;
import ge.khidi.sharing.Events;
import ge.khidi.sharing.FeedClient;
import ge.khidi.sharing.HitClient;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Header;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LinksIT {

    private final Bus bus = new Bus();
    private final FeedClient iadsFeed = FeedClient.fromNowOn("IAD");
    private final HitClient iad = new HitClient("IAD");
    private final HitClient patrol = new HitClient("PATROL-POLICE");
    private final HitClient border = new HitClient("BORDER-POLICE");

    private final Events seen = Events.movement().silent();
    private final Events reported = Events.trafficking().silent();

    @Inject
    Pool pool;

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void whoMayReadALinkGetsItAsInTheFeedAndWhereItWasSeen() {
        Event link = published(seen, reported);
        FeedClient.Item row = iadsFeed.of(link.id(), 1).get(0);

        var answer = iad.get("/v1/links/" + link.id())
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(answer.<String>get("access")).isEqualTo("LINK");
        assertThat(answer.<String>get("item.cursor")).isEqualTo(row.cursor());
        assertThat(answer.<Object>get("item.event")).isEqualTo(row.event());

        int reads = reads(seen);
        var sightings = iad.get("/v1/links/" + link.id() + "/sightings")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(sightings.<String>getList("items.eventId"))
                .containsExactlyInAnyOrder(seen.id().toString(), reported.id().toString());
        assertThat(sightings.<String>getList("items.type"))
                .containsExactlyInAnyOrder("MOVEMENT_OF_INTEREST", "CRIME_REPORT");
        assertThat(sightings.<String>getList("items.cursor")).doesNotContainNull();
        assertThat(reads(seen)).as("its originator sees that it was shown").isEqualTo(reads + 1);

        assertThat(iad.get("/v1/links?event=" + seen.id()).jsonPath().<String>getList("items.item.eventId"))
                .containsExactly(link.id().toString());
    }

    @Test
    void anOriginatorWhoKnowsOfTheHitSeesWhoReadTheLinkAndNothingOfTheOtherEvent() {
        Events quiet = Events.movement().silent();
        Events forbidding = Events.trafficking().silent().forbiddingHits();
        Event link = published(seen, reported);
        Event unknown = published(quiet, forbidding);
        iadsFeed.of(link.id(), 1);
        iadsFeed.of(unknown.id(), 1);
        patrol.about(seen.id(), 1);
        Instant since = Instant.now();

        iad.get("/v1/links/" + link.id()).then().statusCode(200);
        iad.get("/v1/links/" + unknown.id()).then().statusCode(200);

        Response own = readers(seen.id());
        own.then().body("lookedAt.agency", hasItem("IAD")).body("lookedAt.action", hasItem("link.read"));
        AtomicReference<String> next = new AtomicReference<>("since=" + since);
        Response mine = Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> mine(next), page -> page.asString().contains("\"link.read\""));
        assertThat(mine.jsonPath().<String>getList("items.findAll { it.action == 'link.read' }.eventId"))
                .contains(seen.id().toString())
                .doesNotContain(quiet.id().toString());
        for (Response one : List.of(own, mine)) {
            assertThat(one.asString())
                    .doesNotContain(reported.id().toString())
                    .doesNotContain(link.id().toString());
        }
        readers(quiet.id()).then().body("lookedAt", empty());
    }

    @Test
    void whoReadANoticeIsToldToWhoseEventItNamedThenThoughItNamesItNoMore() {
        Events own = Events.movement();
        Events second = Events.trafficking().by("BORDER-POLICE");
        Events third = Events.trafficking().by("BORDER-POLICE");
        Events later = Events.movement();
        Event notice = Events.linkNotice(own.event(), second.event(), third.event());
        bus.publish(own, second, third, later);
        bus.publish(List.of(notice), Optional.empty());
        FeedClient.fromNowOn("PATROL-POLICE").of(notice.id(), 1);
        iadsFeed.of(notice.id(), 1);
        Instant since = Instant.now();
        iad.get("/v1/links/" + notice.id()).then().statusCode(200);

        bus.publish(List.of(Events.next(notice, second.event(), third.event(), later.event())), Optional.empty());
        iadsFeed.of(notice.id(), 2);
        iad.get("/v1/links/" + notice.id()).then().statusCode(200);

        readers(own.id())
                .then()
                .body("lookedAt.findAll { it.action == 'link.read' }.agency", contains("IAD"))
                .body("lookedAt.findAll { it.action == 'link.read' }.times", contains(1));
        readers(later.id()).then().body("lookedAt.findAll { it.action == 'link.read' }.times", contains(1));
        AtomicReference<String> next = new AtomicReference<>("since=" + since);
        Response mine = Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(
                        () -> mine(next),
                        page -> linksReadOf(page).contains(own.id().toString()));
        assertThat(linksReadOf(mine)).containsOnlyOnce(own.id().toString());
    }

    private static List<String> linksReadOf(Response page) {
        return page.jsonPath().getList("items.findAll { it.action == 'link.read' }.eventId");
    }

    private static Response readers(EventId event) {
        return patrols("/v1/audit/events/" + event);
    }

    /** What Patrol Police are told further on: the first page with a link read, or the last there is. */
    private static Response mine(AtomicReference<String> next) {
        Response page;
        do {
            page = patrols("/v1/audit/mine?" + next.get());
            next.set("after=" + page.jsonPath().getString("next"));
        } while (page.jsonPath().getBoolean("more") && !page.asString().contains("\"link.read\""));
        return page;
    }

    private static Response patrols(String path) {
        return given().auth()
                .oauth2(TestIssuer.machine("PATROL-POLICE", "event-publisher").mint())
                .get(path);
    }

    @Test
    void anOriginatorWhoMayNotReadItLearnsOnlyThatThereIsAHit() {
        Event link = published(seen, reported);
        String reference = patrol.about(seen.id(), 1).get(0).reference();

        Response answer = patrol.get("/v1/links/" + reference);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.jsonPath().<String>get("access")).isEqualTo("HIT_ONLY");
        assertThat(answer.jsonPath().<String>get("eventId")).isEqualTo(seen.id().toString());
        assertThat(answer.jsonPath().<String>get("contact")).isEqualTo("IAD");
        Response sightings = patrol.get("/v1/links/" + reference + "/sightings");
        assertThat(sightings.jsonPath().<String>getList("items.eventId"))
                .containsExactly(seen.id().toString());
        Response links = patrol.get("/v1/links?event=" + seen.id());
        assertThat(links.jsonPath().<String>getList("items.reference")).containsExactly(reference);
        for (Response one : List.of(answer, sightings, links)) {
            assertThat(one.asString())
                    .doesNotContain(reported.id().toString())
                    .doesNotContain(link.id().toString())
                    .doesNotContain("CRIMINAL-POLICE")
                    .doesNotContain("CRIME_REPORT")
                    .doesNotContain("VEHICLE_PLATE");
        }
        assertThat(iad.get("/v1/links/" + reference).jsonPath().<String>get("item.eventId"))
                .as("IAD, who is asked, finds the link by the reference")
                .isEqualTo(link.id().toString());
    }

    @Test
    void aLinkThatOneMayNotKnowOfIsALinkThatDoesNotExist() {
        Event link = published(seen, reported);
        iadsFeed.of(link.id(), 1);
        String reference = patrol.about(seen.id(), 1).get(0).reference();
        String nobodys = UUID.randomUUID().toString();

        for (String path : List.of("/v1/links/%s", "/v1/links/%s/sightings")) {
            Response absent = border.get(path.formatted(nobodys));
            assertThat(absent.statusCode()).isEqualTo(404);
            assertThat(absent.contentType()).startsWith("application/problem+json");
            for (String hidden :
                    List.of(link.id().toString(), reference, seen.id().toString())) {
                assertSame(border.get(path.formatted(hidden)), absent, hidden, nobodys);
            }
            assertSame(
                    patrol.get(path.formatted(link.id())),
                    patrol.get(path.formatted(nobodys)),
                    link.id().toString(),
                    nobodys);
        }
        assertThat(border.get("/v1/links?event=" + seen.id()).asString())
                .isEqualTo(border.get("/v1/links?event=" + nobodys).asString());
        assertThat(new HitClient("NOBODY-KNOWN").get("/v1/links/" + link.id()).statusCode())
                .isEqualTo(404);
        assertThat(border.get("/v1/links/nonsense").statusCode()).isEqualTo(404);
        assertThat(border.get("/v1/links").statusCode()).isEqualTo(400);
    }

    @Test
    void whoLostASourceHasNoLinkAnyMore() {
        Events open = Events.movement();
        Events known = Events.trafficking()
                .to(ReleasableTo.named(AgencyId.IAD, new AgencyId("PATROL-POLICE"), new AgencyId("CRIMINAL-POLICE")));
        Event link = published(open, known);
        FeedClient patrolsFeed = new FeedClient("PATROL-POLICE");
        patrolsFeed.of(link.id(), 1);
        assertThat(patrol.get("/v1/links/" + link.id()).statusCode()).isEqualTo(200);

        bus.publish(known.next(RevisionKind.SUPPLEMENT).to(ReleasableTo.named(AgencyId.IAD)));

        patrolsFeed.of(known.id(), 2);
        assertThat(patrol.get("/v1/links/" + link.id()).statusCode())
                .as("at once, before the feed says so")
                .isEqualTo(404);
        assertThat(patrolsFeed.of(link.id(), 2))
                .extracting(FeedClient.Item::kind)
                .containsExactly("NEW", "NO_LONGER_OFFERED");
        assertThat(patrol.get("/v1/links?event=" + open.id()).jsonPath().getList("items"))
                .isEmpty();
    }

    @Test
    void aWithdrawnLinkIsNoLinkForAnybody() {
        Event link = published(seen, reported);
        iadsFeed.of(link.id(), 1);
        String reference = patrol.about(seen.id(), 1).get(0).reference();

        bus.publish(List.of(Events.withdrawn(link, seen.event(), reported.event())), Optional.empty());

        iadsFeed.of(link.id(), 2);
        patrol.about(seen.id(), 2);
        assertThat(iad.get("/v1/links/" + link.id()).statusCode()).isEqualTo(404);
        assertThat(patrol.get("/v1/links/" + reference).statusCode()).isEqualTo(404);
        assertThat(patrol.get("/v1/links?event=" + seen.id()).jsonPath().getList("items"))
                .isEmpty();
    }

    @Test
    void aSourceThatMayNotBeUsedEndsTheHit() {
        published(seen, reported);
        patrol.about(seen.id(), 1);

        bus.publish(reported.next(Status.RESTRICTED));

        assertThat(patrol.about(seen.id(), 2))
                .extracting(HitClient.Notice::kind)
                .containsExactly("HIT", "ENDED");
    }

    @Test
    void everyAnswerIsInTheAuditLog() {
        Event link = published(seen, reported);
        iadsFeed.of(link.id(), 1);
        String reference = patrol.about(seen.id(), 1).get(0).reference();

        iad.get("/v1/links/" + link.id()).then().statusCode(200);
        patrol.get("/v1/links/" + reference).then().statusCode(200);

        String log = Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> log(link.id()), all -> all.contains("\"hit.read\""));
        assertThat(log)
                .contains("\"link.read\"")
                .contains("\"hit.hit\"")
                .contains("\"recipient\":\"PATROL-POLICE\"")
                .contains("\"recipient\":\"CRIMINAL-POLICE\"");
    }

    @Test
    void aLinkReachesEuropolOnlyWhenItHasBeenOfferedEverySource() {
        Events first = Events.trafficking();
        Events second = Events.trafficking().by("BORDER-POLICE").with(PersonCategory.SUSPECT, "Kanarienvogel");
        Events third = Events.trafficking().by("BORDER-POLICE");
        Event open = published(first, third);
        Event hidden = published(first, second);
        Event notice = Events.linkNotice(first.event(), second.event(), third.event());
        bus.publish(List.of(notice), Optional.empty());
        iadsFeed.of(hidden.id(), 1);
        iadsFeed.of(notice.id(), 1);

        approve(open.id());

        FeedClient europol = new FeedClient("EUROPOL");
        FeedClient.Item item = europol.of(open.id(), 1).get(0);
        assertThat(String.valueOf(item.event()))
                .contains(first.id().toString())
                .contains(third.id().toString());
        assertThat(europol.readOn().toString())
                .as("the second waits for its release, so nothing may name it")
                .doesNotContain(second.id().toString())
                .doesNotContain(hidden.id().toString())
                .doesNotContain(notice.id().toString());
        HitClient asking = new HitClient("EUROPOL");
        assertThat(asking.get("/v1/links/" + open.id() + "/sightings")
                        .jsonPath()
                        .<String>getList("items.eventId"))
                .containsExactlyInAnyOrder(first.id().toString(), third.id().toString());
        assertThat(asking.get("/v1/links/" + hidden.id()).statusCode()).isEqualTo(404);
        assertThat(asking.get("/v1/links/" + notice.id()).statusCode()).isEqualTo(404);
        assertThat(asking.get("/v1/links?event=" + first.id()).asString())
                .contains(open.id().toString())
                .doesNotContain(second.id().toString())
                .doesNotContain(hidden.id().toString());
        assertThat(queue("ILECC"))
                .as("what may not go is not even asked for")
                .doesNotContain(hidden.id().toString());
    }

    /** As a page of the feed, from midnight until it is decided anew. */
    @Test
    void nothingOfALinkIsShownOnRightsThatEndedAtMidnight() {
        published(seen, reported);
        String hit = "/v1/links/" + patrol.about(seen.id(), 1).get(0).reference();
        patrol.get(hit).then().statusCode(200);

        run(
                "INSERT INTO epoch_until (epoch, partner, until) SELECT epoch, 'PATROL-POLICE', current_date - 2 FROM current_epoch");
        int ended = patrol.get(hit).statusCode();
        String links = patrol.get("/v1/links?event=" + seen.id()).asString();
        run("DELETE FROM epoch_until WHERE partner = 'PATROL-POLICE'");

        assertThat(ended).isEqualTo(404);
        assertThat(links).doesNotContain("reference");
        patrol.get(hit).then().statusCode(200);
    }

    private void run(String statement) {
        pool.query(statement).execute().await().atMost(Duration.ofMinutes(1));
    }

    private Event published(Events first, Events second) {
        Event link = Events.link(first.event(), second.event());
        bus.publish(first, second);
        bus.publish(List.of(link), Optional.empty());
        return link;
    }

    private static void assertSame(Response hidden, Response absent, String asked, String nobodys) {
        assertThat(hidden.statusCode()).isEqualTo(absent.statusCode());
        assertThat(hidden.asString().replace(asked, "…"))
                .isEqualTo(absent.asString().replace(nobodys, "…"));
        assertThat(headers(hidden)).isEqualTo(headers(absent));
    }

    private static List<String> headers(Response response) {
        return response.headers().asList().stream()
                .filter(header -> !header.getName().equalsIgnoreCase("date"))
                .map(Header::toString)
                .toList();
    }

    private static String log(EventId link) {
        return given().auth()
                .oauth2(TestIssuer.person("maka", "IAD", "auditor").mint())
                .get("/v1/audit/export")
                .asString()
                .lines()
                .filter(line -> line.contains(link.toString()))
                .reduce("", (all, line) -> all + line + "\n");
    }

    private static int reads(Events event) {
        return readers(event.id()).jsonPath().<Integer>get("items.find { it.agency == 'IAD' }.reads");
    }

    private static void approve(EventId event) {
        String find = "items.find { it.eventId == '" + event + "' && it.partner == 'EUROPOL' }?.id";
        Integer id = Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(
                        () -> officer("ILECC")
                                .get("/v1/releases?state=PENDING")
                                .jsonPath()
                                .<Integer>get(find),
                        found -> found != null);
        officer("ILECC")
                .contentType("application/json")
                .body("{\"decision\":\"APPROVE\",\"reason\":\"needed\",\"caseReference\":\"2026/17\"}")
                .post("/v1/releases/" + id + "/decision")
                .then()
                .statusCode(200);
    }

    private static String queue(String agency) {
        return officer(agency).get("/v1/releases?state=PENDING").asString();
    }

    private static RequestSpecification officer(String agency) {
        return given().auth()
                .oauth2(TestIssuer.person("nino", agency, "release-officer").mint());
    }
}
