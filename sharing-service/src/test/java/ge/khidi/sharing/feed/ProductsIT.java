package ge.khidi.sharing.feed;

import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import ge.khidi.contract.detail.LinkDetail.Standing;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.RevisionKind;
import ge.khidi.contract.event.Status;
import ge.khidi.contract.handling.ReleasableTo;
import ge.khidi.relay.trace.FreshContext;
import ge.khidi.sharing.Bus;
import ge.khidi.sharing.Events;
import ge.khidi.sharing.FeedClient;
import ge.khidi.sharing.decision.DecisionTable;
import ge.khidi.sharing.decision.Feed;
import ge.khidi.sharing.policy.Decision;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ProductsIT {

    @Inject
    Mutiny.SessionFactory sessions;

    @Inject
    DecisionTable decisions;

    @Inject
    LateRows rows;

    @Inject
    Vertx vertx;

    private final Bus bus = new Bus();
    private final FeedClient iad = FeedClient.fromNowOn("IAD");

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void aLinkWaitsForItsSourcesAndGoesOnlyToThoseWhoMayKnowBoth() {
        Events first = Events.movement();
        Events second = Events.movement().to(ReleasableTo.named(AgencyId.IAD));
        Event link = Events.link(first.event(), second.event());

        bus.publish(List.of(link), Optional.empty());
        bus.publish(first);
        FeedClient borderPolice = new FeedClient("BORDER-POLICE");
        borderPolice.of(first.id(), 1);
        assertThat(of(link.id(), iad.readOn())).isEmpty();

        bus.publish(second);

        assertThat(iad.of(link.id(), 1)).extracting(FeedClient.Item::kind).containsExactly("NEW");
        assertThat(of(link.id(), borderPolice.readOn())).isEmpty();
    }

    @Test
    void aLinkIsNoLongerOfferedOnceASourceMovesOn() {
        Events first = Events.movement();
        Events second = Events.movement();
        Event link = offered(first, second);

        bus.publish(first.next(RevisionKind.CORRECTION));
        assertThat(iad.of(link.id(), 2)).extracting(FeedClient.Item::kind).containsExactly("NEW", "NO_LONGER_OFFERED");

        bus.publish(second.next(Status.WITHDRAWN));
        iad.of(second.id(), 2);
        assertThat(of(link.id(), iad.readOn())).hasSize(2);
    }

    @Test
    void aCorrectionOfALinkReachesWhoeverHadItThoughItWasNoLongerOffered() {
        Events first = Events.movement();
        Events second = Events.movement();
        Event link = offered(first, second);
        Events corrected = first.next(RevisionKind.CORRECTION);
        bus.publish(corrected);
        iad.of(link.id(), 2);
        Event confirmed = Events.next(link, Standing.CONFIRMED, corrected.event(), second.event());

        bus.publish(List.of(confirmed), Optional.empty());

        List<FeedClient.Item> items = iad.of(link.id(), 3);
        assertThat(items).extracting(FeedClient.Item::kind).containsExactly("NEW", "NO_LONGER_OFFERED", "CORRECTION");
        assertThat(items.get(2).event()).isNotNull();

        Events forOthers =
                corrected.next(RevisionKind.CORRECTION).to(ReleasableTo.named(new AgencyId("BORDER-POLICE")));
        bus.publish(
                List.of(Events.next(confirmed, Standing.CONFIRMED, forOthers.event(), second.event())),
                Optional.empty());

        assertThat(iad.of(link.id(), 4).get(3))
                .as("what is right may not leave for it")
                .extracting(FeedClient.Item::kind, FeedClient.Item::revision, FeedClient.Item::event)
                .containsExactly("CORRECTION", 3, null);
    }

    @Test
    void aLinkComesAgainBehindASourceThatCameAgain() {
        Events first = Events.movement();
        Events second = Events.movement();
        Event link = offered(first, second);

        bringAgain(first);

        assertThat(iad.of(link.id(), 2))
                .as("a page in between may have hidden it")
                .extracting(FeedClient.Item::kind)
                .containsExactly("NEW", "UPDATE");
    }

    private Event offered(Events first, Events second) {
        Event link = Events.link(first.event(), second.event());
        bus.publish(first, second);
        bus.publish(List.of(link), Optional.empty());
        iad.of(link.id(), 1);
        return link;
    }

    /** As where rules came back into force before the feeds had followed their change. */
    private void bringAgain(Events source) {
        Feed feed = decisions.find(AgencyId.IAD).orElseThrow();
        Decision full = new Decision.Full(new Decision.Grounds(Optional.empty(), List.of(), List.of(), List.of()));
        FreshContext.run(
                        vertx,
                        FreshContext.untraced(),
                        () -> sessions.withTransaction(session -> rows.hold(session, source.id())
                                .chain(() ->
                                        rows.bring(session, feed, new RevisionId(source.id(), 1), full, Cause.EPOCH))))
                .await()
                .atMost(Duration.ofMinutes(1));
    }

    private static List<FeedClient.Item> of(EventId event, List<FeedClient.Item> all) {
        return FeedClient.of(event, all);
    }
}
