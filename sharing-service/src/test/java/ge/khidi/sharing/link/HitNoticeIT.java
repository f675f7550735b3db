package ge.khidi.sharing.link;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.detail.LinkDetail.Standing;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.RevisionKind;
import ge.khidi.contract.handling.ReleasableTo;
import ge.khidi.localstack.test.TestIssuer;
import ge.khidi.sharing.Bus;
import ge.khidi.sharing.Events;
import ge.khidi.sharing.FeedClient;
import ge.khidi.sharing.HitClient;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class HitNoticeIT {

    private final Bus bus = new Bus();
    private final FeedClient iad = FeedClient.fromNowOn("IAD");
    private final HitClient patrol = new HitClient("PATROL-POLICE");
    private final HitClient criminal = new HitClient("CRIMINAL-POLICE");

    /** Kept from each other, so that neither originator may read a link between them. */
    private final Events seen = Events.movement().silent();

    private final Events reported = Events.trafficking().silent();

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void originatorsWhoMayNotReadALinkAreToldOfTheirOwnEventAndNothingElse() {
        Event link = publish(Events.link(seen.event(), reported.event()));

        List<HitClient.Notice> patrols = patrol.about(seen.id(), 1);
        List<HitClient.Notice> criminals = criminal.about(reported.id(), 1);

        assertThat(patrols)
                .extracting(HitClient.Notice::kind, HitClient.Notice::revision, HitClient.Notice::contact)
                .containsExactly(tuple("HIT", 1, "IAD"));
        assertThat(criminals).hasSize(1);
        assertThat(patrols.get(0).reference())
                .as("two agencies cannot tell that they were told of the same link")
                .isNotEqualTo(criminals.get(0).reference());
        assertThat(iad.of(link.id(), 1)).hasSize(1);
        assertThat(new HitClient("PATROL-POLICE").page(null, 1000).asString())
                .contains(seen.id().toString())
                .doesNotContain(reported.id().toString())
                .doesNotContain(link.id().toString())
                .doesNotContain("CRIMINAL-POLICE")
                .doesNotContain("VEHICLE_PLATE");
        assertThat(new HitClient("BORDER-POLICE").page(null, 1000).asString())
                .doesNotContain(seen.id().toString());
        assertThat(new FeedClient("PATROL-POLICE").readOn().toString())
                .as("never a feed row")
                .doesNotContain(link.id().toString());
    }

    @Test
    void nobodyIsToldIfOneOriginatorForbidsHitNotices() {
        Events marked = reported.forbiddingHits();
        Event link = Events.link(seen.event(), marked.event());
        bus.publish(seen, marked);
        bus.publish(List.of(link), Optional.empty());

        iad.of(link.id(), 1);

        assertThat(patrol.about(seen.id())).isEmpty();
        assertThat(criminal.about(marked.id())).isEmpty();
    }

    @Test
    void nobodyIsToldIfAnOriginatorReadsTheLink() {
        Events open = Events.movement();
        Events named = Events.trafficking()
                .to(ReleasableTo.named(AgencyId.IAD, new AgencyId("PATROL-POLICE"), new AgencyId("CRIMINAL-POLICE")));
        Event link = Events.link(open.event(), named.event());
        bus.publish(open, named);
        bus.publish(List.of(link), Optional.empty());

        new FeedClient("PATROL-POLICE").of(link.id(), 1);
        iad.of(link.id(), 1);

        assertThat(patrol.about(open.id())).isEmpty();
    }

    @Test
    void whoeverWasToldLearnsThatTheLinkWasWithdrawn() {
        Event link = publish(Events.link(seen.event(), reported.event()));
        String reference = patrol.about(seen.id(), 1).get(0).reference();
        criminal.about(reported.id(), 1);

        bus.publish(List.of(Events.withdrawn(link, seen.event(), reported.event())), Optional.empty());

        assertThat(patrol.about(seen.id(), 2))
                .extracting(HitClient.Notice::kind, HitClient.Notice::reference)
                .containsExactly(tuple("HIT", reference), tuple("ENDED", reference));
        assertThat(criminal.about(reported.id(), 2))
                .extracting(HitClient.Notice::kind)
                .containsExactly("HIT", "ENDED");
        assertThat(new HitClient("PATROL-POLICE").about(seen.id()))
                .as("read again from the beginning")
                .extracting(HitClient.Notice::kind)
                .containsExactly("ENDED");
    }

    @Test
    void whoeverWasToldLearnsThatAnAnalystRejectedIt() {
        Event link = publish(Events.link(seen.event(), reported.event()));
        patrol.about(seen.id(), 1);

        bus.publish(List.of(Events.next(link, Standing.REJECTED, seen.event(), reported.event())), Optional.empty());

        assertThat(patrol.about(seen.id(), 2))
                .extracting(HitClient.Notice::kind)
                .containsExactly("HIT", "ENDED");
    }

    @Test
    void aCorrectionOfTheOtherEventIsNobodysBusiness() {
        Event link = publish(Events.link(seen.event(), reported.event()));
        patrol.about(seen.id(), 1);
        criminal.about(reported.id(), 1);

        Events corrected = reported.next(RevisionKind.CORRECTION);
        bus.publish(corrected);
        bus.publish(List.of(Events.next(link, Standing.CONFIRMED, seen.event(), corrected.event())), Optional.empty());

        assertThat(criminal.about(reported.id(), 2))
                .extracting(HitClient.Notice::kind, HitClient.Notice::revision)
                .containsExactly(tuple("HIT", 1), tuple("HIT", 2));
        assertThat(patrol.about(seen.id())).hasSize(1);
    }

    @Test
    void onlyReadersOfTheAgencyAreTold() {
        given().get("/v1/hit-notices").then().statusCode(401);
        given().auth()
                .oauth2(TestIssuer.machine("PATROL-POLICE", "event-publisher").mint())
                .get("/v1/hit-notices")
                .then()
                .statusCode(403);
        given().auth()
                .oauth2(TestIssuer.person("nino", "PATROL-POLICE", "liaison-officer")
                        .mint())
                .get("/v1/hit-notices")
                .then()
                .statusCode(400);
        assertThat(new HitClient("NOBODY-KNOWN").page(null, 10).jsonPath().getList("items"))
                .isEmpty();
    }

    private Event publish(Event link) {
        bus.publish(seen, reported);
        bus.publish(List.of(link), Optional.empty());
        return link;
    }
}
