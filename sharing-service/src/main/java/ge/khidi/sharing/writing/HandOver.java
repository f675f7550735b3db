package ge.khidi.sharing.writing;

import ge.khidi.relay.audit.Actor;
import ge.khidi.relay.audit.AuditEntry;
import ge.khidi.relay.audit.Concern;
import ge.khidi.relay.audit.Operation;
import ge.khidi.relay.housekeeping.Rounds;
import ge.khidi.sharing.writing.Acceptance.State;
import ge.khidi.sharing.writing.IntakeDesk.Away;
import ge.khidi.sharing.writing.WritingStore.Due;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Hands what was accepted to intake until intake has answered. One instance does it at a time, of each object one version at a time; an answer, its audit entry
 * and the end of the content here are one transaction. An instance that ends before has handed over what another hands over again, which is the same. What
 * intake does not answer for is tried ever more seldom, at last once a minute, and holds up nothing but later versions of itself.
 */
@Singleton
class HandOver {

    private static final Logger LOG = Logger.getLogger(HandOver.class);
    private static final Actor HERE = Actor.platform("writing");
    private static final int BATCH = 32;
    private static final int AT_ONCE = 8;
    private static final Duration MOST_SELDOM = Duration.ofMinutes(1);
    private static final int DOUBLINGS = 10;

    private final Pool pool;
    private final WritingStore store;
    private final IntakeDesk intake;
    private final WritingConfig config;
    private final Backlog backlog;
    private final Vertx vertx;
    private final Clock clock;
    private final AtomicBoolean away = new AtomicBoolean();
    private volatile @Nullable Rounds rounds;

    HandOver(
            Pool pool,
            WritingStore store,
            IntakeDesk intake,
            WritingConfig config,
            Backlog backlog,
            Vertx vertx,
            Clock clock) {
        this.pool = pool;
        this.store = store;
        this.intake = intake;
        this.config = config;
        this.backlog = backlog;
        this.vertx = vertx;
        this.clock = clock;
    }

    void start(@Observes StartupEvent started) {
        if (intake.configured()) {
            rounds =
                    Rounds.begin(vertx, config.every(), this::round, LOG, "Handing over to intake what agencies wrote");
        }
    }

    /** Something was accepted. */
    void wake() {
        Optional.ofNullable(rounds).ifPresent(Rounds::ring);
    }

    /** Batches as long as intake answers for something; what it does not answer for is not due again in this round. */
    private Uni<Void> round() {
        return Uni.createFrom()
                .deferred(() -> pool.withTransaction(this::batch))
                .repeat()
                .whilst(answers -> answers > 0)
                .collect()
                .last()
                .chain(() -> pool.withConnection(backlog::look))
                .invoke(this::tellOfTheEnd);
    }

    /** How many answers there were. */
    private Uni<Long> batch(SqlConnection connection) {
        return store.turn(connection)
                .chain(mine -> mine
                        ? store.due(connection, clock.instant(), BATCH)
                        : Uni.createFrom().item(List.<Due>of()))
                .chain(due -> due.isEmpty() ? Uni.createFrom().item(0L) : handOver(connection, due));
    }

    private Uni<Long> handOver(SqlConnection connection, List<Due> due) {
        AtomicReference<@Nullable Throwable> cause = new AtomicReference<>();
        return Multi.createFrom()
                .iterable(due)
                .onItem()
                .transformToUni(one -> intake.handOver(one)
                        .onFailure()
                        .invoke(cause::set)
                        .onFailure()
                        .recoverWithItem(HandedOver.unanswered(one)))
                .merge(AT_ONCE)
                .collect()
                .asList()
                .invoke(all -> tell(all, cause.get()))
                .chain(all -> store.handedOver(connection, json(all))
                        .chain(() -> store.log(connection, entries(all)))
                        .replaceWith(
                                () -> all.stream().filter(HandedOver::answered).count()));
    }

    private JsonArray json(List<HandedOver> all) {
        JsonArray json = new JsonArray();
        Instant now = clock.instant();
        all.forEach(one -> json.add(one.json(now.plus(pause(one.due().attempts())))));
        return json;
    }

    private Duration pause(int attempts) {
        Duration pause = config.every().multipliedBy(1L << Math.min(attempts, DOUBLINGS));
        return pause.compareTo(MOST_SELDOM) < 0 ? pause : MOST_SELDOM;
    }

    /** Once for a row of failures; never what an answer says. */
    private void tell(List<HandedOver> all, @Nullable Throwable cause) {
        if (cause != null && away.compareAndSet(false, true)) {
            LOG.warnf(
                    "Intake does not take what agencies wrote; it is handed over again. objects=%d cause=%s",
                    all.stream().filter(one -> !one.answered()).count(),
                    cause instanceof Away
                            ? cause.getMessage()
                            : cause.getClass().getName());
        }
    }

    private void tellOfTheEnd() {
        if (backlog.empty() && away.compareAndSet(true, false)) {
            LOG.info("Intake has taken all that agencies wrote");
        }
    }

    private List<AuditEntry> entries(List<HandedOver> all) {
        List<AuditEntry> entries = new ArrayList<>();
        for (HandedOver one : all) {
            one.revision()
                    .ifPresent(
                            revision -> entries.add(entry("taxii.handed-over").about(Concern.of(revision))));
        }
        long refused = all.stream().filter(one -> one.state() == State.FAILED).count();
        if (refused > 0) {
            entries.add(entry("taxii.refused-by-intake").about(Concern.count(refused)));
        }
        return entries;
    }

    private AuditEntry entry(String action) {
        return AuditEntry.of(clock.instant(), Operation.COLLECTION, action, HERE);
    }
}
