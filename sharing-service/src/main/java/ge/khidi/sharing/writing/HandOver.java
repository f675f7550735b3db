package ge.khidi.sharing.writing;

import ge.khidi.relay.audit.Actor;
import ge.khidi.relay.audit.AuditEntry;
import ge.khidi.relay.audit.Concern;
import ge.khidi.relay.audit.Operation;
import ge.khidi.relay.housekeeping.Rounds;
import ge.khidi.sharing.writing.Acceptance.State;
import ge.khidi.sharing.writing.IntakeDesk.Away;
import ge.khidi.sharing.writing.WritingStore.Due;
import ge.khidi.sharing.writing.WritingStore.Taken;
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
 * Hands what was accepted to intake until intake has answered. It takes some for a while, asks intake with no transaction open, and keeps the answers with their
 * audit entries and the end of the content here in one transaction. What an instance took and did not end is taken again when its while is over: intake makes
 * the same of it, and only the last outcome counts. The agencies take turns, and what intake did not answer for at first is tried again beside the rest, ever
 * more seldom, at last once a minute: it holds up nothing but later versions of itself, and not their revocation.
 */
@Singleton
class HandOver {

    private static final Logger LOG = Logger.getLogger(HandOver.class);
    private static final Actor HERE = Actor.platform("writing");
    private static final int BATCH = 16;

    /** Longer than a batch takes: all of it is asked at once, and neither Keycloak nor intake is waited for longer than some seconds. */
    private static final Duration LEASE = Duration.ofMinutes(1);

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
    private volatile @Nullable Rounds first;

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
        Rounds.begin(vertx, config.every(), this::look, LOG, "Counting what waits for intake");
        if (intake.configured()) {
            first = Rounds.begin(
                    vertx, config.every(), () -> round(false), LOG, "Handing over to intake what agencies wrote");
            Rounds.begin(
                    vertx,
                    config.every(),
                    () -> round(true),
                    LOG,
                    "Handing over again to intake what it did not answer for");
        }
    }

    /** Something was accepted. */
    void wake() {
        Optional.ofNullable(first).ifPresent(Rounds::ring);
    }

    /** Also where nothing can be handed over any more. */
    private Uni<Void> look() {
        return pool.withConnection(backlog::look).invoke(this::tellOfTheEnd);
    }

    /** Batches as long as intake answers for something; what it does not answer for is not due again at once. */
    private Uni<Long> round(boolean again) {
        return Uni.createFrom()
                .deferred(() -> batch(again))
                .repeat()
                .whilst(answers -> answers > 0)
                .collect()
                .last();
    }

    /** How many answers there were. */
    private Uni<Long> batch(boolean again) {
        return pool.withTransaction(connection -> take(connection, again))
                .chain(due -> due.isEmpty() ? Uni.createFrom().item(0L) : handOver(due));
    }

    private Uni<List<Due>> take(SqlConnection connection, boolean again) {
        Instant now = clock.instant();
        return store.take(connection, again, now, BATCH, now.plus(LEASE))
                .call(taken -> store.log(connection, entries("taxii.superseded", taken.ended())))
                .map(Taken::due);
    }

    private Uni<Long> handOver(List<Due> due) {
        AtomicReference<@Nullable Throwable> cause = new AtomicReference<>();
        return Multi.createFrom()
                .iterable(due)
                .onItem()
                .transformToUni(one -> intake.handOver(one)
                        .onFailure()
                        .invoke(cause::set)
                        .onFailure()
                        .recoverWithItem(HandedOver.unanswered(one)))
                .merge(BATCH)
                .collect()
                .asList()
                .invoke(all -> tell(all, cause.get()))
                .call(all -> pool.withTransaction(connection -> keep(connection, all)))
                .map(all -> all.stream().filter(HandedOver::answered).count());
    }

    private Uni<Void> keep(SqlConnection connection, List<HandedOver> all) {
        return store.handedOver(connection, json(all))
                .map(counted -> all.stream()
                        .filter(one -> counted.contains(one.due().id()))
                        .toList())
                .chain(counted -> store.log(connection, entries(counted)));
    }

    private JsonArray json(List<HandedOver> all) {
        JsonArray json = new JsonArray();
        Instant now = clock.instant();
        all.forEach(one -> json.add(one.json(now.plus(pause(one.due().attempts() - 1)))));
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
        entries.addAll(entries("taxii.refused-by-intake", refused));
        return entries;
    }

    private List<AuditEntry> entries(String action, long objects) {
        return objects == 0 ? List.of() : List.of(entry(action).about(Concern.count(objects)));
    }

    private AuditEntry entry(String action) {
        return AuditEntry.of(clock.instant(), Operation.COLLECTION, action, HERE);
    }
}
