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
import ge.khidi.relay.audit.Concern;
import ge.khidi.relay.audit.Justification;
import ge.khidi.relay.audit.Operation;
import ge.khidi.relay.caller.Caller;
import ge.khidi.sharing.decision.DecisionTable;
import ge.khidi.sharing.decision.Feed;
import ge.khidi.sharing.decision.OffLoop;
import ge.khidi.sharing.feed.Cursor;
import ge.khidi.sharing.feed.Cursors;
import ge.khidi.sharing.feed.KeptBack;
import ge.khidi.sharing.feed.LateRows;
import ge.khidi.sharing.feed.Standings;
import ge.khidi.sharing.hold.HeldItems;
import ge.khidi.sharing.installation.Secret;
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
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
 * disclosed to the partner once, or received before the partner's agreement began and is not offered to it: no version brings it. Of personal
 * data that the partner is not offered now it is said that only a window brings them. Each look is in the audit log, and each event shown as a
 * consultation, committed before it is shown.
 *
 * <p>A page goes over the agency's own events, and behind them over the rows of its feed, and over nothing else: where it ends and how many
 * pages there are tells of no event that the agency was never told of.
 */
@ApplicationScoped
class Preview {

    private static final int LOOKED_AT = 200;

    private static final String OF_AGENCY = """
            SELECT CAST(h.event_id AS text), h.revision, h.originator, c.facts, true, 0, to_json(v.received_at) #>> '{}'
            FROM (
                SELECT event_id, revision, originator FROM event_head h
                WHERE originator = :agency AND event_id > CAST(CAST(:after AS text) AS uuid)
                    AND status IN ('OPEN', 'CLOSED') AND NOT %s
                ORDER BY event_id LIMIT :most
            ) h
            JOIN event_revision v ON v.event_id = h.event_id AND v.revision = h.revision
            JOIN disclosure_class c ON c.id = v.class_id
            ORDER BY h.event_id
            """.formatted(Bar.STANDS);
    // So many rows of the agency's own feed, each by its key; an event stands where its last row does.
    private static final String OFFERED = """
            SELECT CAST(h.event_id AS text), h.revision, h.originator, c.facts,
                r.kind IN (1, 2, 3) AND h.status IN ('OPEN', 'CLOSED') AND NOT %s
                    AND NOT EXISTS (SELECT 1 FROM feed_row x
                        WHERE x.event_id = r.event_id AND x.feed = :own AND x.cause = 0 AND x.seq > r.seq)
                    AND NOT EXISTS (SELECT 1 FROM feed_row x
                        WHERE x.event_id = r.event_id AND x.feed = :own AND x.cause <> 0 AND x.seq > r.seq),
                r.seq, to_json(v.received_at) #>> '{}'
            FROM (
                SELECT seq, event_id, kind FROM feed_row WHERE feed = :own AND seq > :after ORDER BY seq LIMIT :most
            ) r
            JOIN event_head h ON h.event_id = r.event_id
            JOIN event_revision v ON v.event_id = h.event_id AND v.revision = h.revision
            JOIN disclosure_class c ON c.id = v.class_id
            ORDER BY r.seq
            """.formatted(Bar.STANDS);

    private final Mutiny.SessionFactory sessions;
    private final DecisionTable decisions;
    private final Rulebook rulebook;
    private final HeldItems held;
    private final LateRows rows;
    private final Standings standings;
    private final AuditLog audit;
    private final Cursors cursors;
    private final Clock clock;

    Preview(
            Mutiny.SessionFactory sessions,
            DecisionTable decisions,
            Rulebook rulebook,
            HeldItems held,
            LateRows rows,
            Standings standings,
            AuditLog audit,
            Secret secret,
            Clock clock) {
        this.sessions = sessions;
        this.decisions = decisions;
        this.rulebook = rulebook;
        this.held = held;
        this.rows = rows;
        this.standings = standings;
        this.audit = audit;
        this.cursors = new Cursors(secret.key("preview/v1"));
        this.clock = clock;
    }

    /** An event that is looked at where its agency said it (row 0) or a row of the feed stands, and whether it is shown from there. */
    private record Looked(
            RevisionId revision,
            String originator,
            DisclosureFacts facts,
            boolean mineOrOffered,
            long row,
            Instant receivedAt) {}

    /** Behind which a page begins: an own event, by its id, or a row of the agency's feed, which comes after all of these. */
    private record Place(Optional<String> own, Cursor row) {
        static final Place BEGINNING = new Place(Optional.of("00000000-0000-0000-0000-000000000000"), Cursor.BEGINNING);
    }

    /**
     * An event that leaves, and under which decision it is shown; {@code cut} if the officer's agency may know less than the partner,
     * {@code keptBack} if only a window brings it.
     */
    private record Shown(RevisionId revision, Decision as, boolean cut, boolean keptBack) {}

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
        Place after = place(look, caller);
        return sessions.withTransaction(session -> looked(session, partner, own, after)
                .chain(looked -> feeds(session, partner, looked)
                        .chain(feeds -> OffLoop.run(() -> shown(looked, feeds, partner, own, by)))
                        .chain(shown -> render(session, partner, shown))
                        .call(items -> audit.append(session, entries(caller, look, why, by.previewed(), items)))
                        .map(items -> json(look, by.previewed(), items)
                                .put("next", next(looked, after, caller))
                                .put("more", looked.size() == LOOKED_AT))));
    }

    /** What officers have released of the events, to whomever, and which of them the partner is being offered. */
    private record Feeds(List<HeldItems.Known> releases, Set<EventId> offered) {}

    private Uni<Feeds> feeds(Mutiny.Session session, Feed partner, List<Looked> looked) {
        List<EventId> events =
                looked.stream().map(one -> one.revision().eventId()).distinct().toList();
        return held.known(session, events)
                .chain(releases ->
                        standings.offered(session, partner, events).map(offered -> new Feeds(releases, offered)));
    }

    /** Refuses (400) what is not a place of this caller's client. */
    private Place place(Requests.Look look, Caller caller) {
        if (look.after().isEmpty()) {
            return Place.BEGINNING;
        }
        Optional<EventId> own = EventId.parse(look.after().get());
        return own.isPresent()
                ? new Place(own.map(EventId::toString), Cursor.BEGINNING)
                : new Place(Optional.empty(), cursors.from(look.after().get(), caller));
    }

    private String next(List<Looked> looked, Place after, Caller caller) {
        Optional<Looked> last = looked.isEmpty() ? Optional.empty() : Optional.of(looked.get(looked.size() - 1));
        return last.filter(one -> one.row() == 0 && looked.size() == LOOKED_AT)
                .map(one -> one.revision().eventId().toString())
                .orElseGet(() -> cursors.print(
                        last.map(Looked::row)
                                .filter(row -> row > 0)
                                .orElse(after.row().seq()),
                        caller));
    }

    private static Uni<List<Looked>> looked(Mutiny.Session session, Feed partner, Feed own, Place after) {
        Uni<List<Looked>> mine = after.own().isEmpty()
                ? Uni.createFrom().item(List.of())
                : looked(session.createNativeQuery(OF_AGENCY, Object[].class)
                        .setParameter("agency", own.partner().id().value())
                        .setParameter("after", after.own().get())
                        .setParameter("partner", (int) partner.id())
                        .setParameter("most", LOOKED_AT));
        return mine.chain(first -> first.size() == LOOKED_AT
                ? Uni.createFrom().item(first)
                : looked(session.createNativeQuery(OFFERED, Object[].class)
                                .setParameter("own", (int) own.id())
                                .setParameter("after", after.row().seq())
                                .setParameter("partner", (int) partner.id())
                                .setParameter("most", LOOKED_AT - first.size()))
                        .map(more ->
                                Stream.concat(first.stream(), more.stream()).toList()));
    }

    private static Uni<List<Looked>> looked(Mutiny.SelectionQuery<Object[]> events) {
        return events.getResultList()
                .map(found -> found.stream().map(Preview::looked).toList());
    }

    private static Looked looked(Object[] row) {
        return new Looked(
                new RevisionId(EventId.parse((String) row[0]).orElseThrow(), ((Number) row[1]).intValue()),
                (String) row[2],
                DisclosureFacts.parse((String) row[3]),
                (Boolean) row[4],
                ((Number) row[5]).longValue(),
                OffsetDateTime.parse((String) row[6]).toInstant());
    }

    private List<Shown> shown(List<Looked> looked, Feeds feeds, Feed partner, Feed own, Versions by) {
        LocalDate today = LocalDate.now(clock);
        Map<DisclosureFacts, Judged> judged = new HashMap<>();
        List<Shown> shown = new ArrayList<>();
        for (Looked one : looked) {
            if (one.facts().type().product()
                    || one.originator().equals(partner.partner().id().value())
                    || !one.mineOrOffered()
                    || !reaches(one, feeds, partner)) {
                continue;
            }
            Judged decided = judged.computeIfAbsent(one.facts(), facts -> judge(facts, partner, own, by, today));
            if (leaves(one, decided.theirs(), partner, feeds.releases())
                    && leaves(one, decided.ours(), own, feeds.releases())) {
                shown.add(shown(one, feeds, decided.theirs(), decided.ours()));
            }
        }
        return shown;
    }

    /** What was received before the first day of the partner's agreement no version brings; what it is offered it keeps. */
    private static boolean reaches(Looked one, Feeds feeds, Feed partner) {
        return feeds.offered().contains(one.revision().eventId())
                || KeptBack.begun(partner.partner(), one.facts(), one.receivedAt());
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

    private static Shown shown(Looked one, Feeds feeds, Decision theirs, Decision ours) {
        boolean keptBack = one.facts().personalData()
                && !feeds.offered().contains(one.revision().eventId());
        String profile = theirs.profile().orElseThrow();
        TreeSet<String> both = Stream.of(profile, ours.profile().orElseThrow())
                .flatMap(name -> Arrays.stream(name.split("\\+")))
                .filter(name -> !name.equals(Decision.FULL))
                .collect(Collectors.toCollection(TreeSet::new));
        String narrowest = both.isEmpty() ? Decision.FULL : String.join("+", both);
        return narrowest.equals(profile)
                ? new Shown(one.revision(), theirs, false, keptBack)
                : new Shown(one.revision(), new Decision.Redacted(narrowest, theirs.grounds()), true, keptBack);
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

    private static ObjectNode json(Requests.Look look, InForce by, List<Item> items) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("partner", look.partner().value());
        json.put("version", by.version());
        ArrayNode array = json.putArray("items");
        for (Item item : items) {
            ObjectNode one = array.addObject();
            one.put("eventId", item.shown().revision().eventId().toString());
            one.put("revision", item.shown().revision().revision());
            one.put("cutToYourAgency", item.shown().cut());
            one.put("keptBackWithoutWindow", item.shown().keptBack());
            one.putRawValue("event", new RawValue(item.bytes().body().orElse("null")));
            one.putRawValue("conditions", new RawValue(item.bytes().conditions().orElse("null")));
        }
        return json;
    }

    /** The look itself, also where it shows nothing, and each event shown. */
    private List<AuditEntry> entries(
            Caller caller, Requests.Look look, Justification why, InForce by, List<Item> items) {
        String version = "policy-set/" + by.version();
        AuditEntry asked = entry("policy.preview-read", caller, why)
                .about(Concern.count(items.size()))
                .under(new Authority(0, List.of(version, "preview/" + look.partner())));
        return Stream.concat(
                        Stream.of(asked),
                        items.stream()
                                .map(item -> entry("policy.previewed", caller, why)
                                        .about(item.shown().revision())
                                        .under(new Authority(0, List.of(version)))))
                .toList();
    }

    private AuditEntry entry(String action, Caller caller, Justification why) {
        return AuditEntry.of(clock.instant(), Operation.CONSULTATION, action, Actor.of(caller))
                .because(why);
    }
}
