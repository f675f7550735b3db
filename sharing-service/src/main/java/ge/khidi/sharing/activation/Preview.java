package ge.khidi.sharing.activation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import ge.khidi.relay.audit.Actor;
import ge.khidi.relay.audit.AuditEntry;
import ge.khidi.relay.audit.AuditLog;
import ge.khidi.relay.audit.Authority;
import ge.khidi.relay.audit.Justification;
import ge.khidi.relay.audit.Operation;
import ge.khidi.relay.caller.Caller;
import ge.khidi.sharing.decision.DecisionTable;
import ge.khidi.sharing.decision.Feed;
import ge.khidi.sharing.decision.OffLoop;
import ge.khidi.sharing.feed.LateRows;
import ge.khidi.sharing.hold.HeldItems;
import ge.khidi.sharing.policy.Decision;
import ge.khidi.sharing.policy.Decision.Held;
import ge.khidi.sharing.policy.DisclosureFacts;
import ge.khidi.sharing.rulebook.InForce;
import ge.khidi.sharing.rulebook.Rulebook;
import ge.khidi.sharing.unlawful.Bar;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Shows what a partner would have under a version: each event as the partner would get it, made by the code that makes it for the feed,
 * leak check included. Nothing is appended.
 *
 * <p>An officer sees no more by it than their own agency may know: only events the agency said, or is offered now, and of these only what
 * both its own profile and the partner's leave. Products are left out, since their sources decide too, and so is what was unlawfully
 * disclosed to the partner once: no version brings it again. Each event shown is in the audit log as a consultation, committed before it
 * is shown.
 */
@ApplicationScoped
class Preview {

    private static final int LOOKED_AT = 200;

    private static final String EVENTS = """
            SELECT CAST(h.event_id AS text), h.revision, h.originator, c.facts, last.kind
            FROM (
                SELECT event_id, revision, originator FROM event_head h
                WHERE event_id > CAST(CAST(:after AS text) AS uuid) AND status IN ('OPEN', 'CLOSED') AND NOT %s
                ORDER BY event_id LIMIT :most
            ) h
            JOIN event_revision v ON v.event_id = h.event_id AND v.revision = h.revision
            JOIN disclosure_class c ON c.id = v.class_id
            LEFT JOIN LATERAL (
                SELECT x.kind FROM (
                    SELECT seq, kind FROM feed_row r WHERE r.event_id = h.event_id AND r.feed = :own AND r.cause = 0
                    UNION ALL
                    SELECT seq, kind FROM feed_row r WHERE r.event_id = h.event_id AND r.feed = :own AND r.cause <> 0
                ) x ORDER BY x.seq DESC LIMIT 1
            ) last ON true
            ORDER BY h.event_id
            """.formatted(Bar.STANDS);

    private final Mutiny.SessionFactory sessions;
    private final DecisionTable decisions;
    private final Rulebook rulebook;
    private final HeldItems held;
    private final LateRows rows;
    private final AuditLog audit;
    private final Clock clock;

    Preview(
            Mutiny.SessionFactory sessions,
            DecisionTable decisions,
            Rulebook rulebook,
            HeldItems held,
            LateRows rows,
            AuditLog audit,
            Clock clock) {
        this.sessions = sessions;
        this.decisions = decisions;
        this.rulebook = rulebook;
        this.held = held;
        this.rows = rows;
        this.audit = audit;
        this.clock = clock;
    }

    /** An event that is looked at, and whether the officer's agency is offered it. */
    private record Looked(RevisionId revision, String originator, DisclosureFacts facts, boolean offered) {}

    /** An event that leaves, and under which decision it is shown; {@code cut} if the officer's agency may know less than the partner. */
    private record Shown(RevisionId revision, Decision as, boolean cut) {}

    /** A page; empty if there is no such partner or version that holds, or the officer's agency has no feed. */
    Uni<Optional<ObjectNode>> page(Caller caller, Requests.Look look, Justification why) {
        Optional<Feed> partner = decisions.find(look.partner());
        Optional<Feed> own = decisions.find(caller.agency());
        if (partner.isEmpty() || own.isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        return rulebook.inForce()
                .chain(active -> by(look.version(), active))
                .chain(pair -> pair.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : page(caller, look, why, partner.get(), own.get(), pair.get())
                                .map(Optional::of));
    }

    /** The version that is previewed, and the one in force, by which the officer's own agency is judged. */
    private record Versions(InForce previewed, InForce active) {}

    private Uni<Optional<Versions>> by(Optional<Integer> version, InForce active) {
        return version.isEmpty()
                ? Uni.createFrom().item(Optional.of(new Versions(active, active)))
                : rulebook.findHolding(version.get()).map(found -> found.map(by -> new Versions(by, active)));
    }

    private Uni<ObjectNode> page(
            Caller caller, Requests.Look look, Justification why, Feed partner, Feed own, Versions by) {
        return sessions.withTransaction(session -> session.createNativeQuery(EVENTS, Object[].class)
                .setParameter("after", look.after())
                .setParameter("own", (int) own.id())
                .setParameter("partner", (int) partner.id())
                .setParameter("most", LOOKED_AT)
                .getResultList()
                .map(found -> found.stream().map(Preview::looked).toList())
                .chain(looked -> held.known(
                                session,
                                looked.stream()
                                        .map(one -> one.revision().eventId())
                                        .toList())
                        .chain(releases -> OffLoop.run(() -> shown(looked, releases, partner, own, by)))
                        .chain(shown -> render(session, partner, shown))
                        .call(items -> audit.append(session, entries(caller, why, by.previewed(), items)))
                        .map(items -> json(look, by.previewed(), looked, items))));
    }

    private static Looked looked(Object[] row) {
        return new Looked(
                new RevisionId(EventId.parse((String) row[0]).orElseThrow(), ((Number) row[1]).intValue()),
                (String) row[2],
                DisclosureFacts.parse((String) row[3]),
                row[4] != null && ((Number) row[4]).intValue() <= 3);
    }

    private List<Shown> shown(
            List<Looked> looked, List<HeldItems.Known> releases, Feed partner, Feed own, Versions by) {
        LocalDate today = LocalDate.now(clock);
        Map<DisclosureFacts, Judged> judged = new HashMap<>();
        List<Shown> shown = new ArrayList<>();
        for (Looked one : looked) {
            boolean mine = one.originator().equals(own.partner().id().value());
            if (one.facts().type().product()
                    || one.originator().equals(partner.partner().id().value())
                    || !(mine || one.offered())) {
                continue;
            }
            Judged decided = judged.computeIfAbsent(one.facts(), facts -> judge(facts, partner, own, by, today));
            if (leaves(one, decided.theirs(), partner, releases)
                    && (mine || leaves(one, decided.ours(), own, releases))) {
                shown.add(shown(one, decided.theirs(), decided.ours()));
            }
        }
        return shown;
    }

    /** What the partner may have of a class under what is previewed, and what the officer's agency may now. */
    private record Judged(Decision theirs, Decision ours) {}

    private static Judged judge(DisclosureFacts facts, Feed partner, Feed own, Versions by, LocalDate today) {
        return new Judged(
                by.previewed().gate().decide(partner.partner().id(), facts, today),
                by.active().gate().decide(own.partner().id(), facts, today));
    }

    private static boolean leaves(Looked one, Decision decision, Feed feed, List<HeldItems.Known> releases) {
        return decision.profile().isPresent()
                && (!(decision instanceof Held)
                        || releases.stream()
                                .anyMatch(known -> known.approved()
                                        && known.feed() == feed.id()
                                        && known.event().equals(one.revision().eventId())
                                        && known.scope().covers(one.facts(), decision)));
    }

    private static Shown shown(Looked one, Decision theirs, Decision ours) {
        String profile = theirs.profile().orElseThrow();
        TreeSet<String> both = Stream.of(profile, ours.profile().orElseThrow())
                .flatMap(name -> Arrays.stream(name.split("\\+")))
                .filter(name -> !name.equals(Decision.FULL))
                .collect(Collectors.toCollection(TreeSet::new));
        String narrowest = both.isEmpty() ? Decision.FULL : String.join("+", both);
        return narrowest.equals(profile)
                ? new Shown(one.revision(), theirs, false)
                : new Shown(one.revision(), new Decision.Redacted(narrowest, theirs.grounds()), true);
    }

    /** What is shown with its bytes; what the leak check stops is not. */
    private record Item(Shown shown, LateRows.Preview bytes) {}

    private Uni<List<Item>> render(Mutiny.Session session, Feed partner, List<Shown> shown) {
        return Multi.createFrom()
                .iterable(shown)
                .onItem()
                .transformToUniAndConcatenate(one ->
                        rows.preview(session, partner, one.revision(), one.as()).map(bytes -> new Item(one, bytes)))
                .filter(item -> item.bytes().body().isPresent())
                .collect()
                .asList();
    }

    private static ObjectNode json(Requests.Look look, InForce by, List<Looked> looked, List<Item> items) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("partner", look.partner().value());
        json.put("version", by.version());
        ArrayNode array = json.putArray("items");
        for (Item item : items) {
            ObjectNode one = array.addObject();
            one.put("eventId", item.shown().revision().eventId().toString());
            one.put("revision", item.shown().revision().revision());
            one.put("cutToYourAgency", item.shown().cut());
            one.putRawValue("event", new RawValue(item.bytes().body().orElse("null")));
            one.putRawValue("conditions", new RawValue(item.bytes().conditions().orElse("null")));
        }
        json.put(
                "next",
                looked.isEmpty()
                        ? look.after()
                        : looked.get(looked.size() - 1).revision().eventId().toString());
        json.put("more", looked.size() == LOOKED_AT);
        return json;
    }

    private List<AuditEntry> entries(Caller caller, Justification why, InForce by, List<Item> items) {
        return items.stream()
                .map(item -> AuditEntry.of(
                                clock.instant(), Operation.CONSULTATION, "policy.previewed", Actor.of(caller))
                        .because(why)
                        .about(item.shown().revision())
                        .under(new Authority(0, List.of("policy-set/" + by.version()))))
                .toList();
    }
}
