package ge.khidi.sharing.feed;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.RevisionKind;
import ge.khidi.contract.event.Status;
import ge.khidi.relay.audit.Actor;
import ge.khidi.relay.audit.AuditEntry;
import ge.khidi.relay.audit.AuditLog;
import ge.khidi.relay.audit.Authority;
import ge.khidi.relay.audit.Concern;
import ge.khidi.relay.audit.Operation;
import ge.khidi.sharing.decision.Decided;
import ge.khidi.sharing.decision.DecisionTable;
import ge.khidi.sharing.decision.Feed;
import ge.khidi.sharing.decision.OffLoop;
import ge.khidi.sharing.decision.Sight;
import ge.khidi.sharing.hold.HeldItem;
import ge.khidi.sharing.hold.HeldItems;
import ge.khidi.sharing.policy.Decision;
import ge.khidi.sharing.policy.Decision.Held;
import ge.khidi.sharing.policy.DisclosureFacts;
import ge.khidi.sharing.retention.Erasures;
import ge.khidi.sharing.subject.SubjectIndex;
import ge.khidi.sharing.tally.Tallies;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Appends what arrived to every feed that it concerns.
 *
 * <p>Everything that takes time is done first: classes, decisions, renditions, wordings. Then one transaction, always in this order:
 * the epoch is held, the heads of the events are locked in the order of their ids, the revisions are kept (their key is the inbox), the
 * feeds are locked in the order of theirs, all rows are inserted in one statement, then the queue and the audit log. Handling twice is
 * handling once: a revision that is in the inbox causes nothing. An older revision that arrives behind a newer one causes nothing either, unless it
 * is a correction; one of a restricted event is told beside the restriction.
 */
@ApplicationScoped
public class Appender {

    private static final int ATTEMPTS = 10;
    private static final Actor READING = Actor.platform("reading");

    private final Mutiny.SessionFactory sessions;
    private final DecisionTable decisions;
    private final Renderer renderer;
    private final Terms terms;
    private final HeldItems held;
    private final ArrivalStore arrivals;
    private final Standings standings;
    private final FeedRows rows;
    private final LateCorrections late;
    private final AuditLog audit;
    private final ProductStore products;
    private final SubjectIndex subjects;
    private final Erasures erasures;
    private final FeedMeters meters;
    private final jakarta.enterprise.event.Event<FeedsGrew> grew;
    private final Clock clock;

    Appender(
            Mutiny.SessionFactory sessions,
            DecisionTable decisions,
            Renderer renderer,
            Terms terms,
            HeldItems held,
            ArrivalStore arrivals,
            Standings standings,
            FeedRows rows,
            LateCorrections late,
            AuditLog audit,
            ProductStore products,
            SubjectIndex subjects,
            Erasures erasures,
            FeedMeters meters,
            jakarta.enterprise.event.Event<FeedsGrew> grew,
            Clock clock) {
        this.sessions = sessions;
        this.decisions = decisions;
        this.renderer = renderer;
        this.terms = terms;
        this.held = held;
        this.arrivals = arrivals;
        this.standings = standings;
        this.rows = rows;
        this.late = late;
        this.audit = audit;
        this.products = products;
        this.subjects = subjects;
        this.erasures = erasures;
        this.meters = meters;
        this.grew = grew;
        this.clock = clock;
    }

    /** What is ready to be written: decided in one epoch, rendered, worded. */
    private record Batch(
            long epoch, Sight sight, List<Prepared> prepared, Map<String, Integer> terms, JsonArray subjects) {}

    /** Completes when every row that these arrivals cause is committed. Called on a Vert.x context. */
    public Uni<Void> append(List<Arrival> arrived) {
        List<Arrival> once = inOrder(arrived);
        AppendTrace trace = meters.begin(once);
        return attempt(once, trace)
                .onFailure(StateMovedException.class)
                .retry()
                .atMost(ATTEMPTS)
                .onTermination()
                .invoke((done, failure, cancelled) -> trace.end(failure));
    }

    private Uni<Void> attempt(List<Arrival> arrived, AppendTrace trace) {
        return prepare(arrived)
                .chain(batch -> sessions.withTransaction(session -> write(session, batch))
                        .invoke(rows -> trace.wrote(rows, batch.prepared())))
                .invoke(() -> grew.fire(new FeedsGrew()))
                .replaceWithVoid();
    }

    // before the transaction

    private Uni<Batch> prepare(List<Arrival> arrived) {
        return decisions.sight().chain(sight -> prepare(arrived, sight, facts(arrived, sight)));
    }

    private Uni<Batch> prepare(List<Arrival> arrived, Sight sight, Map<RevisionId, DisclosureFacts> facts) {
        return decisions
                .decide(Set.copyOf(facts.values()))
                .chain(decided -> held.released(
                                arrived.stream().map(Arrival::id).toList())
                        .chain(released -> OffLoop.run(() -> offers(arrived, facts, decided, released)))
                        .chain(prepared -> OffLoop.run(() -> subjects.rows(events(arrived)))
                                .chain(rows -> terms.intern(wordings(prepared))
                                        .map(known -> new Batch(decided.epoch(), sight, prepared, known, rows)))));
    }

    private static List<Event> events(List<Arrival> arrived) {
        return arrived.stream().map(Arrival::event).toList();
    }

    private static Map<RevisionId, DisclosureFacts> facts(List<Arrival> arrived, Sight sight) {
        Map<RevisionId, DisclosureFacts> facts = new HashMap<>();
        arrived.forEach(arrival -> facts.put(arrival.event().revisionId(), sight.of(arrival.event())));
        return facts;
    }

    /** On every core there is: what leaves of one event is made without a look at another. */
    private List<Prepared> offers(
            List<Arrival> arrived,
            Map<RevisionId, DisclosureFacts> known,
            Decided decided,
            Set<HeldItems.Released> released) {
        return arrived.parallelStream()
                .map(arrival -> prepared(arrival, known, decided, released))
                .toList();
    }

    private Prepared prepared(
            Arrival arrival,
            Map<RevisionId, DisclosureFacts> known,
            Decided decided,
            Set<HeldItems.Released> released) {
        DisclosureFacts facts =
                Optional.ofNullable(known.get(arrival.event().revisionId())).orElseThrow();
        Decided.OfClass ofClass = decided.of(facts);
        return new Prepared(arrival, facts, ofClass.id(), offers(arrival, ofClass.byFeed(), released));
    }

    private Map<Short, Offer> offers(Arrival arrival, Map<Feed, Decision> decided, Set<HeldItems.Released> released) {
        Map<Short, Offer> offers = new HashMap<>();
        if (!arrival.event().state().usable() || arrival.event().type().product()) {
            return offers;
        }
        Renderer.OneRevision renditions = renderer.of(arrival.event());
        decided.entrySet().stream()
                .filter(entry -> entry.getValue().profile().isPresent())
                .filter(entry -> Renderer.isForeignTo(arrival.event(), entry.getKey()))
                .sorted(Comparator.comparing(entry -> entry.getKey().id()))
                .forEach(entry -> {
                    Feed feed = entry.getKey();
                    boolean leaves = !(entry.getValue() instanceof Held)
                            || released.contains(new HeldItems.Released(arrival.id(), feed.id()));
                    offers.put(
                            feed.id(),
                            leaves ? renditions.render(feed, entry.getValue()) : Offer.waiting(feed, entry.getValue()));
                });
        return offers;
    }

    private static Set<String> wordings(List<Prepared> prepared) {
        Set<String> wordings = new HashSet<>();
        prepared.forEach(one ->
                one.offers().values().forEach(offer -> offer.sent().ifPresent(sent -> wordings.add(sent.terms()))));
        return wordings;
    }

    // in the transaction

    private Uni<Integer> write(Mutiny.Session session, Batch batch) {
        return arrivals.hold(session)
                .invoke(held -> sameRules(held, batch))
                .chain(() -> arrivals.raiseHeads(session, batch.prepared()))
                .chain(before -> arrivals.keep(session, batch.prepared())
                        .call(fresh -> subjects.keep(session, fresh.isEmpty() ? new JsonArray() : batch.subjects()))
                        .chain(fresh -> write(session, batch, before, fresh)));
    }

    private Uni<Integer> write(
            Mutiny.Session session, Batch batch, Map<EventId, Integer> before, Set<RevisionId> fresh) {
        List<Prepared> live = live(batch.prepared(), before, fresh);
        return plan(session, live, before)
                .chain(plan -> late.toTell(session, untoldCorrections(batch.prepared(), live, fresh))
                        .chain(telling -> late.tell(session, telling, plan.rows))
                        .chain(told -> write(session, batch, plan, fresh.size()).map(appended -> told + appended)))
                .call(() -> products.arrived(session, live))
                .call(() -> Tallies.keep(session, newest(live)));
    }

    private static Collection<Event> newest(List<Prepared> live) {
        Map<EventId, Event> newest = new HashMap<>();
        live.forEach(one -> newest.merge(one.id(), one.event(), (a, b) -> a.revision() >= b.revision() ? a : b));
        return newest.values();
    }

    private void sameRules(ArrivalStore.Rules now, Batch batch) {
        if (now.epoch() != batch.epoch()
                || now.epoch() != batch.sight().epoch()
                || now.sought() != batch.sight().sought().size()) {
            decisions.epochMoved();
            throw new StateMovedException("the rules have changed");
        }
    }

    /** Those that had not arrived before and are newer than what was known: of the others, only a correction causes anything any more. */
    private static List<Prepared> live(List<Prepared> arrived, Map<EventId, Integer> before, Set<RevisionId> fresh) {
        return arrived.stream()
                .filter(one -> fresh.contains(one.revisionId()))
                .filter(one ->
                        before.containsKey(one.id()) && one.event().revision() > before.getOrDefault(one.id(), 0))
                .toList();
    }

    /** Corrections that have no row of their own: those that came late, and those of an event that is restricted, whose row says that alone. */
    private static List<RevisionId> untoldCorrections(
            List<Prepared> arrived, List<Prepared> live, Set<RevisionId> fresh) {
        Set<EventId> restricted = newest(live).stream()
                .filter(Appender::restricted)
                .map(Event::id)
                .collect(Collectors.toSet());
        Set<RevisionId> told = live.stream()
                .filter(one -> !(restricted(one.event()) && restricted.contains(one.id())))
                .map(Prepared::revisionId)
                .collect(Collectors.toSet());
        return arrived.stream()
                .filter(one -> one.event().revisionKind() == RevisionKind.CORRECTION
                        && !one.event().type().product())
                .map(Prepared::revisionId)
                .filter(revision -> fresh.contains(revision) && !told.contains(revision))
                .toList();
    }

    private static boolean restricted(Event event) {
        return event.state().status() == Status.RESTRICTED;
    }

    private Uni<Plan> plan(Mutiny.Session session, List<Prepared> live, Map<EventId, Integer> before) {
        Set<EventId> known = live.stream()
                .map(Prepared::id)
                .filter(event -> before.getOrDefault(event, 0) > 0)
                .collect(Collectors.toSet());
        if (known.isEmpty()) {
            return Uni.createFrom().item(() -> Plan.of(live, new Plan.Before(Map.of(), Map.of())));
        }
        return standings
                .of(session, known)
                .chain(had -> held.known(session, known)
                        .map(releases -> Plan.of(live, new Plan.Before(had, byKey(releases)))));
    }

    private static Map<Plan.Key, List<HeldItems.Known>> byKey(List<HeldItems.Known> releases) {
        return releases.stream().collect(Collectors.groupingBy(known -> new Plan.Key(known.event(), known.feed())));
    }

    private Uni<Integer> write(Mutiny.Session session, Batch batch, Plan plan, int fresh) {
        return rows.append(session, plan.rows, Cause.ARRIVAL, batch.terms())
                .chain(appended -> arrivals.erase(session, plan.erasures)
                        .chain(() -> held.end(session, plan.ended))
                        .chain(() -> held.ask(
                                session,
                                plan.requests().stream().map(Appender::item).toList()))
                        .chain(() -> Leaks.keep(session, plan.leaks))
                        .chain(() -> erasures.record(session, erased(batch, plan)))
                        .chain(() -> audit.append(session, entries(batch, plan, fresh)))
                        .replaceWith(appended));
    }

    private static List<Event> erased(Batch batch, Plan plan) {
        return batch.prepared().stream()
                .map(Prepared::event)
                .filter(event -> plan.erasures.contains(event.revisionId()))
                .toList();
    }

    private static HeldItem item(Plan.Request request) {
        Feed feed = request.offer().feed();
        return new HeldItem(
                feed.id(),
                feed.partner().id(),
                request.prepared().revisionId(),
                request.prepared().classId(),
                request.prepared().event().origin().agency(),
                feed.partner().gateway().orElse(AgencyId.ILECC),
                request.held().profileName(),
                request.held().holds());
    }

    private List<AuditEntry> entries(Batch batch, Plan plan, int fresh) {
        List<AuditEntry> entries = new ArrayList<>();
        if (fresh > 0) {
            entries.add(AuditEntry.of(clock.instant(), Operation.COLLECTION, "revisions.received", READING)
                    .about(Concern.count(fresh))
                    .under(new Authority(batch.epoch(), List.of())));
        }
        plan.erasures.forEach(
                revision -> entries.add(AuditEntry.of(clock.instant(), Operation.ERASURE, "content.erased", READING)
                        .about(revision)));
        return entries;
    }

    /** Each revision once; revisions of one event in their order, on the places they arrived at. */
    private static List<Arrival> inOrder(List<Arrival> arrived) {
        Map<RevisionId, Arrival> once = new LinkedHashMap<>();
        arrived.forEach(one -> once.putIfAbsent(one.event().revisionId(), one));
        Map<EventId, Iterator<Arrival>> ordered = once.values().stream()
                .collect(Collectors.groupingBy(
                        Arrival::id,
                        Collectors.collectingAndThen(
                                Collectors.toList(),
                                list -> list.stream()
                                        .sorted(Comparator.comparingInt(
                                                one -> one.event().revision()))
                                        .iterator())));
        List<Arrival> result = new ArrayList<>(once.size());
        for (Arrival place : once.values()) {
            Iterator<Arrival> next = ordered.get(place.id());
            if (next != null) {
                result.add(next.next());
            }
        }
        return result;
    }
}
