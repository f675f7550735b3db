package ge.khidi.sharing.activation;

import ge.khidi.relay.audit.Actor;
import ge.khidi.relay.audit.AuditEntry;
import ge.khidi.relay.audit.AuditLog;
import ge.khidi.relay.audit.Authority;
import ge.khidi.relay.audit.Justification;
import ge.khidi.relay.audit.Operation;
import ge.khidi.relay.caller.Caller;
import ge.khidi.sharing.decision.DecisionTable;
import ge.khidi.sharing.decision.OffLoop;
import ge.khidi.sharing.policy.Loaded;
import ge.khidi.sharing.policy.PolicyText;
import ge.khidi.sharing.policy.SourceFault;
import ge.khidi.sharing.rulebook.InForce;
import ge.khidi.sharing.rulebook.Officer;
import ge.khidi.sharing.rulebook.PolicyState;
import ge.khidi.sharing.rulebook.PolicyStore;
import ge.khidi.sharing.rulebook.PolicyVersion;
import ge.khidi.sharing.rulebook.Rulebook;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/** Where policy officers say their words. A word, the state it leads to and its audit entry are one transaction. */
@ApplicationScoped
class PolicyDesk {

    private final Mutiny.SessionFactory sessions;
    private final DecisionTable decisions;
    private final PolicyStore store;
    private final Rulebook rulebook;
    private final AuditLog audit;
    private final Clock clock;

    PolicyDesk(
            Mutiny.SessionFactory sessions,
            DecisionTable decisions,
            PolicyStore store,
            Rulebook rulebook,
            AuditLog audit,
            Clock clock) {
        this.sessions = sessions;
        this.decisions = decisions;
        this.store = store;
        this.rulebook = rulebook;
        this.audit = audit;
        this.clock = clock;
    }

    /** A version with its texts. */
    record Opened(PolicyVersion version, List<PolicyText> texts) {}

    /** What came of a word that was said. */
    sealed interface Answer {
        record Done(PolicyVersion version) implements Answer {}

        record Unknown() implements Answer {}

        record Refused(PolicyState.Refusal why, List<SourceFault> faults) implements Answer {}
    }

    /** Which version is to be put in force, why, and from when personal data received earlier are brought along. */
    record Order(int version, String reason, Optional<Instant> backfillFrom, boolean rollback) {}

    Uni<List<PolicyVersion>> list() {
        return sessions.withSession(store::list);
    }

    Uni<Optional<Opened>> open(int version) {
        return sessions.withSession(session -> open(session, version));
    }

    private Uni<Optional<Opened>> open(Mutiny.Session session, int version) {
        return store.find(session, version)
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : store.texts(session, version).map(texts -> Optional.of(new Opened(found.get(), texts))));
    }

    /** Keeps what an officer wrote, with every fault in it. */
    Uni<Opened> draft(Caller caller, List<PolicyText> texts, String note) {
        return OffLoop.run(() -> Rulebook.faults(rulebook.read(texts)))
                .map(faults -> new PolicyStore.Written(officer(caller), note, texts, faults))
                .chain(written -> sessions.withTransaction(session -> store.keep(
                                session, written, PolicyState.of(written.faults()))
                        .call(version -> audit.append(
                                session,
                                entry("policy.drafted", caller, note, version, 0)
                                        .withDigest(written.digest())))
                        .chain(version -> open(session, version))
                        .map(Optional::orElseThrow)));
    }

    /** Says yes to a version that somebody else wrote, or to one that was active earlier, for one activation. */
    Uni<Answer> approve(Caller caller, int version, String reason, Optional<Instant> backfillFrom) {
        return sessions.withTransaction(session -> store.hold(session, version).chain(found -> {
            if (found.isEmpty()) {
                return Uni.createFrom().item(new Answer.Unknown());
            }
            PolicyState.Step step = found.get()
                    .state()
                    .approve(found.get().author(), new PolicyState.Approval(officer(caller), backfillFrom));
            return step instanceof PolicyState.Step.Moved moved
                    ? store.move(session, version, moved.to())
                            .chain(() -> audit.append(
                                    session,
                                    entry("policy.approved", caller, reason, version, 0)
                                            .withDigest(found.get().digest())))
                            .chain(() -> done(session, version))
                    : Uni.createFrom().item(refused(found.get(), (PolicyState.Step.Refused) step));
        }));
    }

    /**
     * Puts a version in force. Every class is decided beforehand; then nobody appends while the rest is decided and the epoch flips. From
     * the moment this answers, every page obeys it.
     */
    Uni<Answer> activate(Caller caller, Order order) {
        return sessions.withSession(session -> store.find(session, order.version()))
                .chain(found -> refusal(caller, order, found)
                        .map(refused -> Uni.createFrom().item(refused))
                        .orElseGet(() -> prepared(caller, order)));
    }

    private Uni<Answer> prepared(Caller caller, Order order) {
        return rulebook.look(order.version())
                .chain(loaded -> loaded instanceof Loaded.Ready<InForce> ready
                        ? decisions
                                .prepare(ready.value())
                                .chain(epoch -> sessions.withTransaction(session -> decisions
                                        .holdAlone(session)
                                        .chain(() -> putInForce(session, caller, order, epoch))))
                                .invoke(decisions::epochMoved)
                        : Uni.createFrom()
                                .item(new Answer.Refused(
                                        PolicyState.Refusal.FAULTY, ((Loaded.Faulty<InForce>) loaded).faults())));
    }

    /** The part that is one transaction. The caller holds the epoch lock alone. */
    Uni<Answer> putInForce(Mutiny.Session session, Caller caller, Order order, long epoch) {
        return store.hold(session, order.version()).chain(found -> {
            Optional<Answer> refusal = refusal(caller, order, found);
            if (refusal.isPresent()) {
                return Uni.createFrom().item(refusal.get());
            }
            PolicyVersion version = found.orElseThrow();
            return store.holdActive(session)
                    .map(Optional::orElseThrow)
                    .chain(active -> store.move(
                            session, active.version(), moved(active.state().retire())))
                    .chain(() -> store.move(
                            session,
                            version.version(),
                            moved(version.state().activate(officer(caller), order.backfillFrom()))))
                    .chain(() -> decisions.begin(session, epoch, order.backfillFrom()))
                    .chain(() -> audit.append(
                            session,
                            entry(
                                            order.rollback() ? "policy.rolled-back" : "policy.activated",
                                            caller,
                                            order.reason(),
                                            version.version(),
                                            epoch)
                                    .withDigest(version.digest())))
                    .chain(() -> done(session, version.version()));
        });
    }

    private static Optional<Answer> refusal(Caller caller, Order order, Optional<PolicyVersion> found) {
        if (found.isEmpty()) {
            return Optional.of(new Answer.Unknown());
        }
        PolicyVersion version = found.get();
        if (order.rollback() && version.activatedAt().isEmpty()) {
            return Optional.of(new Answer.Refused(PolicyState.Refusal.WRONG_STATE, List.of()));
        }
        return version.state().activate(officer(caller), order.backfillFrom())
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

    private Uni<Answer> done(Mutiny.Session session, int version) {
        return store.find(session, version).map(found -> new Answer.Done(found.orElseThrow()));
    }

    private static Answer refused(PolicyVersion version, PolicyState.Step.Refused refused) {
        return new Answer.Refused(
                refused.why(), version.state() instanceof PolicyState.Draft draft ? draft.faults() : List.of());
    }

    /** Who is called, as the rulebook knows people. */
    static Officer officer(Caller caller) {
        return new Officer(caller.agency(), caller.subject());
    }

    private AuditEntry entry(String action, Caller caller, String reason, int version, long epoch) {
        return AuditEntry.of(
                        clock.instant(),
                        Operation.ALTERATION,
                        action,
                        Actor.of(caller.agency(), caller.subject(), caller.client()))
                .because(new Justification(Optional.empty(), Optional.of(reason), Optional.empty()))
                .under(new Authority(epoch, List.of("policy-set/" + version)));
    }
}
