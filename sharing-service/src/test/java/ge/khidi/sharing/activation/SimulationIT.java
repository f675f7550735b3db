package ge.khidi.sharing.activation;

import static ge.khidi.sharing.activation.ActivationIT.MOVEMENTS_IMPERSONAL_TO_BORDER_POLICE;
import static ge.khidi.sharing.activation.ActivationIT.MOVEMENTS_TO_MIGRATION_DEPARTMENT;
import static ge.khidi.sharing.activation.ActivationIT.NO_MOVEMENTS_TO_BORDER_POLICE;
import static ge.khidi.sharing.activation.ActivationIT.WAITING_FOR_A_ROW;
import static ge.khidi.sharing.activation.ActivationIT.WAITING_FOR_THE_EPOCH;
import static ge.khidi.sharing.activation.ActivationIT.lockTheFirstOf;
import static ge.khidi.sharing.activation.Officers.LELA;
import static ge.khidi.sharing.activation.Officers.ZURAB;
import static ge.khidi.sharing.activation.Officers.activate;
import static ge.khidi.sharing.activation.Officers.as;
import static ge.khidi.sharing.activation.Officers.baselineAnd;
import static ge.khidi.sharing.activation.Officers.delivered;
import static ge.khidi.sharing.activation.Officers.draft;
import static ge.khidi.sharing.activation.Officers.drafted;
import static ge.khidi.sharing.activation.Officers.followed;
import static ge.khidi.sharing.activation.Officers.restore;
import static ge.khidi.sharing.activation.Officers.say;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.entity.PersonCategory;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.RevisionKind;
import ge.khidi.localstack.test.KafkaAndPostgres;
import ge.khidi.localstack.test.TestIssuer;
import ge.khidi.relay.audit.Actor;
import ge.khidi.relay.caller.Caller;
import ge.khidi.relay.caller.Role;
import ge.khidi.relay.trace.FreshContext;
import ge.khidi.sharing.Bus;
import ge.khidi.sharing.Events;
import ge.khidi.sharing.FeedClient;
import ge.khidi.sharing.decision.DecisionTable;
import ge.khidi.sharing.feed.Consequence;
import ge.khidi.sharing.rulebook.Rulebook;
import ge.khidi.sharing.rulebook.VersionKind;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.hibernate.reactive.mutiny.Mutiny;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@Order(Integer.MAX_VALUE)
class SimulationIT {

    private static final Duration BOUND = Duration.ofMinutes(3);
    private static final String LOOKED_AT = "LOOKED_AT";
    private static final int MORE_THAN_THE_JOB_TAKES_AT_A_TIME = 250;
    private static final Caller ZURAB_HIMSELF =
            new Caller(new AgencyId("IAD"), Optional.empty(), ZURAB, "khidi-pages", Set.of(Role.POLICY_OFFICER), false);

    private final Bus bus = new Bus();

    @Inject
    Pool pool;

    @Inject
    Vertx vertx;

    @Inject
    Mutiny.SessionFactory sessions;

    @Inject
    DecisionTable decisions;

    @Inject
    Rulebook rulebook;

    @Inject
    Simulation simulation;

    @Inject
    PolicyDesk desk;

    private static final String COUNTS_WITHOUT_SOURCES_TO_BORDER_POLICE = """
            @id("test-counts-without-sources-to-border-police")
            @title("Counts without their sources to Border Police while this test runs")
            @legal_basis("A test")
            @outcome("redacted")
            @profile("statistics")
            @mode("AUTOMATIC")
            permit (principal == Partner::"BORDER-POLICE", action == Action::"receive", resource)
            when { resource.type == EventType::"ALERT" };
            """;
    private static final String NO_LINK_NOTICES_TO_BORDER_POLICE = """
            @id("test-no-link-notices-to-border-police")
            @title("No notices of links to Border Police while this test runs")
            @legal_basis("A test")
            forbid (principal == Partner::"BORDER-POLICE", action == Action::"receive", resource)
            when { resource.type == EventType::"LINK_NOTICE" };
            """;

    private static final String LINKS_OF_MISSING_PERSONS_IN_OTHER_WORDS_TO_BORDER_POLICE = """
            @id("test-links-of-missing-persons-in-other-words-to-border-police")
            @title("Links with a missing person to Border Police under another profile while this test runs")
            @legal_basis("A test")
            @outcome("redacted")
            @profile("domestic-operational")
            @mode("AUTOMATIC")
            permit (principal == Partner::"BORDER-POLICE", action == Action::"receive", resource)
            when { resource.type == EventType::"LINK" && resource.categories.contains(Category::"MISSING_PERSON") };
            """;

    /** A row as it was foreseen, or as it is. */
    private record Seen(String event, String partner, String kind) {}

    /** What was foreseen: rows of the job, products that end with a source, and products that are looked at. */
    private record Foreseen(List<Seen> rows, List<Seen> ending, List<Seen> lookedAt) {}

    @AfterEach
    void close() {
        restore();
        followed();
        delivered();
        bus.close();
    }

    @Test
    void itSaysPerPartnerAndPolicyWhatWouldHappenAndChangesNothing() {
        Events mine = Officers.movement();
        bus.publish(mine);
        new FeedClient("BORDER-POLICE").of(mine.id(), 1);
        long rows = number("SELECT count(*) FROM feed_row");
        int version =
                drafted(baselineAnd("test.cedar", NO_MOVEMENTS_TO_BORDER_POLICE + MOVEMENTS_TO_MIGRATION_DEPARTMENT));

        JsonPath result = as(LELA).body("{}")
                .post("/v1/policies/" + version + "/simulation")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        String border = "partners.find { it.partner == 'BORDER-POLICE' }";
        assertThat(result.getInt(border + ".noLongerOffered")).isPositive();
        assertThat(result.getInt(border
                        + ".policies.find { it.policy == 'test-no-movements-to-border-police' }.noLongerOffered"))
                .isEqualTo(result.getInt(border + ".noLongerOffered"));
        assertThat(result.getList(border + ".samples.noLongerOffered")).hasSizeBetween(1, 5);
        assertThat(result.getInt("partners.find { it.partner == 'MIGRATION-DEPARTMENT' }.newlyOffered"))
                .isPositive();
        assertThat(result.getInt("watermark.rows")).isPositive();
        assertThat(number("SELECT count(*) FROM feed_row")).isEqualTo(rows);
        assertThat(as(LELA).get("/v1/policies/" + version).jsonPath().getString("state"))
                .isEqualTo("VALIDATED");
    }

    @Test
    void noSampleIsAnEventThatAnActivationTookAwayThoughTheFeedsHaveNotFollowed() throws SQLException {
        Events event = Officers.movement();
        bus.publish(event);
        new FeedClient("BORDER-POLICE").of(event.id(), 1);
        int draft =
                drafted(baselineAnd("test.cedar", NO_MOVEMENTS_TO_BORDER_POLICE + MOVEMENTS_TO_MIGRATION_DEPARTMENT));

        try (Connection own = KafkaAndPostgres.postgres().database("sharing").connect();
                Statement statement = own.createStatement()) {
            own.setAutoCommit(false);
            statement.execute("SELECT 1 FROM event_head WHERE event_id = '" + event.id() + "' FOR UPDATE");
            activate(baselineAnd("test.cedar", NO_MOVEMENTS_TO_BORDER_POLICE));
            JsonPath result = Officers.of("BORDER-POLICE")
                    .contentType("application/json")
                    .body("{}")
                    .post("/v1/policies/" + draft + "/simulation")
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            own.rollback();

            String migration = "partners.find { it.partner == 'MIGRATION-DEPARTMENT' }";
            assertThat(result.getInt(migration + ".newlyOffered")).isPositive();
            assertThat(result.getList(migration + ".samples.newlyOffered")).isNullOrEmpty();
        }
    }

    @Test
    void aFaultyDraftCannotBeSimulatedAndAnUnknownOneIsNotThere() {
        int faulty = draft(ZURAB, Map.of("wrong.cedar", "permit (principal, action);"))
                .jsonPath()
                .getInt("version");

        as(LELA).body("{}")
                .post("/v1/policies/" + faulty + "/simulation")
                .then()
                .statusCode(409);
        as(LELA).body("{}").post("/v1/policies/999999/simulation").then().statusCode(404);
        for (String noTime : List.of("yesterday", "0000-01-01T00:00:00Z", "+10000-01-01T00:00:00Z")) {
            as(LELA).body("{\"backfillFrom\": \"" + noTime + "\"}")
                    .post("/v1/policies/1/simulation")
                    .then()
                    .statusCode(400);
        }
    }

    /** Eight writers go on while the simulation is taken at the activation's watermark and while the job appends. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void simulationEqualsWhatTheJobAppendsWithWritersRunning(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        ConcurrentLinkedQueue<Events> written = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < 150; i++) {
            Events event = random(random, i);
            written.add(event);
            bus.publish(event);
        }
        Awaitility.await().atMost(BOUND).until(() -> written.stream().allMatch(event -> arrived(event)));
        Events before = written.element();
        for (Events event : written) {
            bus.publish(List.of(Events.link(before.event(), event.event())), Optional.empty());
            before = event;
        }
        delivered();
        int version = drafted(baselineAnd(
                "test.cedar",
                seed % 2 == 0
                        ? NO_MOVEMENTS_TO_BORDER_POLICE + MOVEMENTS_TO_MIGRATION_DEPARTMENT
                        : MOVEMENTS_IMPERSONAL_TO_BORDER_POLICE + MOVEMENTS_TO_MIGRATION_DEPARTMENT));
        say(LELA, version, "approval").then().statusCode(200);

        AtomicBoolean on = new AtomicBoolean(true);
        ExecutorService writers = Executors.newFixedThreadPool(8);
        List<Future<?>> running = new ArrayList<>();
        Foreseen foreseen;
        long epoch;
        try {
            for (int writer = 0; writer < 8; writer++) {
                SplittableRandom own = random.split();
                running.add(writers.submit(() -> write(own, written, on)));
            }
            foreseen = activateAndSimulateAtTheWatermark(version, false);
            epoch = number("SELECT epoch FROM current_epoch");
            followed();
        } finally {
            on.set(false);
            writers.shutdown();
            assertThat(writers.awaitTermination(BOUND.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        }
        for (Future<?> writer : running) {
            writer.get();
        }

        Set<Seen> appended = appended(epoch);
        Set<String> overtaken = overtaken(epoch);
        assertThat(foreseen.rows()).hasSizeGreaterThan(50);
        assertThat(foreseen.rows()).as("every row of the job was foreseen").containsAll(appended);
        Set<Seen> missing = new HashSet<>(foreseen.rows());
        missing.removeAll(appended);
        assertThat(missing)
                .as("what was foreseen and not appended had a newer revision before the job came to it")
                .allMatch(one -> overtaken.contains(one.event()));
        assertThat(missing.size())
                .as("not all of it")
                .isLessThan(foreseen.rows().size());

        delivered();
        Set<String> movedOn = movedOn();
        assertThat(seed % 2 == 0 ? foreseen.ending() : foreseen.lookedAt())
                .as("links that it concerns")
                .hasSizeGreaterThan(10);
        assertThat(ofProducts(epoch, "NO_LONGER_OFFERED"))
                .as("a link that was to end with its source ended")
                .containsAll(foreseen.ending());
        assertThat(foreseen.ending())
                .as("and none but these, unless a source moved on")
                .containsAll(without(movedOn, ofProducts(epoch, "NO_LONGER_OFFERED")));
        assertThat(foreseen.lookedAt())
                .as("none came that was not to be looked at, unless a source moved on")
                .containsAll(lookedAt(without(movedOn, ofProducts(epoch, "NEW", "UPDATE"))));
    }

    /** Nobody writes: whatever ends is foreseen, and whatever is foreseen ends, once. */
    @Test
    void whatEndsWithASourceIsForeseenAndWhatMayComeWithOneIsLookedAt() {
        Events[] lost = Stream.generate(Officers::movement).limit(5).toArray(Events[]::new);
        Events[] kept = {
            Events.movement(), Events.movement(), Events.movement().with(PersonCategory.MISSING_PERSON, "Kapanadze")
        };
        bus.publish(lost);
        bus.publish(kept);
        Event both = Events.link(lost[0].event(), lost[1].event());
        Event one = Events.link(lost[2].event(), kept[0].event());
        Event none = Events.link(kept[0].event(), kept[1].event());
        Event itself = Events.linkNotice(lost[0].event(), lost[1].event(), lost[2].event());
        Event counted = Events.count(Stream.of(lost).map(Events::event).toArray(Event[]::new));
        Events changed = Events.movement().by("CERT-GOV-GE");
        bus.publish(changed);
        Event mixed = Events.link(changed.event(), lost[3].event());
        Event redacted = Events.link(changed.event(), kept[1].event());
        int first = activate(baselineAnd("first.cedar", COUNTS_WITHOUT_SOURCES_TO_BORDER_POLICE));
        Event reworded = Events.link(kept[2].event(), kept[0].event());
        Event rewordedAndLost = Events.link(kept[2].event(), lost[4].event());
        List<Event> products = List.of(both, one, none, itself, counted, mixed, redacted, reworded, rewordedAndLost);
        bus.publish(products, Optional.empty());
        FeedClient border = new FeedClient("BORDER-POLICE");
        products.forEach(product -> border.of(product.id(), 1));
        followed();
        delivered();
        int version = drafted(baselineAnd(
                "test.cedar",
                COUNTS_WITHOUT_SOURCES_TO_BORDER_POLICE
                        + NO_MOVEMENTS_TO_BORDER_POLICE
                        + NO_LINK_NOTICES_TO_BORDER_POLICE
                        + LINKS_OF_MISSING_PERSONS_IN_OTHER_WORDS_TO_BORDER_POLICE
                        + MOVEMENTS_IMPERSONAL_TO_BORDER_POLICE.replace("STATE-SECURITY", "CERT-GOV-GE")));
        Response told = as(LELA).body("{}").post("/v1/policies/" + version + "/simulation");
        Response toldToOthers = given().auth()
                .oauth2(TestIssuer.person("nino", "CERT-GOV-GE", "policy-officer")
                        .mint())
                .contentType("application/json")
                .body("{}")
                .post("/v1/policies/" + version + "/simulation");
        say(LELA, version, "approval").then().statusCode(200);

        Foreseen going = activateAndSimulateAtTheWatermark(version, false);
        followed();
        delivered();
        long gone = number("SELECT epoch FROM current_epoch");

        assertThat(going.ending())
                .as("also where another source goes on")
                .contains(ends(both), ends(one), ends(mixed), ends(rewordedAndLost))
                .doesNotContain(ends(none), ends(itself), ends(counted), ends(redacted), ends(reworded));
        assertThat(going.rows()).contains(ends(itself));
        assertThat(going.lookedAt())
                .contains(lookedAt(redacted), lookedAt(reworded))
                .doesNotHaveDuplicates();
        assertThat(ofProducts(gone, "UPDATE")).contains(toBorderPolice(reworded, "UPDATE"));
        assertThat(Stream.concat(going.rows().stream(), going.ending().stream())
                        .filter(seen -> seen.kind().equals("NO_LONGER_OFFERED")))
                .as("each row of the job and of those who deliver products, once")
                .containsExactlyInAnyOrderElementsOf(rows(gone, "2, 3", "NO_LONGER_OFFERED"));
        told.then().statusCode(200);
        toldToOthers.then().statusCode(200);
        String of = "partners.find { it.partner == 'BORDER-POLICE' }.";
        long ending = going.ending().stream()
                .filter(seen -> seen.partner().equals("BORDER-POLICE"))
                .count();
        assertThat(told.jsonPath().getLong(of + "productsEndingWithSource")).isEqualTo(ending);
        assertThat(told.jsonPath().getList(of + "samples.productsEndingWithSource"))
                .hasSizeBetween(1, 5);
        assertThat(toldToOthers.jsonPath().getLong(of + "productsEndingWithSource"))
                .isEqualTo(ending);
        assertThat(toldToOthers.asString())
                .as("links that this officer may not know of")
                .doesNotContain(both.id().toString(), one.id().toString());

        say(LELA, first, "approval").then().statusCode(200);
        Foreseen coming = activateAndSimulateAtTheWatermark(first, true);
        followed();
        delivered();

        List<Seen> came = ofProducts(number("SELECT epoch FROM current_epoch"), "NEW", "UPDATE");
        assertThat(came).contains(toBorderPolice(both, "NEW"), toBorderPolice(one, "NEW"));
        assertThat(coming.ending()).isEmpty();
        assertThat(coming.lookedAt())
                .contains(lookedAt(both), lookedAt(one), lookedAt(mixed))
                .doesNotContain(lookedAt(none), lookedAt(counted))
                .doesNotHaveDuplicates()
                .containsAll(lookedAt(came));

        activate(baselineAnd("second.cedar", COUNTS_WITHOUT_SOURCES_TO_BORDER_POLICE + NO_MOVEMENTS_TO_BORDER_POLICE));
        followed();
        delivered();
        say(LELA, first, "approval").then().statusCode(200);
        Foreseen again = activateAndSimulateAtTheWatermark(first, true);
        followed();
        delivered();

        assertThat(again.lookedAt())
                .as("what an earlier change keeps back does not come with a source")
                .contains(lookedAt(both), lookedAt(one))
                .doesNotContain(lookedAt(itself));
        assertThat(ofProducts(number("SELECT epoch FROM current_epoch"), "NEW"))
                .contains(toBorderPolice(both, "NEW"), toBorderPolice(one, "NEW"))
                .doesNotContain(toBorderPolice(itself, "NEW"));
    }

    /** The rules that overtake it mean nothing for these events: what comes is what the window had been given for. */
    @Test
    void itCountsWhatAWindowThatTheFeedsStillFollowHasNotBroughtYet() throws Exception {
        activate(baselineAnd("test.cedar", NO_MOVEMENTS_TO_BORDER_POLICE));
        followed();
        String from = Instant.now().truncatedTo(ChronoUnit.MICROS).toString();
        List<Events> events = Stream.generate(() -> Officers.movement().with(PersonCategory.SUSPECT, "Orbeliani"))
                .limit(MORE_THAN_THE_JOB_TAKES_AT_A_TIME)
                .toList();
        bus.publish(events.toArray(Events[]::new));
        Awaitility.await().atMost(BOUND).until(() -> events.stream().allMatch(this::arrived));
        int given =
                drafted(baselineAnd("test.cedar", NO_MOVEMENTS_TO_BORDER_POLICE.replace("BORDER-POLICE", "FRONTEX")));
        Map<String, Object> window = Map.of("reason", "for a test", "backfillFrom", from);
        byLela(given, "simulation", Map.of("backfillFrom", from));
        byLela(given, "approval", window);
        int other = drafted(baselineAnd("test.cedar", NO_MOVEMENTS_TO_BORDER_POLICE.replace("BORDER-POLICE", "IOM")));
        say(LELA, other, "approval").then().statusCode(200);
        Response told;
        Foreseen foreseen;
        try (Connection own = KafkaAndPostgres.postgres().database("sharing").connect();
                Statement statement = own.createStatement()) {
            own.setAutoCommit(false);
            statement.execute(lockTheFirstOf(events.stream().map(Events::id)));
            as(ZURAB)
                    .body(window)
                    .post("/v1/policies/" + given + "/activation")
                    .then()
                    .statusCode(200);
            Awaitility.await().atMost(BOUND).until(() -> Officers.number(statement, WAITING_FOR_A_ROW) > 0);
            told = as(LELA).body("{}").post("/v1/policies/" + other + "/simulation");
            // It queues for the epoch before the job asks for its next chunk, so some of the events are not reached.
            CompletableFuture<Foreseen> overtakes =
                    CompletableFuture.supplyAsync(() -> activateAndSimulateAtTheWatermark(other, false));
            Awaitility.await().atMost(BOUND).until(() -> Officers.number(statement, WAITING_FOR_THE_EPOCH) > 0);
            own.rollback();
            foreseen = overtakes.get(BOUND.toSeconds(), TimeUnit.SECONDS);
        }
        followed();
        delivered();

        assertThat(told.jsonPath().getInt("partners.find { it.partner == 'BORDER-POLICE' }?.newlyOffered"))
                .as("nothing of them has come, as the simulation sees it")
                .isGreaterThanOrEqualTo(events.size());
        Set<Seen> news = events.stream()
                .map(event -> toBorderPolice(event.event(), "NEW"))
                .collect(Collectors.toSet());
        assertThat(foreseen.rows()).filteredOn(news::contains).hasSizeBetween(1, events.size() - 1);
        assertThat(foreseen.rows())
                .containsExactlyInAnyOrderElementsOf(rows(number("SELECT epoch FROM current_epoch"), "2"));
    }

    private static void byLela(int version, String word, Map<String, Object> body) {
        as(LELA).body(body).post("/v1/policies/" + version + "/" + word).then().statusCode(200);
    }

    private static Seen ends(Event product) {
        return toBorderPolice(product, "NO_LONGER_OFFERED");
    }

    private static Seen lookedAt(Event product) {
        return toBorderPolice(product, LOOKED_AT);
    }

    private static Seen toBorderPolice(Event product, String kind) {
        return new Seen(product.revisionId().toString(), "BORDER-POLICE", kind);
    }

    private static List<Seen> lookedAt(List<Seen> came) {
        return came.stream()
                .map(seen -> new Seen(seen.event(), seen.partner(), LOOKED_AT))
                .toList();
    }

    private static List<Seen> without(Set<String> products, List<Seen> all) {
        return all.stream().filter(seen -> !products.contains(seen.event())).toList();
    }

    /** Products that name another revision of an event than its newest. */
    private Set<String> movedOn() {
        return rows("SELECT DISTINCT p.event_id || '/' || p.revision FROM product_source s"
                        + " JOIN event_head p ON p.event_id = s.product"
                        + " JOIN event_head h ON h.event_id = s.source AND h.revision > s.revision")
                .stream()
                .map(row -> row.getString(0))
                .collect(Collectors.toSet());
    }

    private List<Seen> ofProducts(long epoch, String... kinds) {
        return rows(epoch, "3", kinds);
    }

    /** Under the lock behind which the epoch changes, so that both see the same moment. */
    private Foreseen activateAndSimulateAtTheWatermark(int version, boolean rollback) {
        PolicyDesk.Order order =
                new PolicyDesk.Order(VersionKind.POLICIES, version, "for a test", Optional.empty(), rollback);
        Foreseen foreseen = new Foreseen(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        run(() -> rulebook.findHolding(version)
                .map(Optional::orElseThrow)
                .chain(by -> decisions
                        .prepare(by)
                        .chain(epoch -> sessions.withTransaction(session -> decisions
                                .holdAlone(session)
                                .chain(() -> decisions.prepare(by))
                                .chain(() -> simulation.begin(session, epoch, Optional.empty()))
                                .chain(run -> simulation
                                        .each(session, run, chunk -> chunk.all().forEach(one -> see(one, foreseen)))
                                        .collect()
                                        .last())
                                .chain(() -> desk.putInForce(session, Actor.of(ZURAB_HIMSELF), order, epoch)))))
                .invoke(decisions::epochMoved));
        return foreseen;
    }

    private static void see(Consequence one, Foreseen foreseen) {
        List<Seen> rows = one.effect() == Consequence.Effect.ENDS_WITH_SOURCE ? foreseen.ending() : foreseen.rows();
        one.row().ifPresent(kind -> rows.add(seen(one, kind.name())));
        if (one.looksAgain()) {
            foreseen.lookedAt().add(seen(one, LOOKED_AT));
        }
    }

    private static Seen seen(Consequence one, String kind) {
        return new Seen(one.revision().toString(), one.feed().partner().id().value(), kind);
    }

    private static Events random(SplittableRandom random, int i) {
        Events event = random.nextInt(4) == 0 ? Events.trafficking() : Officers.movement();
        return random.nextInt(3) == 0 ? event.with(PersonCategory.SUSPECT, "Nemsadze" + i) : event;
    }

    /** One revision after the other, each when the one before has arrived. */
    private void write(SplittableRandom random, ConcurrentLinkedQueue<Events> written, AtomicBoolean on) {
        try (Bus own = new Bus()) {
            while (on.get()) {
                Events some = random.nextBoolean() ? written.poll() : null;
                Events next = some == null ? random(random, 0) : some.next(RevisionKind.SUPPLEMENT);
                own.publish(next);
                Awaitility.await()
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(20))
                        .atMost(BOUND)
                        .until(() -> arrived(next));
            }
        }
    }

    private boolean arrived(Events event) {
        return number("SELECT count(*) FROM event_revision WHERE event_id = '" + event.id() + "' AND revision = "
                        + event.revision())
                > 0;
    }

    private Set<Seen> appended(long epoch) {
        return Set.copyOf(rows(epoch, "2"));
    }

    /** The rows since that epoch began, of these causes, and of these kinds or of all. */
    private List<Seen> rows(long epoch, String causes, String... kinds) {
        return rows("SELECT r.event_id || '/' || r.revision, f.partner, (ARRAY['NEW', 'UPDATE', 'CORRECTION',"
                        + " 'RESTRICTION', 'WITHDRAWAL', 'ERASURE', 'NO_LONGER_OFFERED'])[r.kind]"
                        + " FROM feed_row r JOIN feed f ON f.id = r.feed CROSS JOIN epoch_change c"
                        + " WHERE c.epoch = " + epoch + " AND r.cause IN (" + causes + ")"
                        + " AND r.seq > CAST(CAST(c.feeds AS json) ->> f.partner AS bigint)")
                .stream()
                .map(row -> new Seen(row.getString(0), row.getString(1), row.getString(2)))
                .filter(seen -> kinds.length == 0 || List.of(kinds).contains(seen.kind()))
                .toList();
    }

    private Set<String> overtaken(long epoch) {
        return rows("SELECT o.event_id || '/' || o.revision FROM epoch_change c JOIN event_revision n"
                        + " ON n.received_at > c.watermark JOIN event_revision o ON o.event_id = n.event_id"
                        + " AND o.revision < n.revision WHERE c.epoch = " + epoch)
                .stream()
                .map(row -> row.getString(0))
                .collect(Collectors.toSet());
    }

    private long number(String query) {
        return rows(query).get(0).getLong(0);
    }

    private List<Row> rows(String query) {
        List<Row> rows = new ArrayList<>();
        pool.query(query).execute().await().atMost(BOUND).forEach(rows::add);
        return rows;
    }

    private <T> T run(java.util.function.Supplier<Uni<T>> work) {
        return FreshContext.run(vertx, FreshContext.untraced(), work).await().atMost(BOUND);
    }
}
