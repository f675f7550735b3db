package ge.khidi.sharing.activation;

import ge.khidi.relay.audit.Actor;
import ge.khidi.relay.audit.AuditLog;
import ge.khidi.relay.caller.Caller;
import ge.khidi.relay.housekeeping.Rounds;
import ge.khidi.relay.trace.FreshContext;
import ge.khidi.sharing.activation.PolicyDesk.Answer;
import ge.khidi.sharing.activation.PolicyDesk.Order;
import ge.khidi.sharing.decision.DecisionTable;
import ge.khidi.sharing.feed.Countries;
import ge.khidi.sharing.feed.StateMovedException;
import ge.khidi.sharing.policy.Loaded;
import ge.khidi.sharing.policy.SourceFault;
import ge.khidi.sharing.rulebook.Edition;
import ge.khidi.sharing.rulebook.InForce;
import ge.khidi.sharing.rulebook.PolicyState.Refusal;
import ge.khidi.sharing.rulebook.PolicyStore;
import ge.khidi.sharing.rulebook.PolicyVersion;
import ge.khidi.sharing.rulebook.Rulebook;
import ge.khidi.sharing.rulebook.VersionKind;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/**
 * Takes an officer's order to put a version in force, and carries it out, however long that takes.
 *
 * <pre>
 *              every class decided, some at a time      nobody appends meanwhile
 *   (taken) ─────────────► DECIDING ────────────────────────────► DONE
 *                              │   nothing was changed
 *                              └────────────────────────────────► REFUSED
 * </pre>
 *
 * <p>The order is a row before anything is done. Each step is one transaction that holds the row, so a service that is killed leaves whole chunks
 * of decisions behind, and whoever comes next goes on where they end; of several instances one works at an order at a time. Everything that can
 * refuse an order is asked again in the transaction that puts the version in force: the approval, the approver, the window, what is in force
 * and was when the window was simulated, and
 * whether the officer's agency has been suspended since.
 */
@Singleton
public class Activations {

    private static final Logger LOG = Logger.getLogger(Activations.class);
    private static final Duration LOOK_FOR_LEFT = Duration.ofSeconds(1);
    private static final Duration ASK_AGAIN = Duration.ofMillis(200);
    private static final int GIVE_UP_AFTER = 20;
    private static final Actor CARRYING_OUT = Actor.platform("activation");

    private final Mutiny.SessionFactory sessions;
    private final PolicyDesk desk;
    private final OrderStore orders;
    private final PolicyStore store;
    private final DecisionTable decisions;
    private final Countries countries;
    private final Rulebook rulebook;
    private final AuditLog audit;
    private final ActivationConfig config;
    private final Vertx vertx;
    private final Map<Long, Uni<Answer>> underWay = new ConcurrentHashMap<>();

    Activations(
            Mutiny.SessionFactory sessions,
            PolicyDesk desk,
            OrderStore orders,
            PolicyStore store,
            DecisionTable decisions,
            Countries countries,
            Rulebook rulebook,
            AuditLog audit,
            ActivationConfig config,
            Vertx vertx) {
        this.sessions = sessions;
        this.desk = desk;
        this.orders = orders;
        this.store = store;
        this.decisions = decisions;
        this.countries = countries;
        this.rulebook = rulebook;
        this.audit = audit;
        this.config = config;
        this.vertx = vertx;
    }

    /** What came of an order by the time it is answered. */
    public sealed interface Taken {
        record Ended(Answer answer) implements Taken {}

        /** It is kept, and carried out whatever becomes of the request. */
        record UnderWay(Ordered order) implements Taken {}
    }

    /** What a step has done. */
    private enum Step {
        MORE_TO_DECIDE,
        ALL_DECIDED,
        /** Somebody else works on it. */
        ELSEWHERE,
        ENDED
    }

    void start(@Observes StartupEvent started) {
        Rounds.begin(vertx, LOOK_FOR_LEFT, this::takeUp, LOG, "Taking up of orders that were left");
    }

    private Uni<Void> takeUp() {
        return sessions.withTransaction(orders::left)
                .invoke(left -> left.forEach(this::carryOut))
                .replaceWithVoid();
    }

    /**
     * Takes an order and answers what came of it, or that it is under way: at once if the caller does not wait, else when it takes too long. The
     * same word of the same person, while it is carried out, is the same order.
     */
    public Uni<Taken> order(Caller caller, Order order, boolean waits) {
        Actor actor = Actor.of(caller);
        return sessions.withTransaction(session -> take(session, actor, order))
                .chain(taken -> taken instanceof Taken.UnderWay kept
                        ? answer(kept, carryOut(kept.order().id()), waits)
                        : Uni.createFrom().item(taken));
    }

    /** An order of that kind; empty if there is none of that number. */
    public Uni<Optional<Ordered>> find(VersionKind kind, long id) {
        return sessions.withSession(session -> orders.find(session, id))
                .map(found -> found.filter(one -> one.order().kind() == kind));
    }

    private Uni<Taken> take(Mutiny.Session session, Actor actor, Order order) {
        return store.hold(session, order.kind(), order.version())
                .chain(found -> PolicyDesk.refusal(actor, order, found)
                        .map(refused -> ended(refused))
                        .orElseGet(() -> take(session, actor, order, found.orElseThrow())));
    }

    private Uni<Taken> take(Mutiny.Session session, Actor actor, Order order, PolicyVersion version) {
        return orders.underWay(session, order.kind(), order.version()).chain(other -> {
            if (other.isPresent()) {
                return other.get().isSame(order, actor)
                        ? Uni.createFrom().item(new Taken.UnderWay(other.get()))
                        : ended(new Answer.Refused(Refusal.OTHER_ORDER, List.of()));
            }
            return store.holdActive(session, order.kind())
                    .map(Optional::orElseThrow)
                    .chain(active -> desk.overtaken(session, order, version, active))
                    .chain(overtaken -> overtaken.map(Activations::ended).orElseGet(() -> keep(session, actor, order)));
        });
    }

    private Uni<Taken> keep(Mutiny.Session session, Actor actor, Order order) {
        return orders.keep(session, order, actor)
                .call(id -> audit.append(session, desk.entry(order, "ordered", actor, 0)))
                .chain(id -> orders.find(session, id))
                .map(kept -> new Taken.UnderWay(kept.orElseThrow()));
    }

    private static Uni<Taken> ended(Answer answer) {
        return Uni.createFrom().item(new Taken.Ended(answer));
    }

    private Uni<Taken> answer(Taken.UnderWay kept, Uni<Answer> work, boolean waits) {
        long id = kept.order().id();
        return waits
                ? within(work)
                        .chain(answer -> answer.map(Activations::ended)
                                .orElseGet(() -> sessions.withSession(session -> orders.find(session, id))
                                        .map(found -> new Taken.UnderWay(found.orElseThrow()))))
                : Uni.createFrom().item(kept);
    }

    /** What comes of it in good time, told on the caller's context. Work that fails goes on later, so it is under way. */
    private Uni<Optional<Answer>> within(Uni<Answer> work) {
        return Uni.createFrom().emitter(emitter -> {
            Context here = Objects.requireNonNull(Vertx.currentContext(), "on a Vert.x context");
            vertx.setTimer(Math.max(1, config.answerWithin().toMillis()), over -> emitter.complete(Optional.empty()));
            work.subscribe()
                    .with(
                            answer -> here.runOnContext(on -> emitter.complete(Optional.of(answer))),
                            failure -> here.runOnContext(on -> emitter.complete(Optional.empty())));
        });
    }

    /** Begins to carry out an order, unless this instance does so already. It goes on whoever waits for it. */
    private Uni<Answer> carryOut(long id) {
        Uni<Answer> work = FreshContext.run(vertx, FreshContext.untraced(), () -> work(id))
                .onFailure()
                .call(failure -> failed(id, failure))
                .onTermination()
                .invoke(() -> underWay.remove(id))
                .memoize()
                .indefinitely();
        Uni<Answer> other = underWay.putIfAbsent(id, work);
        if (other != null) {
            return other;
        }
        work.subscribe().with(done -> {}, failure -> {});
        return work;
    }

    private Uni<Answer> work(long id) {
        return sessions.withSession(session -> orders.find(session, id))
                .map(Optional::orElseThrow)
                .chain(ordered ->
                        ordered.progress().state() == Ordered.State.DECIDING ? look(ordered) : answer(ordered))
                .onFailure(StateMovedException.class)
                .recoverWithUni(() -> work(id));
    }

    private Uni<Answer> answer(Ordered ordered) {
        Order order = ordered.order();
        return ordered.progress()
                .refused()
                .map(refused -> Uni.createFrom().<Answer>item(refused))
                .orElseGet(() -> sessions.withSession(session -> store.find(session, order.kind(), order.version()))
                        .map(version -> new Answer.Done(version.orElseThrow())));
    }

    private Uni<Answer> look(Ordered ordered) {
        Order order = ordered.order();
        return rulebook.inForce()
                .chain(now -> rulebook.look(now.edition().with(order.kind(), order.version()))
                        .chain(loaded -> {
                            List<SourceFault> faults = loaded instanceof Loaded.Ready<InForce> ready
                                    ? Rulebook.missing(
                                            now.partners(), ready.value().partners())
                                    : ((Loaded.Faulty<InForce>) loaded).faults();
                            return faults.isEmpty()
                                    ? decide(ordered, now.edition(), loaded.orThrow())
                                    : refuse(ordered, new Answer.Refused(Refusal.FAULTY, faults));
                        }));
    }

    private Uni<Answer> decide(Ordered ordered, Edition over, InForce by) {
        return countries
                .seek(by.partners())
                .chain(() -> decisions.open(by))
                .chain(epoch -> decide(ordered, over, by, epoch));
    }

    private Uni<Answer> decide(Ordered ordered, Edition over, InForce by, long epoch) {
        return Uni.createFrom()
                .deferred(() -> sessions.withTransaction(session -> step(session, ordered, by, epoch)))
                .repeat()
                .whilst(step -> step == Step.MORE_TO_DECIDE)
                .collect()
                .last()
                .chain(step -> switch (step) {
                    case ALL_DECIDED -> flip(ordered, over, by, epoch);
                    case ELSEWHERE -> aMoment().chain(() -> work(ordered.id()));
                    case MORE_TO_DECIDE, ENDED -> work(ordered.id());
                });
    }

    private Uni<Step> step(Mutiny.Session session, Ordered ordered, InForce by, long epoch) {
        return orders.hold(session, ordered.id(), epoch).chain(behind -> {
            if (behind.isEmpty()) {
                return Uni.createFrom().item(Step.ELSEWHERE);
            }
            return orders.suspended(session, ordered)
                    .chain(suspended -> suspended
                            ? end(session, ordered, suspended()).replaceWith(Step.ENDED)
                            : decideSome(session, ordered, by, epoch, behind.get()));
        });
    }

    private Uni<Step> decideSome(Mutiny.Session session, Ordered ordered, InForce by, long epoch, long behind) {
        return decisions
                .decideSome(epoch, by, behind)
                .call(done -> orders.gotTo(session, ordered.id(), epoch, done.last()))
                .map(done -> done.more() ? Step.MORE_TO_DECIDE : Step.ALL_DECIDED);
    }

    /** Puts the version in force: nobody appends while the rest is decided and the epoch flips. From the commit on every page obeys it. */
    private Uni<Answer> flip(Ordered ordered, Edition over, InForce by, long epoch) {
        return end(
                        ordered,
                        epoch,
                        session -> decisions
                                .holdAlone(session)
                                .chain(() -> rulebook.active())
                                .chain(now -> decisions.areOfToday(epoch, by).invoke(today -> same(over, now, today)))
                                .chain(() -> orders.suspended(session, ordered))
                                .chain(suspended -> suspended
                                        ? Uni.createFrom().item(suspended())
                                        : desk.putInForce(session, ordered.by(), ordered.order(), epoch)))
                .call(() -> decisions.nextEpoch())
                .chain(() -> work(ordered.id()));
    }

    /** The epoch was prepared, and the version looked at, over the rules that were in force a moment ago, and for that moment's day. */
    private static void same(Edition over, Edition now, boolean today) {
        if (!now.equals(over)) {
            throw new StateMovedException("another version went in force meanwhile");
        }
        if (!today) {
            throw new StateMovedException("an agreement began or ended meanwhile");
        }
    }

    private static Answer suspended() {
        return new Answer.Refused(Refusal.SUSPENDED, List.of());
    }

    private Uni<Answer> refuse(Ordered ordered, Answer refused) {
        return end(ordered, 0, session -> Uni.createFrom().item(refused)).chain(() -> work(ordered.id()));
    }

    /** Ends the order with what comes of it, in one transaction; in a moment somebody else has, if somebody else works on it. */
    private Uni<Void> end(Ordered ordered, long epoch, Function<Mutiny.Session, Uni<Answer>> outcome) {
        return sessions.withTransaction(session -> orders.hold(session, ordered.id(), epoch)
                .chain(held -> held.isEmpty()
                        ? aMoment()
                        : outcome.apply(session).chain(answer -> end(session, ordered, answer))));
    }

    /** The caller holds the order. */
    private Uni<Void> end(Mutiny.Session session, Ordered ordered, Answer answer) {
        if (answer instanceof Answer.Done) {
            return orders.end(session, ordered.id(), Optional.empty());
        }
        if (answer instanceof Answer.Refused refused) {
            Order order = ordered.order();
            return orders.end(session, ordered.id(), Optional.of(refused))
                    .chain(() -> audit.append(
                            session,
                            desk.entry(order.because(refused.why().name()), "order-refused", CARRYING_OUT, 0)));
        }
        throw new IllegalStateException("a version that was ordered is not there any more");
    }

    /** On a context of its own: the one that failed may have lost its connection. After so many failures in a row nobody tries any more. */
    private Uni<Void> failed(long id, Throwable failure) {
        LOG.warnf(
                "An order to put a version in force is taken up again in a moment. order=%d cause=%s",
                id, failure.getClass().getName());
        return FreshContext.run(
                        vertx,
                        FreshContext.untraced(),
                        () -> sessions.withTransaction(session -> orders.failed(session, id)
                                .chain(times ->
                                        times < GIVE_UP_AFTER ? Uni.createFrom().voidItem() : giveUp(session, id))))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> giveUp(Mutiny.Session session, long id) {
        return orders.find(session, id)
                .chain(found -> end(session, found.orElseThrow(), new Answer.Refused(Refusal.NOT_POSSIBLE, List.of())));
    }

    private Uni<Void> aMoment() {
        return Uni.createFrom().emitter(over -> vertx.setTimer(ASK_AGAIN.toMillis(), now -> over.complete(null)));
    }
}
