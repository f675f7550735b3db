package ge.khidi.sharing.activation;

import static ge.khidi.sharing.activation.ActivationIT.MOVEMENTS_IMPERSONAL_TO_BORDER_POLICE;
import static ge.khidi.sharing.activation.ActivationIT.MOVEMENTS_TO_MIGRATION_DEPARTMENT;
import static ge.khidi.sharing.activation.ActivationIT.NO_MOVEMENTS_TO_BORDER_POLICE;
import static ge.khidi.sharing.activation.Officers.LELA;
import static ge.khidi.sharing.activation.Officers.ZURAB;
import static ge.khidi.sharing.activation.Officers.as;
import static ge.khidi.sharing.activation.Officers.baselineAnd;
import static ge.khidi.sharing.activation.Officers.draft;
import static ge.khidi.sharing.activation.Officers.drafted;
import static ge.khidi.sharing.activation.Officers.followed;
import static ge.khidi.sharing.activation.Officers.restore;
import static ge.khidi.sharing.activation.Officers.say;
import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.entity.PersonCategory;
import ge.khidi.contract.event.RevisionKind;
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
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
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

    /** A row as it was foreseen, or as it is. */
    private record Seen(String event, String partner, String kind) {}

    @AfterEach
    void close() {
        restore();
        followed();
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
        int version = drafted(baselineAnd(
                "test.cedar",
                seed % 2 == 0
                        ? NO_MOVEMENTS_TO_BORDER_POLICE + MOVEMENTS_TO_MIGRATION_DEPARTMENT
                        : MOVEMENTS_IMPERSONAL_TO_BORDER_POLICE + MOVEMENTS_TO_MIGRATION_DEPARTMENT));
        say(LELA, version, "approval").then().statusCode(200);

        AtomicBoolean on = new AtomicBoolean(true);
        ExecutorService writers = Executors.newFixedThreadPool(8);
        List<Future<?>> running = new ArrayList<>();
        Set<Seen> foreseen;
        long epoch;
        try {
            for (int writer = 0; writer < 8; writer++) {
                SplittableRandom own = random.split();
                running.add(writers.submit(() -> write(own, written, on)));
            }
            foreseen = activateAndSimulateAtTheWatermark(version);
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
        assertThat(foreseen).hasSizeGreaterThan(50);
        assertThat(foreseen).as("every row of the job was foreseen").containsAll(appended);
        Set<Seen> missing = new HashSet<>(foreseen);
        missing.removeAll(appended);
        assertThat(missing)
                .as("what was foreseen and not appended had a newer revision before the job came to it")
                .allMatch(one -> overtaken.contains(one.event()));
        assertThat(missing.size()).as("not all of it").isLessThan(foreseen.size());
    }

    /** Under the lock behind which the epoch changes, so that both see the same moment. */
    private Set<Seen> activateAndSimulateAtTheWatermark(int version) {
        PolicyDesk.Order order =
                new PolicyDesk.Order(VersionKind.POLICIES, version, "for a test", Optional.empty(), false);
        Set<Seen> foreseen = new HashSet<>();
        run(() -> rulebook.findHolding(version)
                .map(Optional::orElseThrow)
                .chain(by -> decisions
                        .prepare(by)
                        .chain(epoch -> sessions.withTransaction(session -> decisions
                                .holdAlone(session)
                                .chain(() -> decisions.prepare(by))
                                .chain(() -> decisions.inForce())
                                .chain(before -> simulation.begin(before, epoch, Optional.empty()))
                                .chain(run -> simulation
                                        .each(
                                                session,
                                                run,
                                                chunk -> chunk.all()
                                                        .forEach(
                                                                one -> seen(one).ifPresent(foreseen::add)))
                                        .collect()
                                        .last())
                                .chain(() -> desk.putInForce(session, Actor.of(ZURAB_HIMSELF), order, epoch)))))
                .invoke(decisions::epochMoved));
        return foreseen;
    }

    private static Optional<Seen> seen(Consequence one) {
        return one.row()
                .map(kind -> new Seen(
                        one.revision().toString(), one.feed().partner().id().value(), kind.name()));
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
        return rows("SELECT r.event_id || '/' || r.revision, f.partner, (ARRAY['NEW', 'UPDATE', 'CORRECTION',"
                        + " 'RESTRICTION', 'WITHDRAWAL', 'ERASURE', 'NO_LONGER_OFFERED'])[r.kind]"
                        + " FROM feed_row r JOIN feed f ON f.id = r.feed CROSS JOIN epoch_change c"
                        + " WHERE c.epoch = " + epoch + " AND r.cause = 2"
                        + " AND r.seq > CAST(CAST(c.feeds AS json) ->> f.partner AS bigint)")
                .stream()
                .map(row -> new Seen(row.getString(0), row.getString(1), row.getString(2)))
                .collect(Collectors.toSet());
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
