package ge.khidi.sharing.activation;

import static ge.khidi.sharing.activation.ActivationIT.NO_MOVEMENTS_TO_BORDER_POLICE;
import static ge.khidi.sharing.activation.Officers.LELA;
import static ge.khidi.sharing.activation.Officers.ZURAB;
import static ge.khidi.sharing.activation.Officers.activate;
import static ge.khidi.sharing.activation.Officers.as;
import static ge.khidi.sharing.activation.Officers.baselineAnd;
import static ge.khidi.sharing.activation.Officers.delivered;
import static ge.khidi.sharing.activation.Officers.drafted;
import static ge.khidi.sharing.activation.Officers.followed;
import static ge.khidi.sharing.activation.Officers.number;
import static ge.khidi.sharing.activation.Officers.restore;
import static ge.khidi.sharing.activation.Officers.say;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.detail.LinkDetail.Standing;
import ge.khidi.contract.entity.PersonCategory;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.RevisionKind;
import ge.khidi.contract.handling.ReleasableTo;
import ge.khidi.localstack.test.KafkaAndPostgres;
import ge.khidi.localstack.test.TestIssuer;
import ge.khidi.sharing.Bus;
import ge.khidi.sharing.Events;
import ge.khidi.sharing.FeedClient;
import ge.khidi.sharing.HitClient;
import ge.khidi.sharing.decision.DecisionTable;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** A link that a change of the rules permits, and that arrived before it, comes by a window or not at all, whenever it is looked at. */
@QuarkusTest
@Order(Integer.MAX_VALUE)
class KeptBackIT {

    private static final String NO_LINKS = """
            @id("test-no-links-of-missing-persons-to-border-police")
            @title("No links with a missing person to Border Police while this test runs")
            @legal_basis("A test")
            forbid (principal == Partner::"BORDER-POLICE", action == Action::"receive", resource)
            when { resource.type == EventType::"LINK" && resource.categories.contains(Category::"MISSING_PERSON") };
            """;
    private static final String NO_COUNTS = """
            @id("test-no-counts-to-border-police")
            @title("No counts to Border Police while this test runs")
            @legal_basis("A test")
            forbid (principal == Partner::"BORDER-POLICE", action == Action::"receive", resource)
            when { resource.type == EventType::"ALERT" };
            """;
    private static final String ONCE_MORE = """
            @id("test-links-of-missing-persons-to-border-police-too")
            @title("Links with a missing person to Border Police, said once more while this test runs")
            @legal_basis("A test")
            @outcome("full")
            @mode("AUTOMATIC")
            permit (principal == Partner::"BORDER-POLICE", action == Action::"receive", resource)
            when { resource.type == EventType::"LINK" && resource.categories.contains(Category::"MISSING_PERSON") };
            """;
    private static final String NOTHING_OF_ANALYSIS_TO_PATROL_POLICE = """
            @id("test-nothing-of-analysis-to-patrol-police-%d")
            @title("No links and no counts to Patrol Police while this test runs")
            @legal_basis("A test")
            forbid (principal == Partner::"PATROL-POLICE", action == Action::"receive", resource)
            when { resource.type == EventType::"LINK" || resource.type == EventType::"ALERT" };
            """;
    private static final Duration BOUND = Duration.ofMinutes(2);
    private static final String WAITING_FOR_THE_EPOCH_ALONE =
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ExclusiveLock' AND NOT granted";

    /** More than are kept ready to decide. */
    private static final int MANY_CHANGES = 8;

    private final Bus bus = new Bus();
    private final FeedClient iad = FeedClient.fromNowOn("IAD");
    private final FeedClient border = FeedClient.fromNowOn("BORDER-POLICE");
    private final Events first = Officers.movement().with(PersonCategory.MISSING_PERSON, "Kapanadze");
    private final Events second = Officers.movement();
    private final Event link = Events.link(first.event(), second.event());
    private final Connection own;
    private final Statement statement;

    @Inject
    MeterRegistry meters;

    KeptBackIT() throws SQLException {
        own = KafkaAndPostgres.postgres().database("sharing").connect();
        statement = own.createStatement();
    }

    @BeforeEach
    void begin() {
        restore();
        followed();
    }

    @AfterEach
    void close() throws SQLException {
        if (!own.getAutoCommit()) {
            own.rollback();
        }
        restore();
        followed();
        bus.close();
        own.close();
    }

    @Test
    void itIsKeptBackAtLaterLooksUntilAWindowCoversIt() throws SQLException {
        String from = Instant.now().truncatedTo(ChronoUnit.MICROS).toString();
        activate(baselineAnd("test.cedar", NO_LINKS));
        publish();
        assertThat(keptBackFromBorderPolice(drafted(baselineAnd("test.cedar", ONCE_MORE))))
                .as("whoever simulates it without a window is told so")
                .isPositive();

        restore();
        followed();
        lookAt(link);

        assertThat(FeedClient.of(link.id(), border.readOn())).isEmpty();
        assertThat(new HitClient("BORDER-POLICE").get("/v1/links/" + link.id()).statusCode())
                .isEqualTo(404);
        assertThat(explained()).contains("no window brings it along");

        activateWithWindow(
                baselineAnd("test.cedar", NO_MOVEMENTS_TO_BORDER_POLICE.replace("BORDER-POLICE", "FRONTEX")), from);
        followed();
        lookAt(link);
        assertThat(FeedClient.of(link.id(), border.readOn()))
                .as("the window of a change that decides nothing otherwise for it")
                .isEmpty();

        activateWithWindow(baselineAnd("test.cedar", ONCE_MORE), from);

        assertThat(border.of(link.id(), 1)).extracting(FeedClient.Item::kind).containsExactly("NEW");
        assertThat(explained()).doesNotContain("keptBack");
    }

    @Test
    void aNewerRevisionIsNewAndComes() throws SQLException {
        activate(baselineAnd("test.cedar", NO_LINKS));
        publish();
        restore();
        followed();
        lookAt(link);

        bus.publish(List.of(Events.next(link, Standing.CONFIRMED, first.event(), second.event())), Optional.empty());

        assertThat(border.of(link.id(), 1))
                .extracting(FeedClient.Item::kind, FeedClient.Item::revision)
                .containsExactly(tuple("NEW", 2));
    }

    @Test
    void whatAChangeTookBackStaysAwayThoughAnotherPermitsItAgain() throws SQLException {
        publish();
        border.of(link.id(), 1);
        activate(baselineAnd("test.cedar", NO_LINKS));
        border.of(link.id(), 2);
        followed();

        restore();
        followed();
        lookAt(link);

        assertThat(FeedClient.of(link.id(), border.readOn()))
                .extracting(FeedClient.Item::kind)
                .containsExactly("NEW", "NO_LONGER_OFFERED");
    }

    @Test
    void whoWasStillBeingOfferedItWhenItWasPermittedAgainIsOfferedIt() throws Exception {
        publish();
        border.of(link.id(), 1);
        int taking = drafted(baselineAnd("test.cedar", NO_LINKS));
        int giving = drafted(baselineAnd("test.cedar", ONCE_MORE));
        say(LELA, taking, "approval").then().statusCode(200);
        say(LELA, giving, "approval").then().statusCode(200);
        followed();
        delivered();
        own.setAutoCommit(false);
        statement.execute("SELECT pg_advisory_xact_lock(" + DecisionTable.EPOCH_LOCK + ")");
        // The second queues behind the first, and the feeds, which follow the first, behind the second.
        CompletableFuture<Response> takes = begun(() -> say(ZURAB, taking, "activation"));
        Awaitility.await().atMost(BOUND).until(() -> number(statement, WAITING_FOR_THE_EPOCH_ALONE) == 1);
        CompletableFuture<Response> gives = begun(() -> say(ZURAB, giving, "activation"));
        Awaitility.await().atMost(BOUND).until(() -> number(statement, WAITING_FOR_THE_EPOCH_ALONE) == 2);
        own.rollback();
        takes.get(BOUND.toSeconds(), TimeUnit.SECONDS).then().statusCode(200);
        gives.get(BOUND.toSeconds(), TimeUnit.SECONDS).then().statusCode(200);
        followed();

        assertThat(border.of(link.id(), 2))
                .as("also to who read on while it was hidden")
                .extracting(FeedClient.Item::kind)
                .containsExactly("NEW", "UPDATE");
    }

    /** On a thread of its own: on few cores the JDK's common pool has one. */
    private static CompletableFuture<Response> begun(Supplier<Response> request) {
        return CompletableFuture.supplyAsync(request, task -> new Thread(task).start());
    }

    @Test
    void aCountOfNobodyComesWithoutAWindow() {
        Event counted =
                Events.count(Stream.generate(() -> second.event()).limit(5).toArray(Event[]::new));
        activate(baselineAnd("test.cedar", NO_COUNTS));
        bus.publish(second);
        bus.publish(List.of(counted), Optional.empty());
        iad.of(counted.id(), 1);

        restore();

        assertThat(border.of(counted.id(), 1)).extracting(FeedClient.Item::kind).containsExactly("NEW");
    }

    @Test
    void itIsKeptBackThoughItIsLookedAtBeforeTheFeedsHaveFollowed() throws SQLException {
        Event other = Events.link(first.event(), second.event());
        List<Event> links = Stream.of(link, other)
                .sorted(Comparator.comparing(one -> one.id().toString()))
                .toList();
        activate(baselineAnd("test.cedar", NO_LINKS));
        bus.publish(first, second);
        bus.publish(links, Optional.empty());
        iad.of(link.id(), 1);
        iad.of(other.id(), 1);
        followed();
        nothingIsToBeLookedAt();
        own.setAutoCommit(false);
        statement.execute(
                "SELECT 1 FROM event_head WHERE event_id = '" + links.get(0).id() + "' FOR UPDATE");

        restore();
        lookAt(links.get(1));
        assertThat(number(statement, "SELECT count(*) FROM epoch_change WHERE state = 'RUNNING'"))
                .as("the feeds have not followed yet")
                .isOne();

        assertThat(FeedClient.of(links.get(1).id(), border.readOn())).isEmpty();
        own.rollback();
        followed();
        lookAt(links.get(1));
        assertThat(FeedClient.of(links.get(1).id(), border.readOn())).isEmpty();
    }

    @Test
    void whatTheRulesPermittedAllAlongComesWhenItsSourceDoes() {
        bus.publish(first);
        bus.publish(List.of(link), Optional.empty());
        arrived(link);

        activate(baselineAnd("test.cedar", ONCE_MORE));
        followed();
        bus.publish(second);

        assertThat(border.of(link.id(), 1)).extracting(FeedClient.Item::kind).containsExactly("NEW");
    }

    @Test
    void aSourceThatComesAfterTheChangeBringsNothingThatWasNotPermittedBefore() throws SQLException {
        activate(baselineAnd("test.cedar", NO_LINKS));
        bus.publish(first);
        bus.publish(List.of(link), Optional.empty());
        arrived(link);

        restore();
        followed();
        bus.publish(second);
        border.of(second.id(), 1);
        iad.of(link.id(), 1);
        lookAt(link);

        assertThat(FeedClient.of(link.id(), border.readOn())).isEmpty();
    }

    @Test
    void aFeedThatTheChangeDoesNotConcernIsNotSaidToBeKeptFromAnything() {
        String toOthers = NO_LINKS.replace("BORDER-POLICE", "MIGRATION-DEPARTMENT");
        int version = drafted(baselineAnd("test.cedar", toOthers));
        publish();
        border.of(link.id(), 1);
        int keptBack = keptBackFromBorderPolice(version);
        int lookedAt = ofBorderPolice(version, "productsLookedAt");

        bus.publish(second.next(RevisionKind.SUPPLEMENT));
        border.of(link.id(), 2);

        assertThat(keptBackFromBorderPolice(version))
                .as("it waits for analysis, whatever the change says of others")
                .isEqualTo(keptBack);
        assertThat(ofBorderPolice(version, "productsLookedAt")).isEqualTo(lookedAt);
    }

    @Test
    void anOriginatorWhoseLinkIsKeptBackIsToldOfTheHitAsAnybodyWhoMayNotReadIt() {
        Events seen = Events.movement().to(ReleasableTo.named(AgencyId.IAD));
        Events reported = Events.trafficking()
                .with(PersonCategory.MISSING_PERSON, "Lomidze")
                .to(ReleasableTo.named(AgencyId.IAD, new AgencyId("PATROL-POLICE"), new AgencyId("CRIMINAL-POLICE")));
        Event between = Events.link(seen.event(), reported.event());
        activate(baselineAnd("test.cedar", NO_LINKS.replace("BORDER-POLICE", "PATROL-POLICE")));
        bus.publish(seen);
        bus.publish(List.of(between), Optional.empty());
        arrived(between);

        restore();
        followed();
        bus.publish(reported);

        assertThat(new HitClient("PATROL-POLICE").about(seen.id(), 1))
                .as("nobody's word is awaited")
                .extracting(HitClient.Notice::kind)
                .containsExactly("HIT");
        assertThat(FeedClient.of(between.id(), new FeedClient("PATROL-POLICE").readOn()))
                .isEmpty();
    }

    @Test
    void itIsLookedAtAgainWithoutReadingThePoliciesOfEveryChangeItHasSeen() throws SQLException {
        Events convicted = second.with(PersonCategory.CONVICTED, "Lomidze");
        Event between = Events.link(first.event(), convicted.event());
        Event count = Events.count(first.event());
        activate(baselineAnd("test.cedar", NO_LINKS));
        bus.publish(first);
        bus.publish(List.of(between, count), Optional.empty());
        iad.of(count.id(), 1);
        for (int i = 0; i < MANY_CHANGES; i++) {
            activate(baselineAnd("test.cedar", NOTHING_OF_ANALYSIS_TO_PATROL_POLICE.formatted(i)));
            followed();
        }
        bus.publish(convicted);
        iad.of(between.id(), 1);
        lookAt(between);

        double before = compiled();
        lookAt(count);
        double forAnAgreement = compiled() - before;
        lookAt(between);
        double forAClassThatNobodyHadMet = compiled() - before - forAnAgreement;

        assertThat(List.of(forAnAgreement, forAClassThatNobodyHadMet)).containsExactly(0.0, 0.0);
        assertThat(FeedClient.of(between.id(), border.readOn())).isEmpty();
    }

    private double compiled() {
        return meters.counter("khidi.policies.compiled").count();
    }

    private void publish() {
        bus.publish(first, second);
        bus.publish(List.of(link), Optional.empty());
        iad.of(link.id(), 1);
        border.of(second.id(), 1);
    }

    /** To who may know all: nobody else is told more of a link than it is shown. */
    private String explained() {
        return given().auth()
                .oauth2(TestIssuer.person("tamar", "IAD", "data-protection-officer")
                        .mint())
                .get("/v1/policies/explain?event=" + link.id() + "&partner=BORDER-POLICE")
                .asString();
    }

    private void arrived(Event product) {
        Awaitility.await()
                .atMost(BOUND)
                .until(() -> number(
                                statement,
                                "SELECT count(*) FROM event_revision WHERE event_id = '" + product.id()
                                        + "' AND NOT EXISTS (SELECT 1 FROM product_due WHERE product = event_id)")
                        > 0);
    }

    /** As when another feed's row marks it. */
    private void lookAt(Event product) throws SQLException {
        try (Connection marks = KafkaAndPostgres.postgres().database("sharing").connect();
                Statement mark = marks.createStatement()) {
            mark.execute("INSERT INTO product_due (product) VALUES ('" + product.id() + "')");
            Awaitility.await()
                    .atMost(BOUND)
                    .pollDelay(Duration.ZERO)
                    .until(() -> number(mark, "SELECT count(*) FROM product_due WHERE product = '" + product.id() + "'")
                            == 0);
        }
    }

    /** Else the look at a product that the feeds' job holds would be before the one that is waited for. */
    private void nothingIsToBeLookedAt() {
        Awaitility.await().atMost(BOUND).until(() -> number(statement, "SELECT count(*) FROM product_due") == 0);
    }

    private static int keptBackFromBorderPolice(int version) {
        return ofBorderPolice(version, "keptBackWithoutWindow");
    }

    private static int ofBorderPolice(int version, String effect) {
        JsonPath result = as(LELA).body("{}")
                .post("/v1/policies/" + version + "/simulation")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        return Optional.ofNullable(result.<Integer>get("partners.find { it.partner == 'BORDER-POLICE' }?." + effect))
                .orElse(0);
    }

    private static void activateWithWindow(Map<String, String> files, String from) {
        int version = drafted(files);
        Map<String, Object> window = Map.of("reason", "for a test", "backfillFrom", from);
        as(LELA).body(Map.of("backfillFrom", from))
                .post("/v1/policies/" + version + "/simulation")
                .then()
                .statusCode(200);
        as(LELA).body(window)
                .post("/v1/policies/" + version + "/approval")
                .then()
                .statusCode(200);
        as(ZURAB)
                .body(window)
                .post("/v1/policies/" + version + "/activation")
                .then()
                .statusCode(200);
    }
}
