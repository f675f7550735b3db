package ge.khidi.sharing.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import ge.khidi.contract.codec.EventCodec;
import ge.khidi.contract.event.Event;
import ge.khidi.sharing.decision.DecisionTable;
import ge.khidi.sharing.decision.Feed;
import ge.khidi.sharing.decision.OffLoop;
import ge.khidi.sharing.policy.Decision;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * Rows that come later than their revision, because somebody decided. They stand at the feed's current end. The caller holds the head of
 * the event.
 */
@Singleton
public class LateRows {

    private static final String HOLD = "SELECT status, revision FROM event_head WHERE event_id"
            + " IN (SELECT CAST(jsonb_array_elements_text(" + Sql.JSON + ") AS uuid)) ORDER BY event_id FOR UPDATE";
    private static final String KEPT = "SELECT v.body, n.variant, n.profile, n.domain FROM event_revision v"
            + " LEFT JOIN rendition n ON n.event_id = v.event_id AND n.revision = v.revision"
            + " WHERE v.event_id = CAST(" + Sql.JSON + " ->> 0 AS uuid) AND v.revision = CAST(" + Sql.JSON
            + " ->> 1 AS integer)";

    private static final String HAS = """
            WITH asked AS (
                SELECT CAST(%1$s ->> 0 AS uuid) AS event_id, CAST(%1$s ->> 1 AS smallint) AS feed
            ), had AS (
                SELECT r.seq, r.kind, r.cause, r.revision FROM asked a JOIN feed_row r ON r.event_id = a.event_id AND r.feed = a.feed AND r.cause = 0
                UNION ALL
                SELECT r.seq, r.kind, r.cause, r.revision FROM asked a JOIN feed_row r ON r.event_id = a.event_id AND r.feed = a.feed AND r.cause <> 0
            ), last AS (
                SELECT kind, cause, max(revision) OVER () AS revision FROM had ORDER BY seq DESC LIMIT 1
            )
            SELECT l.kind, l.cause, l.revision, d.decision
            FROM last l CROSS JOIN asked a CROSS JOIN current_epoch c
            LEFT JOIN event_revision v ON v.event_id = a.event_id AND v.revision = l.revision
            LEFT JOIN decision d ON d.epoch = c.epoch AND d.class_id = v.class_id AND d.feed = a.feed
            """.formatted(Sql.JSON);

    private final DecisionTable decisions;
    private final ArrivalStore arrivals;
    private final Renderer renderer;
    private final Terms terms;
    private final Standings standings;
    private final FeedRows rows;
    private final ProductStore products;

    LateRows(
            DecisionTable decisions,
            ArrivalStore arrivals,
            Renderer renderer,
            Terms terms,
            Standings standings,
            FeedRows rows,
            ProductStore products) {
        this.decisions = decisions;
        this.arrivals = arrivals;
        this.renderer = renderer;
        this.terms = terms;
        this.standings = standings;
        this.rows = rows;
        this.products = products;
    }

    /** A revision as it is kept, with what was made of it so far. */
    private record Kept(Event event, List<Variant> variants) {}

    /**
     * Locks the head of an event: nothing about it is decided by anybody else until the transaction ends, and the rules stay those of
     * the moment, which are those that are asked from now on.
     */
    public Uni<Void> hold(Mutiny.Session session, EventId event) {
        return hold(session, List.of(event));
    }

    /** The same for several events, in the order of their ids. */
    public Uni<Void> hold(Mutiny.Session session, Collection<EventId> events) {
        JsonArray ids = new JsonArray();
        events.forEach(event -> ids.add(event.toString()));
        return arrivals.holdEpoch(session)
                .invoke(epoch -> decisions.inForce(epoch))
                .chain(() -> Sql.rows(session, HOLD, ids))
                .replaceWithVoid();
    }

    /** Has the products looked at again that this event is, or that were made from it: who has it, or who may have it, has changed. */
    public Uni<Void> lookAgain(Mutiny.Session session, EventId event) {
        return products.moved(session, List.of(event));
    }

    /** What would leave of a revision for this partner: its JSON; or the places where the leak check stopped it. */
    public Uni<Preview> preview(Mutiny.Session session, Feed feed, RevisionId revision, Decision decision) {
        return offer(session, feed, revision, decision)
                .map(found -> found.map(offer -> new Preview(
                                offer.sent().map(sent -> sent.variant().body()),
                                offer.sent().map(Offer.Sent::terms),
                                offer.sent().map(sent -> sent.variant().withheld()),
                                offer.leaks()))
                        .orElse(Preview.NOTHING));
    }

    /** What a partner would get, as JSON, with what would stay here. */
    public record Preview(
            Optional<String> body, Optional<String> conditions, Optional<String> withheld, List<String> leaks) {
        /** Nothing to show. */
        public static final Preview NOTHING =
                new Preview(Optional.empty(), Optional.empty(), Optional.empty(), List.of());

        /** Never the content. */
        @Override
        public String toString() {
            return "Preview[" + leaks.size() + " leaks]";
        }
    }

    /** What came of bringing a revision; only {@code APPENDED} wrote a row. */
    public enum Brought {
        APPENDED,
        /** There is no content any more, the feed is barred from it, or the leak check stopped the bytes. */
        STOPPED,
        /** A product whose sources have just changed: whether it may go is about to be known. */
        BEING_LOOKED_AT
    }

    /** Appends the revision's content, if it may go. */
    public Uni<Brought> bring(Mutiny.Session session, Feed feed, RevisionId revision, Decision decision, Cause cause) {
        return products.marked(session, revision.eventId())
                .chain(marked -> marked
                        ? Uni.createFrom().item(Brought.BEING_LOOKED_AT)
                        : bring(session, feed, revision, decision, cause, Optional.empty()));
    }

    /** The same of a product whose sources have just been looked at, as a row of this kind. */
    Uni<Brought> bring(Mutiny.Session session, Feed feed, RevisionId product, Decision decision, RowKind kind) {
        return bring(session, feed, product, decision, Cause.SOURCES, Optional.of(kind));
    }

    private Uni<Brought> bring(
            Mutiny.Session session,
            Feed feed,
            RevisionId revision,
            Decision decision,
            Cause cause,
            Optional<RowKind> kind) {
        return kept(session, revision).chain(kept -> {
            if (kept.isEmpty() || !kept.get().event().state().usable()) {
                return Uni.createFrom().item(Brought.STOPPED);
            }
            Event event = kept.get().event();
            return OffLoop.run(() -> renderer.of(event, kept.get().variants()).render(feed, decision))
                    .chain(offer -> offer.sent().isEmpty()
                            ? Leaks.keep(session, List.of(new Plan.Leak(feed.id(), revision, offer.leaks())))
                                    .replaceWith(Brought.STOPPED)
                            : standing(session, feed, revision.eventId())
                                    .chain(standing -> standing == Standing.BARRED
                                            ? Uni.createFrom().item(Brought.STOPPED)
                                            : append(
                                                            session,
                                                            feed,
                                                            event,
                                                            offer,
                                                            kind.orElseGet(() -> late(event, standing)),
                                                            stored(event, cause))
                                                    .replaceWith(Brought.APPENDED)));
        });
    }

    /** Whoever had the event was told of a correction when it arrived, of one of a product when its sources were looked at. */
    private static RowKind late(Event event, Standing standing) {
        return standing.offered() ? Reach.again(event.revisionKind()) : RowKind.NEW;
    }

    private static Cause stored(Event event, Cause cause) {
        return cause == Cause.RELEASE && event.type().product() ? Cause.PRODUCT_RELEASE : cause;
    }

    /**
     * A release is over: tells the partner that the event is no longer offered, if it was, unless the rules of this moment let go what it has
     * without a release.
     */
    public Uni<Void> releaseEnded(Mutiny.Session session, short feed, EventId event) {
        return has(session, feed, event)
                .chain(found -> found.filter(has -> has.standing().offered() && !has.leavesUnreleased())
                        .map(has -> new Plan.NewRow(feed, has.newest(), RowKind.NO_LONGER_OFFERED, Optional.empty()))
                        .map(row ->
                                append(session, row, Cause.RELEASE, Map.of()).replaceWithVoid())
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    /** What a feed has of an event, the newest revision it was told of, and what is decided of that one now. */
    private record Has(Standing standing, RevisionId newest, Optional<Decision> decision) {
        boolean leavesUnreleased() {
            return decision.filter(now -> now.profile().isPresent() && !(now instanceof Decision.Held))
                    .isPresent();
        }
    }

    private static Uni<Optional<Has>> has(Mutiny.Session session, short feed, EventId event) {
        return Sql.rows(session, HAS, new JsonArray().add(event.toString()).add(feed))
                .map(rows -> rows.stream()
                        .map(row -> new Has(
                                Standing.after(row[0], row[1]),
                                new RevisionId(event, ((Number) row[2]).intValue()),
                                Optional.ofNullable((String) row[3]).map(Decision::parse)))
                        .findFirst());
    }

    /** Tells the partner something of a product, without its content. */
    Uni<Void> say(Mutiny.Session session, short feed, RevisionId product, RowKind kind) {
        return append(session, new Plan.NewRow(feed, product, kind, Optional.empty()), Cause.SOURCES, Map.of())
                .replaceWithVoid();
    }

    /**
     * Recalls what a partner should never have had: it erases and says so, nothing of the event is served to it any more, and nothing comes to it
     * again. Reaches whoever ever had it, also after NO_LONGER_OFFERED. Answers these, with those who were told to erase it already because its
     * originator did: they get no row.
     */
    public Uni<List<Recalled>> recallUnlawful(Mutiny.Session session, Collection<Holder> holders) {
        Map<EventId, List<Holder>> byEvent =
                new TreeMap<>(holders.stream().collect(Collectors.groupingBy(Holder::event)));
        return byEvent.isEmpty()
                ? Uni.createFrom().item(List.of())
                : hold(session, byEvent.keySet())
                        .chain(() -> Multi.createFrom()
                                .iterable(byEvent.entrySet())
                                .onItem()
                                .transformToUniAndConcatenate(one -> products.last(session, one.getKey())
                                        .map(last -> recalled(one.getValue(), last)))
                                .collect()
                                .asList())
                        .map(all -> all.stream().flatMap(List::stream).toList())
                        .call(recalled -> rows.append(session, rows(recalled), Cause.UNLAWFUL, Map.of()))
                        .call(recalled -> products.moved(session, byEvent.keySet()));
    }

    /** A partner that may have an event. */
    public record Holder(EventId event, short feed) {}

    /** A partner that must not have what it had, up to this revision. {@code erased}: it was told to erase it before, for another reason. */
    public record Recalled(Holder from, RevisionId revision, boolean erased) {}

    private static List<Recalled> recalled(List<Holder> holders, Map<Short, ProductStore.Last> last) {
        List<Recalled> recalled = new ArrayList<>();
        for (Holder holder : holders) {
            ProductStore.Last row = last.get(holder.feed());
            if (row != null && row.standing() != Standing.BARRED) {
                recalled.add(new Recalled(
                        holder, new RevisionId(holder.event(), row.revision()), row.standing() == Standing.ERASED));
            }
        }
        return recalled;
    }

    private static List<Plan.NewRow> rows(List<Recalled> recalled) {
        return recalled.stream()
                .filter(one -> !one.erased())
                .map(one -> new Plan.NewRow(one.from().feed(), one.revision(), RowKind.ERASURE, Optional.empty()))
                .toList();
    }

    private Uni<Integer> append(
            Mutiny.Session session, Feed feed, Event event, Offer offer, RowKind kind, Cause cause) {
        Plan.NewRow row = new Plan.NewRow(feed.id(), event.revisionId(), kind, offer.sent());
        List<String> wording = offer.sent().map(Offer.Sent::terms).stream().toList();
        return terms.intern(wording).chain(known -> append(session, row, cause, known));
    }

    private Uni<Integer> append(Mutiny.Session session, Plan.NewRow row, Cause cause, Map<String, Integer> known) {
        return rows.append(session, List.of(row), cause, known)
                .call(() -> cause == Cause.SOURCES
                        ? Uni.createFrom().voidItem()
                        : lookAgain(session, row.revision().eventId()));
    }

    private Uni<Standing> standing(Mutiny.Session session, Feed feed, EventId event) {
        return standings
                .of(session, List.of(event))
                .map(all -> all.getOrDefault(new Plan.Key(event, feed.id()), Standing.NEVER));
    }

    private Uni<Optional<Offer>> offer(Mutiny.Session session, Feed feed, RevisionId revision, Decision decision) {
        return kept(session, revision).chain(kept -> {
            if (kept.isEmpty() || !kept.get().event().state().usable()) {
                return Uni.createFrom().item(Optional.empty());
            }
            return OffLoop.run(() -> Optional.of(
                    renderer.of(kept.get().event(), kept.get().variants()).render(feed, decision)));
        });
    }

    private static Uni<Optional<Kept>> kept(Mutiny.Session session, RevisionId revision) {
        JsonArray key = new JsonArray().add(revision.eventId().toString()).add(revision.revision());
        return Sql.rows(session, KEPT, key).map(LateRows::kept);
    }

    private static Optional<Kept> kept(List<Object[]> rows) {
        List<Variant> variants = new ArrayList<>();
        @Nullable Event event = null;
        for (Object[] row : rows) {
            if (row[0] != null && event == null) {
                event = EventCodec.parse(((String) row[0]).getBytes(UTF_8))
                        .toOptional()
                        .orElseThrow();
            }
            if (row[1] != null) {
                variants.add(new Variant(((Number) row[1]).intValue(), (String) row[2], (String) row[3], "", ""));
            }
        }
        return event == null ? Optional.empty() : Optional.of(new Kept(event, variants));
    }
}
