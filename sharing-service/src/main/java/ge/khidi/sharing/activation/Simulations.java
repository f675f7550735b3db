package ge.khidi.sharing.activation;

import ge.khidi.relay.audit.Actor;
import ge.khidi.relay.audit.AuditEntry;
import ge.khidi.relay.audit.AuditLog;
import ge.khidi.relay.audit.Operation;
import ge.khidi.relay.caller.Caller;
import ge.khidi.relay.housekeeping.Pause;
import ge.khidi.relay.housekeeping.Rounds;
import ge.khidi.relay.trace.FreshContext;
import ge.khidi.sharing.activation.PolicyDesk.Answer;
import ge.khidi.sharing.rulebook.PolicyState.Refusal;
import ge.khidi.sharing.rulebook.PolicyStore;
import ge.khidi.sharing.rulebook.VersionKind;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes an officer's order to simulate a version, and carries it out, however long that takes.
 *
 * <pre>
 *              a place is free      every class decided       every event walked through
 *   QUEUED ─────────────► DECIDING ─────────────► WALKING ─────────────► DONE
 *      │                     │                       │
 *      └─────────────────────┴───────────────────────┴─────────────────► REFUSED
 * </pre>
 *
 * <p>The order is a row, which any instance with a free place takes, and holds as long as it tells how far it is. A simulation changes nothing, so
 * one whose holder was killed is begun anew by another; what was decided is kept. Result, end and audit entry are one transaction with the
 * snapshot, so that of two who hold themselves for the holder one has done nothing.
 */
@Singleton
public class Simulations {

    private static final Logger LOG = Logger.getLogger(Simulations.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration ASK_AGAIN = Duration.ofMillis(100);

    /** One that was begun so often, and lost each time, may be what kills its holders. */
    private static final int MOST_TIMES = 3;

    private final UUID me = UUID.randomUUID();
    private final Map<UUID, Far> held = new ConcurrentHashMap<>();
    private final Mutiny.SessionFactory sessions;
    private final Simulation simulation;
    private final SimulationStore simulations;
    private final PolicyStore versions;
    private final AuditLog audit;
    private final ActivationConfig config;
    private final Vertx vertx;
    private final Clock clock;
    private volatile @Nullable Rounds rounds;

    Simulations(
            Mutiny.SessionFactory sessions,
            Simulation simulation,
            SimulationStore simulations,
            PolicyStore versions,
            AuditLog audit,
            ActivationConfig config,
            Vertx vertx,
            Clock clock) {
        this.sessions = sessions;
        this.simulation = simulation;
        this.simulations = simulations;
        this.versions = versions;
        this.audit = audit;
        this.config = config;
        this.vertx = vertx;
        this.clock = clock;
    }

    void start(@Observes StartupEvent started) {
        rounds = Rounds.begin(vertx, EVERY, this::round, LOG, "Taking up of simulations");
    }

    /**
     * Takes an order and answers it when it has ended, or is under way: at once if the caller does not wait, else when it takes too long. The same
     * asked by the same person, while it is under way, is the same simulation. Empty: there is no such version.
     */
    public Uni<Optional<Simulated>> order(Caller caller, Simulation.Order order, boolean waits) {
        Actor actor = Actor.of(caller);
        return sessions.withTransaction(session -> versions.find(session, order.kind(), order.version())
                        .chain(found -> found.isEmpty()
                                ? Uni.createFrom().item(Optional.<UUID>empty())
                                : keep(session, order, actor)))
                .invoke(this::ring)
                .chain(id -> id.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : outcome(id.get(), waits).map(Optional::of));
    }

    private Uni<Optional<UUID>> keep(Mutiny.Session session, Simulation.Order order, Actor by) {
        return simulations
                .keep(session, order, by)
                .chain(id -> id.isPresent() ? Uni.createFrom().item(id) : keep(session, order, by));
    }

    private Uni<Simulated> outcome(UUID id, boolean waits) {
        Instant until = clock.instant().plus(waits ? config.answerWithin() : Duration.ZERO);
        Predicate<Simulated> wait = found -> found.underWay() && clock.instant().isBefore(until);
        return Uni.createFrom()
                .deferred(() -> sessions.withSession(session -> simulations.find(session, id)))
                .map(Optional::orElseThrow)
                .call(found -> wait.test(found)
                        ? Pause.of(vertx, ASK_AGAIN)
                        : Uni.createFrom().voidItem())
                .repeat()
                .whilst(wait)
                .collect()
                .last();
    }

    /** A simulation of that kind that the caller may see; a result is logged to whoever did not order it. */
    public Uni<Optional<Simulated>> find(Caller caller, VersionKind kind, UUID id) {
        Actor actor = Actor.of(caller);
        return sessions.withTransaction(session -> simulations
                .find(session, id)
                .map(found -> found.filter(one -> one.order().kind() == kind).filter(one -> one.isFor(caller)))
                .call(found -> found.filter(one -> one.progress().result().isPresent())
                        .filter(one -> !one.isBy(actor))
                        .map(one -> audit.append(session, entry(actor, one.order())))
                        .orElseGet(() -> Uni.createFrom().voidItem())));
    }

    private AuditEntry entry(Actor actor, Simulation.Order order) {
        return AuditEntry.of(
                        clock.instant(), Operation.CONSULTATION, order.kind().action("simulation-read"), actor)
                .under(order.under(0));
    }

    private void ring() {
        Rounds begun = rounds;
        if (begun != null) {
            begun.ring();
        }
    }

    private Uni<Void> round() {
        return sessions.withTransaction(session -> simulations
                        .refuse(session, MOST_TIMES)
                        .chain(() -> tell(session))
                        .chain(() -> simulations.forget(session, config.simulationsKept()))
                        .chain(() -> take(session)))
                .invoke(taken -> taken.forEach(this::carryOut))
                .replaceWithVoid();
    }

    /** What is not ours any more, or has ended, stops. */
    private Uni<Void> tell(Mutiny.Session session) {
        Map<UUID, Far> told = Map.copyOf(held);
        if (told.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        JsonArray json = new JsonArray();
        told.forEach((id, far) -> json.add(far.json(id)));
        return simulations
                .tell(session, me, json)
                .invoke(ours -> told.entrySet().stream()
                        .filter(one -> !ours.contains(one.getKey()))
                        .forEach(one -> one.getValue().stop()))
                .replaceWithVoid();
    }

    private Uni<List<UUID>> take(Mutiny.Session session) {
        int free = config.simulationsAtOnce() - held.size();
        return free <= 0 ? Uni.createFrom().item(List.of()) : simulations.take(session, me, free);
    }

    private void carryOut(UUID id) {
        Far far = new Far();
        held.put(id, far);
        FreshContext.run(vertx, FreshContext.untraced(), () -> work(id, far))
                .onFailure()
                .call(failure -> failed(id, far, failure))
                .onTermination()
                .invoke(() -> over(id, far))
                .subscribe()
                .with(done -> {}, failure -> {});
    }

    private void over(UUID id, Far far) {
        held.remove(id, far);
        ring();
    }

    private Uni<Void> work(UUID id, Far far) {
        return sessions.withSession(session -> simulations.find(session, id))
                .map(Optional::orElseThrow)
                .chain(found -> simulation.run(
                        new Simulation.Task(found.order(), found.by(), far),
                        (session, result) -> simulations.done(
                                session,
                                id,
                                me,
                                VersionAnswers.json(found.order(), result).toString())))
                .chain(faults -> faults.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : refuse(id, new Answer.Refused(Refusal.FAULTY, faults)));
    }

    /**
     * On a context of its own: the one that failed may have lost its connection. With the database away it is taken up again later; where somebody
     * else has taken it by then, it is theirs.
     */
    private Uni<Void> failed(UUID id, Far far, Throwable failure) {
        if (far.stopped() || failure instanceof CancellationException) {
            return Uni.createFrom().voidItem();
        }
        LOG.warnf(
                "A simulation could not be carried out. simulation=%s cause=%s",
                id, failure.getClass().getName());
        return FreshContext.run(
                        vertx,
                        FreshContext.untraced(),
                        () -> refuse(id, new Answer.Refused(Refusal.NOT_POSSIBLE, List.of())))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> refuse(UUID id, Answer.Refused refused) {
        return sessions.withTransaction(session -> simulations.refused(session, id, me, refused));
    }
}
