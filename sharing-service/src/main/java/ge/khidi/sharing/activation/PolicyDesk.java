package ge.khidi.sharing.activation;

import ge.khidi.relay.audit.Actor;
import ge.khidi.relay.audit.AuditEntry;
import ge.khidi.relay.audit.AuditLog;
import ge.khidi.relay.audit.Justification;
import ge.khidi.relay.audit.Operation;
import ge.khidi.relay.caller.Caller;
import ge.khidi.sharing.decision.DecisionTable;
import ge.khidi.sharing.decision.OffLoop;
import ge.khidi.sharing.policy.PolicyText;
import ge.khidi.sharing.policy.SourceFault;
import ge.khidi.sharing.rulebook.Officer;
import ge.khidi.sharing.rulebook.PolicyState;
import ge.khidi.sharing.rulebook.PolicyStore;
import ge.khidi.sharing.rulebook.PolicyVersion;
import ge.khidi.sharing.rulebook.Rulebook;
import ge.khidi.sharing.rulebook.VersionKind;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/** Where officers say their words about policy sets and registries. A word, the state it leads to and its audit entry are one transaction. */
@ApplicationScoped
public class PolicyDesk {

    private final Mutiny.SessionFactory sessions;
    private final DecisionTable decisions;
    private final PolicyStore store;
    private final SimulationStore simulations;
    private final Rulebook rulebook;
    private final AuditLog audit;
    private final Clock clock;

    PolicyDesk(
            Mutiny.SessionFactory sessions,
            DecisionTable decisions,
            PolicyStore store,
            SimulationStore simulations,
            Rulebook rulebook,
            AuditLog audit,
            Clock clock) {
        this.sessions = sessions;
        this.decisions = decisions;
        this.store = store;
        this.simulations = simulations;
        this.rulebook = rulebook;
        this.audit = audit;
        this.clock = clock;
    }

    /** A version with its texts. */
    public record Opened(PolicyVersion version, List<PolicyText> texts) {}

    /** What came of a word that was said. */
    public sealed interface Answer {
        record Done(PolicyVersion version) implements Answer {}

        record Unknown() implements Answer {}

        record Refused(PolicyState.Refusal why, List<SourceFault> faults) implements Answer {}
    }

    /** Which version is to be put in force, why, and from when personal data received earlier are brought along. */
    public record Order(
            VersionKind kind, int version, String reason, Optional<Instant> backfillFrom, boolean rollback) {

        /** The same for another reason. */
        Order because(String other) {
            return new Order(kind, version, other, backfillFrom, rollback);
        }
    }

    public Uni<List<PolicyVersion>> list(VersionKind kind) {
        return sessions.withSession(session -> store.list(session, kind));
    }

    public Uni<Optional<Opened>> open(VersionKind kind, int version) {
        return sessions.withSession(session -> open(session, kind, version));
    }

    private Uni<Optional<Opened>> open(Mutiny.Session session, VersionKind kind, int version) {
        return store.find(session, kind, version)
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : store.texts(session, kind, version)
                                .map(texts -> Optional.of(new Opened(found.get(), texts))));
    }

    /**
     * Keeps what an officer wrote, with every fault in it. The same text again, while it waits for a word, is the same version; {@code base}
     * is the version it was made from.
     */
    public Uni<Opened> draft(
            Caller caller, VersionKind kind, List<PolicyText> texts, String note, Optional<Integer> base) {
        return rulebook.inForce()
                .chain(now -> OffLoop.run(() -> rulebook.faults(kind, texts, now)))
                .map(faults -> new PolicyStore.Written(officer(caller), note, texts, faults, base))
                .chain(written -> sessions.withTransaction(session -> known(session, kind, written)
                        .chain(known -> known.map(version -> Uni.createFrom().item(version))
                                .orElseGet(() -> keep(session, caller, kind, written)))
                        .chain(version -> open(session, kind, version))
                        .map(Optional::orElseThrow)));
    }

    private Uni<Optional<Integer>> known(Mutiny.Session session, VersionKind kind, PolicyStore.Written written) {
        return written.base().isEmpty()
                ? Uni.createFrom().item(Optional.empty())
                : store.known(session, kind, written.digest())
                        .map(found -> found.filter(version -> version.base().equals(written.base()))
                                .filter(version -> version.author().isSamePersonAs(written.author()))
                                .filter(version -> version.activatedAt().isEmpty())
                                .map(PolicyVersion::version));
    }

    private Uni<Integer> keep(Mutiny.Session session, Caller caller, VersionKind kind, PolicyStore.Written written) {
        return store.keep(session, kind, written, PolicyState.of(written.faults()))
                .call(version -> audit.append(
                        session,
                        entry(
                                        new Order(kind, version, written.note(), Optional.empty(), false),
                                        "drafted",
                                        Actor.of(caller),
                                        0)
                                .withDigest(written.digest())));
    }

    /**
     * Says yes to a version that somebody else wrote, or to one that was active earlier, for one activation. A back-fill window is approved
     * by who can see what it brings: once an officer of their own agency has simulated it under the rules in force, and for as long as these are.
     */
    public Uni<Answer> approve(
            Caller caller, VersionKind kind, int version, String reason, Optional<Instant> backfillFrom) {
        Order order = new Order(kind, version, reason, backfillFrom, false);
        return sessions.withTransaction(session -> store.hold(session, kind, version)
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().item(new Answer.Unknown())
                        : simulated(session, caller, order)
                                .chain(simulated -> approve(session, caller, found.get(), order, simulated))));
    }

    private Uni<Boolean> simulated(Mutiny.Session session, Caller caller, Order order) {
        return order.backfillFrom()
                .map(from -> simulations.simulated(session, order.kind(), order.version(), from, caller.agency()))
                .orElseGet(() -> Uni.createFrom().item(true));
    }

    private Uni<Answer> approve(
            Mutiny.Session session, Caller caller, PolicyVersion version, Order order, boolean simulated) {
        VersionKind kind = order.kind();
        PolicyState.Step step = version.state()
                .approve(version.author(), new PolicyState.Approval(officer(caller), order.backfillFrom()));
        if (step instanceof PolicyState.Step.Refused refused) {
            return Uni.createFrom().item(refused(version, refused));
        }
        return simulated
                ? store.move(session, kind, version.version(), moved(step))
                        .chain(() -> audit.append(
                                session,
                                entry(order, "approved", Actor.of(caller), 0).withDigest(version.digest())))
                        .chain(() -> done(session, kind, version.version()))
                : Uni.createFrom()
                        .item(refused(version, new PolicyState.Step.Refused(PolicyState.Refusal.NOT_SIMULATED)));
    }

    /** Puts a version in force when the transaction commits. The caller holds the epoch lock alone. */
    Uni<Answer> putInForce(Mutiny.Session session, Actor actor, Order order, long epoch) {
        return store.hold(session, order.kind(), order.version()).chain(found -> {
            Optional<Answer> refusal = refusal(actor, order, found);
            if (refusal.isPresent()) {
                return Uni.createFrom().item(refusal.get());
            }
            PolicyVersion version = found.orElseThrow();
            return store.holdActive(session, order.kind())
                    .map(Optional::orElseThrow)
                    .chain(active -> overtaken(session, order, version, active)
                            .chain(overtaken -> overtaken
                                    .map(answer -> Uni.createFrom().item(answer))
                                    .orElseGet(() -> putInForce(session, actor, order, epoch, version, active))));
        });
    }

    /**
     * Why an approved version cannot be put in force any more since another one was: a proposal, or a registry of earlier, would undo what that one
     * changed, and a window would bring what nobody has simulated.
     */
    Uni<Optional<Answer>> overtaken(Mutiny.Session session, Order order, PolicyVersion version, PolicyVersion active) {
        if (madeFrom(version).filter(base -> base != active.version()).isPresent()) {
            return Uni.createFrom().item(Optional.of(new Answer.Refused(PolicyState.Refusal.STALE, List.of())));
        }
        return order.backfillFrom().isEmpty()
                ? Uni.createFrom().item(Optional.empty())
                : store.approvedUnderTheRulesInForce(session, order.kind(), order.version())
                        .map(approved -> approved
                                ? Optional.empty()
                                : Optional.of(new Answer.Refused(PolicyState.Refusal.NOT_SIMULATED, List.of())));
    }

    /** The version in whose place alone it goes in force; where it is a registry that was in force before, the one it was approved over. */
    private static Optional<Integer> madeFrom(PolicyVersion version) {
        if (version.activatedAt().isEmpty()) {
            return version.base();
        }
        return switch (version.kind()) {
            case POLICIES -> Optional.empty();
            case REGISTRY -> Optional.of(version.approvedOver().orElse(0));
        };
    }

    private Uni<Answer> putInForce(
            Mutiny.Session session, Actor actor, Order order, long epoch, PolicyVersion version, PolicyVersion active) {
        VersionKind kind = order.kind();
        return store.move(session, kind, active.version(), moved(active.state().retire()))
                .chain(() -> store.move(
                        session,
                        kind,
                        version.version(),
                        moved(version.state().activate(officer(actor), order.backfillFrom()))))
                .chain(() -> decisions.begin(session, epoch, order.backfillFrom()))
                .chain(() -> audit.append(
                        session,
                        entry(order, order.rollback() ? "rolled-back" : "activated", actor, epoch)
                                .withDigest(version.digest())))
                .chain(() -> done(session, kind, version.version()));
    }

    /** Why the order cannot be carried out as things stand. */
    static Optional<Answer> refusal(Actor actor, Order order, Optional<PolicyVersion> found) {
        if (found.isEmpty()) {
            return Optional.of(new Answer.Unknown());
        }
        PolicyVersion version = found.get();
        if (order.rollback() && version.activatedAt().isEmpty()) {
            return Optional.of(new Answer.Refused(PolicyState.Refusal.WRONG_STATE, List.of()));
        }
        return version.state().activate(officer(actor), order.backfillFrom())
                        instanceof PolicyState.Step.Refused refused
                ? Optional.of(refused(version, refused))
                : Optional.empty();
    }

    private static PolicyState moved(PolicyState.Step step) {
        if (step instanceof PolicyState.Step.Moved moved) {
            return moved.to();
        }
        throw new IllegalStateException("a step that was possible a moment ago, under lock");
    }

    private Uni<Answer> done(Mutiny.Session session, VersionKind kind, int version) {
        return store.find(session, kind, version).map(found -> new Answer.Done(found.orElseThrow()));
    }

    private static Answer refused(PolicyVersion version, PolicyState.Step.Refused refused) {
        return new Answer.Refused(
                refused.why(), version.state() instanceof PolicyState.Draft draft ? draft.faults() : List.of());
    }

    /** Who is called, as the rulebook knows people. */
    public static Officer officer(Caller caller) {
        return new Officer(caller.agency(), caller.subject());
    }

    static Officer officer(Actor actor) {
        return new Officer(actor.agency(), actor.subject().orElseThrow());
    }

    AuditEntry entry(Order order, String done, Actor actor, long epoch) {
        return AuditEntry.of(clock.instant(), Operation.ALTERATION, order.kind().action(done), actor)
                .because(new Justification(Optional.empty(), Optional.of(order.reason()), Optional.empty()))
                .under(new Simulation.Order(order.kind(), order.version(), order.backfillFrom()).under(epoch));
    }
}
