package ge.khidi.sharing.feed;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.entity.PersonCategory;
import ge.khidi.contract.event.RevisionKind;
import ge.khidi.contract.event.Status;
import ge.khidi.contract.handling.ReleasableTo;
import ge.khidi.localstack.test.TestIssuer;
import ge.khidi.sharing.Bus;
import ge.khidi.sharing.Events;
import ge.khidi.sharing.FeedClient;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class FeedIT {

    private final Bus bus = new Bus();
    private final FeedClient iad = new FeedClient("IAD");
    private final FeedClient borderPolice = new FeedClient("BORDER-POLICE");
    private final FeedClient europol = new FeedClient("EUROPOL");

    @Inject
    Pool pool;

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void anEventReachesWhoMayHaveItAndNobodyElse() {
        Events event = Events.movement();

        bus.publish(event);

        List<FeedClient.Item> items = iad.of(event.id(), 1);
        assertThat(items).extracting(FeedClient.Item::kind).containsExactly("NEW");
        assertThat(items.get(0).event()).isNotNull();
        assertThat(items.get(0).conditions()).isNotNull();
        assertThat(borderPolice.of(event.id(), 1)).hasSize(1);
        assertThat(FeedClient.of(event.id(), europol.readOn())).isEmpty();
        assertThat(FeedClient.of(event.id(), new FeedClient("PATROL-POLICE").readOn()))
                .as("an agency is not sent its own words")
                .isEmpty();
        assertThat(new FeedClient("NOBODY-KNOWN").readOn()).isEmpty();
    }

    @Test
    void whatIsWithheldIsNotInTheBytes() {
        Events event =
                Events.movement().with(PersonCategory.SUSPECT, "Singvogel").with(PersonCategory.WITNESS, "Goldammer");

        bus.publish(event);

        iad.of(event.id(), 1);
        borderPolice.of(event.id(), 1);
        for (String agency : List.of("IAD", "BORDER-POLICE")) {
            assertThat(new FeedClient(agency).everything())
                    .contains(event.id().toString(), "Singvogel")
                    .doesNotContain("Goldammer");
        }
    }

    @Test
    void aRevisionHandledTwiceIsOneRow() {
        Events event = Events.movement();
        Events marker = Events.movement();

        bus.publish(event, event);
        bus.publish(event, marker);

        iad.of(marker.id(), 1);
        assertThat(FeedClient.of(event.id(), iad.readOn())).hasSize(1);
    }

    @Test
    void anOlderRevisionNeverFollowsANewerOne() {
        Events first = Events.movement();
        Events second = first.next(RevisionKind.CORRECTION);
        Events third = first.next(RevisionKind.SUPPLEMENT).next(RevisionKind.SUPPLEMENT);

        bus.publish(second);
        iad.of(first.id(), 1);
        bus.publish(first, third);

        assertThat(iad.of(first.id(), 2))
                .extracting(FeedClient.Item::revision, FeedClient.Item::kind)
                .containsExactly(tuple(2, "NEW"), tuple(3, "UPDATE"));
    }

    @Test
    void aCorrectionThatArrivesBehindALaterRevisionReachesWhoeverHadAnEarlierOne() {
        Events first = Events.movement().with(PersonCategory.SUSPECT, "Zurabischwili");
        Events second = first.next(RevisionKind.CORRECTION).with(PersonCategory.SUSPECT, "Zurabishvili");
        Events third = second.next(RevisionKind.SUPPLEMENT).with(PersonCategory.SUSPECT, "Zurabishvili");
        bus.publish(first);
        borderPolice.of(first.id(), 1);
        bus.publish(third);
        borderPolice.of(first.id(), 2);

        bus.publish(second);

        List<FeedClient.Item> items = borderPolice.of(first.id(), 3);
        assertThat(items)
                .extracting(FeedClient.Item::revision, FeedClient.Item::kind)
                .containsExactly(tuple(1, "NEW"), tuple(3, "UPDATE"), tuple(3, "CORRECTION"));
        assertThat(items.get(2))
                .extracting(FeedClient.Item::event, FeedClient.Item::conditions)
                .containsExactly(items.get(1).event(), items.get(1).conditions());
        assertThat(recalls("BORDER-POLICE")).contains(items.get(2).cursor());
        Events marker = Events.movement();
        bus.publish(second, first, third, marker);
        borderPolice.of(marker.id(), 1);
        assertThat(FeedClient.of(first.id(), borderPolice.readOn()))
                .as("arrived again, it changes nothing")
                .hasSize(3);
    }

    @Test
    void aLateCorrectionIsToldAloneToWhoIsOfferedTheEventNoMoreAndNotToWhoNeverHadWhatWasWrong() {
        Events first = Events.movement().to(ReleasableTo.named(new AgencyId("BORDER-POLICE")));
        Events second = first.next(RevisionKind.CORRECTION);
        Events third = second.next(RevisionKind.SUPPLEMENT).to(ReleasableTo.named(AgencyId.IAD));
        bus.publish(first);
        borderPolice.of(first.id(), 1);
        bus.publish(third);
        iad.of(first.id(), 1);

        bus.publish(second);

        FeedClient.Item alone = borderPolice.of(first.id(), 3).get(2);
        assertThat(alone.kind()).isEqualTo("CORRECTION");
        assertThat(alone.revision()).isEqualTo(3);
        assertThat(alone.event()).isNull();
        assertThat(FeedClient.of(first.id(), iad.readOn()))
                .extracting(FeedClient.Item::kind)
                .containsExactly("NEW");
        Events fourth = third.next(RevisionKind.SUPPLEMENT).to(ReleasableTo.BY_POLICY);
        bus.publish(fourth);
        assertThat(borderPolice.of(first.id(), 4).get(3).kind()).isEqualTo("NEW");
    }

    @Test
    void aLateCorrectionIsNotToldToWhoKnowsALaterOneNorToWhoHasErasedTheEvent() {
        Events first = Events.movement();
        Events second = first.next(RevisionKind.CORRECTION);
        Events third = second.next(RevisionKind.CORRECTION);
        Events kept = Events.movement();
        Events corrected = kept.next(RevisionKind.CORRECTION);
        bus.publish(first, kept);
        borderPolice.of(first.id(), 1);
        borderPolice.of(kept.id(), 1);
        bus.publish(third, corrected.next(Status.ERASED));
        borderPolice.of(first.id(), 2);
        borderPolice.of(kept.id(), 2);

        bus.publish(second, corrected);
        arrived(second);
        arrived(corrected);

        assertThat(FeedClient.of(first.id(), borderPolice.readOn()))
                .extracting(FeedClient.Item::revision, FeedClient.Item::kind)
                .containsExactly(tuple(1, "NEW"), tuple(3, "CORRECTION"));
        assertThat(FeedClient.of(kept.id(), borderPolice.readOn()))
                .extracting(FeedClient.Item::kind)
                .containsExactly("NEW", "ERASURE");
    }

    @Test
    void aCorrectionThatArrivesWhileTheEventIsRestrictedIsToldWithoutItAndTheRestrictionAgain() {
        Events first = Events.movement().with(PersonCategory.SUSPECT, "Zurabischwili");
        Events second = first.next(RevisionKind.CORRECTION).with(PersonCategory.SUSPECT, "Zurabishvili");
        Events third = second.next(Status.RESTRICTED);
        bus.publish(first);
        borderPolice.of(first.id(), 1);
        bus.publish(third);
        borderPolice.of(first.id(), 2);

        bus.publish(second);

        List<FeedClient.Item> items = borderPolice.of(first.id(), 4);
        assertThat(items)
                .extracting(FeedClient.Item::revision, FeedClient.Item::kind)
                .containsExactly(
                        tuple(1, "NEW"), tuple(3, "RESTRICTION"), tuple(3, "CORRECTION"), tuple(3, "RESTRICTION"));
        assertThat(items.subList(1, 4)).extracting(FeedClient.Item::event).containsOnlyNulls();
        assertThat(recalls("BORDER-POLICE"))
                .contains(items.get(2).cursor(), items.get(3).cursor());
        Events marker = Events.movement();
        bus.publish(second, first, third, marker);
        borderPolice.of(marker.id(), 1);
        assertThat(FeedClient.of(first.id(), borderPolice.readOn()))
                .as("arrived again, it changes nothing")
                .hasSize(4);
        assertThat(FeedClient.of(first.id(), new FeedClient("BORDER-POLICE").readOn()))
                .as("read again from the beginning")
                .extracting(FeedClient.Item::event)
                .containsOnlyNulls();

        bus.publish(third.next(Status.OPEN));

        FeedClient.Item lifted = borderPolice.of(first.id(), 5).get(4);
        assertThat(lifted.kind()).as("it was told already").isEqualTo("UPDATE");
        assertThat(String.valueOf(lifted.event())).contains("Zurabishvili");
    }

    @Test
    void aLateCorrectionOfARestrictedEventReachesWhoeverHadItAndNobodyElse() {
        Events first = Events.movement().to(ReleasableTo.named(new AgencyId("BORDER-POLICE")));
        Events second = first.next(RevisionKind.CORRECTION);
        Events third = second.next(RevisionKind.SUPPLEMENT).to(ReleasableTo.named(AgencyId.IAD));
        bus.publish(first);
        borderPolice.of(first.id(), 1);
        bus.publish(third, third.next(Status.RESTRICTED));
        borderPolice.of(first.id(), 3);
        iad.of(first.id(), 2);

        bus.publish(second);

        assertThat(borderPolice.of(first.id(), 5))
                .extracting(FeedClient.Item::kind)
                .containsExactly("NEW", "NO_LONGER_OFFERED", "RESTRICTION", "CORRECTION", "RESTRICTION");
        assertThat(FeedClient.of(first.id(), iad.readOn()))
                .as("it never had what was wrong")
                .extracting(FeedClient.Item::kind)
                .endsWith("RESTRICTION")
                .doesNotContain("CORRECTION");
    }

    @Test
    void anEventThatIsCorrectedWhileItIsRestrictedIsSaidToBeBoth() {
        Events first = Events.movement();
        Events second = first.next(Status.RESTRICTED);
        Events third = correctedAndRestricted(second);
        bus.publish(first);
        borderPolice.of(first.id(), 1);
        bus.publish(second);
        borderPolice.of(first.id(), 2);

        bus.publish(third);

        List<FeedClient.Item> items = borderPolice.of(first.id(), 4);
        assertThat(items)
                .extracting(FeedClient.Item::revision, FeedClient.Item::kind)
                .containsExactly(
                        tuple(1, "NEW"), tuple(2, "RESTRICTION"), tuple(3, "CORRECTION"), tuple(3, "RESTRICTION"));
        assertThat(items.get(2).event()).isNull();
        bus.publish(third.next(RevisionKind.CORRECTION));
        FeedClient.Item lifted = borderPolice.of(first.id(), 5).get(4);
        assertThat(lifted.kind()).as("as intake lifts it").isEqualTo("CORRECTION");
        assertThat(lifted.event()).isNotNull();
    }

    private static Events correctedAndRestricted(Events restricted) {
        return new Events(
                restricted.id(),
                restricted.revision() + 1,
                RevisionKind.CORRECTION,
                restricted.state(),
                restricted.originator(),
                restricted.type(),
                restricted.persons(),
                restricted.codes(),
                restricted.releasableTo(),
                restricted.noHitNotice());
    }

    private static List<String> recalls(String agency) {
        return given().auth()
                .oauth2(TestIssuer.machine(agency, "feed-reader").mint())
                .get("/v1/feed/recalls")
                .jsonPath()
                .getList("items.cursor");
    }

    /** Its rows come in the transaction that keeps it. */
    private void arrived(Events revision) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> pool.preparedQuery("SELECT 1 FROM event_revision WHERE event_id = $1 AND revision = $2")
                                .executeAndAwait(Tuple.of(revision.id().value(), revision.revision()))
                                .rowCount()
                        > 0);
    }

    @Test
    void aWithdrawalReachesExactlyThoseWhoHadIt() {
        Events event = Events.movement();
        Events marker = Events.movement();
        bus.publish(event);
        iad.of(event.id(), 1);

        bus.publish(event.next(Status.WITHDRAWN), marker);

        assertThat(iad.of(event.id(), 2)).extracting(FeedClient.Item::kind).containsExactly("NEW", "WITHDRAWAL");
        assertThat(borderPolice.of(event.id(), 2)).hasSize(2);
        assertThat(FeedClient.of(event.id(), europol.readOn())).isEmpty();
        assertThat(FeedClient.of(event.id(), new FeedClient("STATE-SECURITY").readOn()))
                .isEmpty();
        List<FeedClient.Item> later = new FeedClient("IAD").of(event.id(), 2);
        assertThat(later).extracting(FeedClient.Item::event).containsOnlyNulls();
    }

    @Test
    void whoIsNoLongerEntitledIsToldOnceAndServedNoMore() {
        Events event = Events.movement();
        bus.publish(event);
        borderPolice.of(event.id(), 1);

        bus.publish(event.next(RevisionKind.SUPPLEMENT).to(ReleasableTo.named(AgencyId.IAD)));
        borderPolice.of(event.id(), 2);
        bus.publish(event.next(RevisionKind.SUPPLEMENT)
                .next(RevisionKind.SUPPLEMENT)
                .to(ReleasableTo.named(AgencyId.IAD)));
        iad.of(event.id(), 3);

        assertThat(FeedClient.of(event.id(), borderPolice.readOn()))
                .extracting(FeedClient.Item::kind)
                .containsExactly("NEW", "NO_LONGER_OFFERED");
        assertThat(FeedClient.of(event.id(), new FeedClient("BORDER-POLICE").readOn()))
                .as("read again from the beginning")
                .extracting(FeedClient.Item::kind)
                .containsExactly("NO_LONGER_OFFERED");
        assertThat(iad.of(event.id(), 3)).extracting(FeedClient.Item::kind).containsExactly("NEW", "UPDATE", "UPDATE");
    }

    @Test
    void anErasureLeavesNoContentBehind() {
        Events event = Events.movement().with(PersonCategory.SUSPECT, "Vergissmich");
        bus.publish(event);
        iad.of(event.id(), 1);

        bus.publish(event.next(Status.ERASED));

        assertThat(iad.of(event.id(), 2)).extracting(FeedClient.Item::kind).containsExactly("NEW", "ERASURE");
        assertThat(new FeedClient("IAD").readOn().toString())
                .contains(event.id().toString())
                .doesNotContain("Vergissmich");
    }

    @Test
    void aCursorIsGoodForOneClientOnly() {
        Events event = Events.movement();
        bus.publish(event);
        String cursor = iad.of(event.id(), 1).get(0).cursor();

        assertThat(iad.page(cursor, 10).statusCode()).isEqualTo(200);
        assertThat(borderPolice.page(cursor, 10).statusCode()).isEqualTo(400);
        assertThat(iad.page("AAAAAAAAAAAAAAAAAAAAAA", 10).statusCode()).isEqualTo(400);
        assertThat(iad.page(cursor + "A", 10).contentType()).startsWith("application/problem+json");
    }

    @Test
    void aPersonSaysWhyTheyLook() {
        String officer = TestIssuer.person("nino", "IAD", "liaison-officer").mint();

        given().auth().oauth2(officer).get("/v1/feed").then().statusCode(400);
        given().auth()
                .oauth2(officer)
                .header("Khidi-Purpose", "LAW_ENFORCEMENT")
                .header("Khidi-Case", "2026/17")
                .get("/v1/feed")
                .then()
                .statusCode(200);
        given().auth()
                .oauth2(TestIssuer.machine("IAD", "event-publisher").mint())
                .get("/v1/feed")
                .then()
                .statusCode(403);
        given().get("/v1/feed").then().statusCode(401);
    }
}
