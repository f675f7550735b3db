package ge.khidi.sharing.feed;

import ge.khidi.contract.EventId;
import ge.khidi.sharing.decision.DecisionTable;
import ge.khidi.sharing.decision.Feed;
import ge.khidi.sharing.suspension.Suspension;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * What one partner has at this moment of events that interest a CSIRT: the last row of its feed on each, judged as a page judges it, under the
 * decisions of the current epoch. Each call is one transaction with the audit entry of what it shows, where {@code what} stands as what was asked
 * for.
 */
@Singleton
public class CyberRows {

    /** How far apart the rows of one transaction lie at most; as far as those of a page, since the audit log is asked by that. */
    private static final int SPAN = 1000;

    /** How many places are looked up at once. */
    public static final int PLACES_AT_ONCE = 1000;

    private static final String LATER = """
            EXISTS (SELECT 1 FROM feed_row x WHERE x.event_id = r.event_id AND x.feed = :feed AND x.cause = 0
                AND x.seq > r.seq AND x.seq <= :end)
            OR EXISTS (SELECT 1 FROM feed_row x WHERE x.event_id = r.event_id AND x.feed = :feed AND x.cause <> 0
                AND x.seq > r.seq AND x.seq <= :end)
            """;

    private static final String PLACES = """
            SELECT r.seq FROM feed_row r
            WHERE r.feed = :feed AND r.cyber AND r.seq > :after AND r.seq <= :end AND NOT (%s)
            ORDER BY r.seq LIMIT %d
            """.formatted(LATER, PLACES_AT_ONCE);

    // A revision of an event within one second of another must be newer all the same: each row counts one second more.
    private static final String SELECT = """
            WITH now AS MATERIALIZED (
                SELECT epoch FROM current_epoch WHERE %s
            ), last AS (
                %%s
            ), stored AS (
                SELECT r.seq, r.kind, r.cause, r.event_id, r.revision, r.terms, r.added, h.status, v.class_id, v.salt, v.traceparent,
                    n.profile, n.body
                FROM last r
                JOIN event_head h ON h.event_id = r.event_id
                JOIN event_revision v ON v.event_id = r.event_id AND v.revision = r.revision
                LEFT JOIN rendition n ON n.event_id = r.event_id AND n.revision = r.revision AND n.variant = r.variant
            )
            SELECT %s, CAST(floor(extract(epoch FROM s.added)) AS bigint)
                + (SELECT count(*) FROM feed_row x WHERE x.event_id = s.event_id AND x.feed = :feed AND x.cause = 0 AND x.seq < s.seq)
                + (SELECT count(*) FROM feed_row x WHERE x.event_id = s.event_id AND x.feed = :feed AND x.cause <> 0 AND x.seq < s.seq)
            FROM stored s %s
            """.formatted(Suspension.NOT_SUSPENDED, PageStore.STORED, PageStore.DECIDED);

    private static final String SOME = SELECT.formatted("""
            SELECT r.* FROM feed_row r
            WHERE r.feed = :feed AND r.seq IN (SELECT CAST(jsonb_array_elements_text(%s) AS bigint)) AND r.kind IN (1, 2, 3) AND NOT (%s)
            """.formatted(Sql.JSON, LATER)) + " ORDER BY s.seq";

    // Whoever had an event that was corrected and ended since is told so, as if the correction had come alone.
    private static final String ONE = SELECT.formatted("""
            SELECT seq, CASE WHEN kind = 7 AND corrected THEN 8 ELSE kind END AS kind, cause, event_id, revision, terms, variant, added FROM (
                SELECT *, bool_or(cyber) OVER () AS ever, bool_or(kind = 3) OVER () AS corrected FROM (
                    SELECT * FROM feed_row WHERE event_id = CAST(CAST(:event AS text) AS uuid) AND feed = :feed AND cause = 0
                    UNION ALL
                    SELECT * FROM feed_row WHERE event_id = CAST(CAST(:event AS text) AS uuid) AND feed = :feed AND cause <> 0
                ) had
            ) known WHERE ever ORDER BY seq DESC LIMIT 1
            """);

    private final Mutiny.SessionFactory sessions;
    private final DecisionTable decisions;
    private final FeedPages pages;
    private final EmptyPolls emptyPolls;

    CyberRows(Mutiny.SessionFactory sessions, DecisionTable decisions, FeedPages pages, EmptyPolls emptyPolls) {
        this.sessions = sessions;
        this.decisions = decisions;
        this.pages = pages;
        this.emptyPolls = emptyPolls;
    }

    /** A row as it is shown. {@code stamp} are seconds since 1970 about when it was added; each row of an event has a greater one. */
    public record Shown(Page.Item item, long stamp) {}

    private record Seen(long epoch, List<Shown> rows) {
        /** As the audit log has it: from the first to the last of them, without the rows between. */
        Page page() {
            if (rows.isEmpty()) {
                return Page.EMPTY;
            }
            List<Page.Item> items = rows.stream().map(Shown::item).toList();
            Set<Long> shown = items.stream().map(Page.Item::seq).collect(Collectors.toSet());
            long last = items.get(items.size() - 1).seq();
            List<Long> hidden = LongStream.rangeClosed(items.get(0).seq(), last)
                    .filter(seq -> !shown.contains(seq))
                    .boxed()
                    .toList();
            return new Page(epoch, items, last, hidden, false);
        }
    }

    /** Whether what leaves of an event interests a CSIRT. */
    static boolean cyber(String body) {
        return body.contains("\"type\":\"CYBER_INCIDENT\"") || body.contains("\"kind\":\"CYBER_OBSERVABLE\"");
    }

    /**
     * Where the last row up to {@code end} on each event stands that may be of interest: the next {@link #PLACES_AT_ONCE} after a place, in their
     * order, or as many as there are. What it costs grows with such rows of this feed, not with the feed nor with what others get.
     */
    public Uni<List<Long>> places(Reader reader, long after, long end) {
        return decisions
                .find(reader.caller().agency())
                .map(feed -> sessions.withSession(session -> session.createNativeQuery(PLACES, Long.class)
                        .setParameter("feed", (int) feed.id())
                        .setParameter("after", after)
                        .setParameter("end", end)
                        .getResultList()))
                .orElseGet(() -> Uni.createFrom().item(List.of()));
    }

    /** Ascending places, together as far as they lie within one span. */
    public static List<List<Long>> spans(List<Long> places) {
        List<List<Long>> spans = new ArrayList<>();
        for (long place : places) {
            if (spans.isEmpty() || place - spans.get(spans.size() - 1).get(0) >= SPAN) {
                spans.add(new ArrayList<>());
            }
            spans.get(spans.size() - 1).add(place);
        }
        return spans;
    }

    /** Of the rows at these places: those the caller may see now, that are wanted, and after which none came up to {@code end}. */
    public Uni<List<Shown>> read(Reader reader, String what, List<Long> places, long end, Predicate<Page.Item> wanted) {
        Feed feed = decisions.find(reader.caller().agency()).orElseThrow();
        return shown(
                reader,
                what,
                feed,
                wanted,
                session -> session.createNativeQuery(SOME, Object[].class)
                        .setParameter("json", new JsonArray(places).encode())
                        .setParameter("end", end));
    }

    /**
     * The last row on one event that was ever of interest, if the caller may see it now: it brings the event, or recalls it. Nothing where it was
     * never offered, is not offered any more, or does not exist.
     */
    public Uni<Optional<Shown>> find(Reader reader, String what, EventId event, Predicate<Page.Item> wanted) {
        Optional<Feed> feed = decisions.find(reader.caller().agency());
        if (feed.isEmpty()) {
            emptyPolls.count(reader);
            return Uni.createFrom().item(Optional.empty());
        }
        return shown(
                        reader,
                        what,
                        feed.get(),
                        wanted,
                        session ->
                                session.createNativeQuery(ONE, Object[].class).setParameter("event", event.toString()))
                .map(rows -> rows.stream().findFirst())
                .invoke(found -> {
                    if (found.isEmpty()) {
                        emptyPolls.count(reader);
                    }
                });
    }

    private Uni<List<Shown>> shown(
            Reader reader,
            String what,
            Feed feed,
            Predicate<Page.Item> wanted,
            Function<Mutiny.Session, Mutiny.SelectionQuery<Object[]>> query) {
        return sessions.withTransaction(session -> query.apply(session)
                        .setParameter("feed", (int) feed.id())
                        .getResultList()
                        .map(rows -> seen(rows, wanted))
                        .call(seen -> pages.log(session, List.of(reader), feed, seen.page(), Optional.of(what))))
                .invoke(seen -> FeedPages.link(seen.page().items()))
                .map(Seen::rows);
    }

    private static Seen seen(List<Object[]> rows, Predicate<Page.Item> wanted) {
        List<Shown> shown = new ArrayList<>();
        long epoch = 0;
        for (Object[] row : rows) {
            epoch = ((Number) row[13]).longValue();
            long stamp = ((Number) row[SeenRow.COLUMNS]).longValue();
            PageStore.stored(row).seen().filter(wanted).ifPresent(item -> shown.add(new Shown(item, stamp)));
        }
        return new Seen(epoch, shown);
    }

    /** One more look that showed nothing. */
    public void countEmpty(Reader reader) {
        emptyPolls.count(reader);
    }
}
