package ge.khidi.sharing.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import ge.khidi.contract.detail.LinkDetail.Standing;
import ge.khidi.contract.entity.PersonCategory;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.RevisionKind;
import ge.khidi.contract.event.Status;
import ge.khidi.contract.handling.ReleasableTo;
import ge.khidi.localstack.test.KafkaAndPostgres;
import ge.khidi.relay.trace.FreshContext;
import ge.khidi.sharing.Bus;
import ge.khidi.sharing.Events;
import ge.khidi.sharing.FeedClient;
import ge.khidi.sharing.activation.Officers;
import ge.khidi.sharing.decision.DecisionTable;
import ge.khidi.sharing.decision.Feed;
import ge.khidi.sharing.policy.Decision;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.hibernate.reactive.mutiny.Mutiny;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ProductsIT {

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
    private static final String ON_EARLIER_CONDITIONS = """
            WITH earlier AS (
                INSERT INTO terms (digest, text)
                SELECT 'of ' || r.event_id, replace(t.text, '"onwardTransfer":"', '"onwardTransfer":"Never. ')
                FROM feed_row r JOIN terms t ON t.id = r.terms JOIN feed f ON f.id = r.feed
                WHERE r.event_id = '%1$s' AND f.partner = 'IAD' RETURNING id
            )
            UPDATE feed_row SET terms = (SELECT id FROM earlier)
            WHERE event_id = '%1$s' AND feed = (SELECT id FROM feed WHERE partner = 'IAD')
            """;

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

    @Test
    void aLinkComesAgainUnderTheProfileOfNowThoughTheFeedsPassedItByWhenTheyFollowed() throws SQLException {
        FeedClient border = FeedClient.fromNowOn("BORDER-POLICE");
        Events first = Events.movement().with(PersonCategory.MISSING_PERSON, "Kapanadze");
        Events second = Events.movement();
        Events nobodys = Events.movement().to(ReleasableTo.named(AgencyId.IAD));
        bus.publish(nobodys);
        Event link = offered(first, second);
        border.of(link.id(), 1);
        iad.of(nobodys.id(), 1);

        try (Connection own = KafkaAndPostgres.postgres().database("sharing").connect();
                Statement statement = own.createStatement()) {
            lookAt(link, statement);
            // As where it is of another class until it is looked at again, because of a country that is sought from
            // now on.
            statement.execute("UPDATE event_revision SET class_id ="
                    + " (SELECT class_id FROM event_revision WHERE event_id = '" + nobodys.id()
                    + "') WHERE event_id = '"
                    + link.id() + "'");
            Officers.activate(Officers.baselineAnd("test.cedar", ANOTHER_PROFILE));
            Officers.followed();
            assertThat(of(link.id(), border.readOn())).hasSize(1);

            lookAt(link, statement);
            assertThat(border.of(link.id(), 2))
                    .extracting(FeedClient.Item::kind)
                    .containsExactly("NEW", "UPDATE");
            assertThat(border.of(link.id(), 2).get(1).event()).isNotNull();

            lookAt(link, statement);
            assertThat(of(link.id(), border.readOn())).as("once").hasSize(2);
        } finally {
            Officers.restore();
            Officers.followed();
        }
    }

    @Test
    void aLinkThatTheRulesGiveInOtherWordsComesAgainAsAnUpdate() {
        FeedClient border = FeedClient.fromNowOn("BORDER-POLICE");
        Event link = offered(Events.movement().with(PersonCategory.MISSING_PERSON, "Kapanadze"), Events.movement());
        border.of(link.id(), 1);

        try {
            Officers.activate(Officers.baselineAnd("test.cedar", ANOTHER_PROFILE));

            List<FeedClient.Item> items = border.of(link.id(), 2);
            assertThat(items)
                    .extracting(FeedClient.Item::kind, FeedClient.Item::revision)
                    .containsExactly(tuple("NEW", 1), tuple("UPDATE", 1));
            assertThat(String.valueOf(items.get(1).conditions())).contains("domestic-operational");
            assertThat(items.get(1).event()).isNotNull();
        } finally {
            Officers.restore();
            Officers.followed();
        }
        assertThat(border.of(link.id(), 3))
                .extracting(FeedClient.Item::kind)
                .containsExactly("NEW", "UPDATE", "UPDATE");
    }

    @Test
    void aCorrectionOfALinkThatWasNotPulledIsSaidThoughTheRulesGiveItInOtherWords() {
        FeedClient border = FeedClient.fromNowOn("BORDER-POLICE");
        Events first = Events.movement().with(PersonCategory.MISSING_PERSON, "Kapanadze");
        Events second = Events.movement();
        Event link = offered(first, second);
        border.of(link.id(), 1);
        bus.publish(List.of(Events.next(link, Standing.CONFIRMED, first.event(), second.event())), Optional.empty());
        iad.of(link.id(), 2);

        try {
            Officers.activate(Officers.baselineAnd("test.cedar", ANOTHER_PROFILE));

            List<FeedClient.Item> items = border.of(link.id(), 3);
            assertThat(items)
                    .extracting(FeedClient.Item::kind, FeedClient.Item::revision)
                    .containsExactly(tuple("NEW", 1), tuple("CORRECTION", 2), tuple("UPDATE", 2));
            assertThat(items.get(1).event()).isNull();
            assertThat(items.get(2).event()).isNotNull();
        } finally {
            Officers.restore();
            Officers.followed();
        }
    }

    @Test
    void whoReadOnWhileALinkWasHiddenGetsItThoughTheRulesCameBackBeforeItWasLookedAt() throws SQLException {
        FeedClient border = FeedClient.fromNowOn("BORDER-POLICE");
        Event link = offered(Events.movement().with(PersonCategory.MISSING_PERSON, "Kapanadze"), Events.movement());

        try (Connection own = KafkaAndPostgres.postgres().database("sharing").connect();
                Statement statement = own.createStatement()) {
            nobodyLooksAt(link, own, statement);
            Officers.activate(Officers.baselineAnd("test.cedar", ANOTHER_PROFILE));
            Officers.followed();
            assertThat(of(link.id(), border.readOn()))
                    .as("in the wording of the rules before")
                    .isEmpty();
            Officers.restore();
            Officers.followed();
            own.rollback();

            assertThat(border.of(link.id(), 1))
                    .extracting(FeedClient.Item::kind)
                    .containsExactly("UPDATE");
        } finally {
            Officers.restore();
            Officers.followed();
        }
    }

    /** Until the transaction ends: whoever takes the marks of this product waits for this one. */
    private static void nobodyLooksAt(Event link, Connection own, Statement statement) throws SQLException {
        own.setAutoCommit(false);
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .pollDelay(Duration.ZERO)
                .until(() -> {
                    statement.execute("INSERT INTO product_due (product) VALUES ('" + link.id() + "')");
                    own.commit();
                    try (ResultSet held = statement.executeQuery("SELECT 1 FROM product_due WHERE product = '"
                            + link.id() + "' ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED")) {
                        return held.next();
                    }
                });
    }

    @Test
    void aLinkComesAgainOnTheConditionsOfNow() throws SQLException {
        Event link = offered(Events.movement(), Events.movement());

        try (Connection own = KafkaAndPostgres.postgres().database("sharing").connect();
                Statement statement = own.createStatement()) {
            lookAt(link, statement);
            assertThat(of(link.id(), iad.readOn())).as("it has just that").hasSize(1);
            statement.execute(ON_EARLIER_CONDITIONS.formatted(link.id()));

            lookAt(link, statement);
            assertThat(iad.of(link.id(), 2)).extracting(FeedClient.Item::kind).containsExactly("NEW", "UPDATE");
        }
    }

    /** As when a source of it has moved. */
    private static void lookAt(Event link, Statement statement) throws SQLException {
        statement.execute("INSERT INTO product_due (product) VALUES ('" + link.id() + "')");
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .pollDelay(Duration.ZERO)
                .until(() -> Officers.number(
                                statement, "SELECT count(*) FROM product_due WHERE product = '" + link.id() + "'")
                        == 0);
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
