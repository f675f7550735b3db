package ge.khidi.sharing.writing;

import ge.khidi.relay.audit.Actor;
import ge.khidi.relay.audit.AuditEntry;
import ge.khidi.relay.audit.AuditLog;
import ge.khidi.relay.audit.Concern;
import ge.khidi.relay.audit.Operation;
import ge.khidi.relay.housekeeping.Rounds;
import ge.khidi.sharing.writing.WritingStore.Due;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Hands what was accepted to intake until intake has answered. One instance does it at a time, of each object one version at a time; an answer, its audit entry
 * and the end of the content here are one transaction. An instance that ends before has handed over what another hands over again, which is the same.
 */
@Singleton
class HandOver {

    private static final Logger LOG = Logger.getLogger(HandOver.class);
    private static final Actor HERE = Actor.platform("writing");
    private static final int BATCH = 64;
    private static final int AT_ONCE = 8;

    private final Pool pool;
    private final WritingStore store;
    private final IntakeDesk intake;
    private final WritingConfig config;
    private final AuditLog audit;
    private final Vertx vertx;
    private final Clock clock;
    private volatile @Nullable Rounds rounds;

    HandOver(
            Pool pool,
            WritingStore store,
            IntakeDesk intake,
            WritingConfig config,
            AuditLog audit,
            Vertx vertx,
            Clock clock) {
        this.pool = pool;
        this.store = store;
        this.intake = intake;
        this.config = config;
        this.audit = audit;
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

    /** What came of a batch: how many answers there were, and why there were no more. */
    private record Batch(int answers, Optional<Throwable> away) {}

    private Uni<Void> round() {
        return Uni.createFrom()
                .deferred(() -> pool.withTransaction(this::batch))
                .chain(HandOver::orFail)
                .repeat()
                .whilst(answers -> answers > 0)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** What was answered is committed by now. */
    private static Uni<Integer> orFail(Batch batch) {
        return batch.away().isPresent()
                ? Uni.createFrom().failure(batch.away().get())
                : Uni.createFrom().item(batch.answers());
    }

    private Uni<Batch> batch(SqlConnection connection) {
        return store.turn(connection)
                .chain(mine ->
                        mine ? store.due(connection, BATCH) : Uni.createFrom().item(List.<Due>of()))
                .chain(due -> due.isEmpty()
                        ? Uni.createFrom().item(new Batch(0, Optional.empty()))
                        : handOver(connection, due));
    }

    private Uni<Batch> handOver(SqlConnection connection, List<Due> due) {
        AtomicReference<@Nullable Throwable> away = new AtomicReference<>();
        return Multi.createFrom()
                .iterable(due)
                .onItem()
                .transformToUni(one -> intake.handOver(one)
                        .map(Optional::of)
                        .onFailure()
                        .invoke(away::set)
                        .onFailure()
                        .recoverWithItem(Optional.empty()))
                .merge(AT_ONCE)
                .collect()
                .asList()
                .map(answers -> answers.stream().flatMap(Optional::stream).toList())
                .chain(answers -> store.answered(connection, answers)
                        .chain(() -> audit.append(connection, entries(answers)))
                        .replaceWith(() -> new Batch(answers.size(), Optional.ofNullable(away.get()))));
    }

    private List<AuditEntry> entries(List<HandedOver> answers) {
        List<AuditEntry> entries = new ArrayList<>();
        for (HandedOver one : answers) {
            one.revision()
                    .ifPresent(
                            revision -> entries.add(entry("taxii.handed-over").about(revision)));
        }
        long refused = answers.stream().filter(one -> one.revision().isEmpty()).count();
        if (refused > 0) {
            entries.add(entry("taxii.refused-by-intake").about(Concern.count(refused)));
        }
        return entries;
    }

    private AuditEntry entry(String action) {
        return AuditEntry.of(clock.instant(), Operation.COLLECTION, action, HERE);
    }
}
