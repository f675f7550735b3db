package ge.khidi.sharing.feed;

import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import ge.khidi.contract.event.Status;
import ge.khidi.sharing.hold.Scope;
import ge.khidi.sharing.policy.Decision;
import ge.khidi.sharing.suspension.Suspension;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Reads rows of one feed with their content and the decisions of the current epoch, all in one snapshot. */
@Singleton
class PageStore {

    // Products bring content only because a release was decided or their sources changed: no other row asks for
    // sources.
    /** What {@link #stored} reads, in its order, of rows {@code s} with their revisions and renditions; goes with {@link #DECIDED}. */
    static final String STORED = """
            s.seq, s.kind, CAST(s.event_id AS text), s.revision, s.status, s.profile, s.body, t.text,
                encode(sha256(s.salt || convert_to(s.body, 'UTF8')), 'hex'), s.traceparent, d.decision,
                (SELECT bool_or(x.cause = 4) FROM feed_row x WHERE x.event_id = s.event_id AND x.feed = :feed AND x.seq > s.seq
                    AND (x.kind IN (7, 8) OR x.cause = 4)),
                (SELECT x.holds FROM release x WHERE x.event_id = s.event_id AND x.feed = :feed AND x.state = 'APPROVED'
                    AND (x.until IS NULL OR x.until > clock_timestamp())),
                now.epoch, CASE WHEN s.kind IN (1, 2, 3) AND s.cause IN (3, 5)
                    THEN named_sources(s.event_id, s.revision, s.profile, :feed, now.epoch) END""";

    /** The decision of this moment and the conditions of rows {@code s}, in the epoch {@code now}. */
    static final String DECIDED = """
            CROSS JOIN now
            LEFT JOIN decision d ON d.epoch = (SELECT epoch FROM now) AND d.class_id = s.class_id AND d.feed = :feed
            LEFT JOIN terms t ON t.id = s.terms""";

    // At most :rows rows of this feed are looked at, each by primary keys; sum() stops before their content grows too
    // large.
    private static final String PAGE = """
            WITH now AS MATERIALIZED (
                SELECT epoch FROM current_epoch WHERE %s
            ), looked AS (
                SELECT r.seq, r.kind, r.cause, r.event_id, r.revision, r.terms, h.status, v.class_id, v.salt, v.traceparent,
                    n.profile, n.body, coalesce(octet_length(n.body), 0) AS size
                FROM feed_row r
                JOIN event_head h ON h.event_id = r.event_id
                JOIN event_revision v ON v.event_id = r.event_id AND v.revision = r.revision
                LEFT JOIN rendition n ON n.event_id = r.event_id AND n.revision = r.revision AND n.variant = r.variant
                WHERE r.feed = :feed AND r.seq > :after
                ORDER BY r.seq LIMIT :rows
            ), sized AS (
                SELECT l.*, sum(size) OVER (ORDER BY seq) - size AS before, count(*) OVER () AS looked FROM looked l
            )
            SELECT %s, s.looked
            FROM sized s %s
            WHERE s.before + s.size <= :bytes OR s.before = 0
            ORDER BY s.seq
            """.formatted(Suspension.NOT_SUSPENDED, STORED, DECIDED);

    Uni<Page> read(Mutiny.Session session, short feed, Cursor after, PageSize size) {
        return session.createNativeQuery(PAGE, Object[].class)
                .setParameter("feed", (int) feed)
                .setParameter("after", after.seq())
                .setParameter("rows", size.items() + 1)
                .setParameter("bytes", size.bytes())
                .getResultList()
                .map(rows -> page(rows, after, size.items()));
    }

    private static Page page(List<Object[]> rows, Cursor after, int limit) {
        List<Page.Item> items = new ArrayList<>();
        List<Long> hidden = new ArrayList<>();
        long last = after.seq();
        long epoch = 0;
        long looked = 0;
        int used = Math.min(rows.size(), limit);
        for (Object[] row : rows.subList(0, used)) {
            Page.Stored stored = stored(row);
            Optional<Page.Item> seen = stored.seen();
            seen.ifPresentOrElse(items::add, () -> hidden.add(stored.seq()));
            last = stored.seq();
            epoch = number(row[13]);
            looked = number(row[SeenRow.COLUMNS]);
        }
        return new Page(epoch, items, last, hidden, looked > used);
    }

    static Page.Stored stored(Object[] row) {
        return stored(row, Decision::parse);
    }

    /** @param decision how a decision is read that may stand in many rows */
    static Page.Stored stored(Object[] row, Function<String, Decision> decision) {
        Status status = Status.valueOf((String) row[4]);
        return new Page.Stored(
                number(row[0]),
                RowKind.of((int) number(row[1])),
                new RevisionId(EventId.parse((String) row[2]).orElseThrow(), (int) number(row[3])),
                status == Status.OPEN || status == Status.CLOSED,
                behind((Boolean) row[11]),
                text(row[12]).map(PageStore::released),
                text(row[10]).map(decision),
                text(row[14]).map(PageStore::sources).orElse(List.of()),
                text(row[6])
                        .map(body -> new Page.Stored.Content(
                                (String) row[5],
                                body,
                                text(row[7]).orElse("{}"),
                                text(row[8]).orElse(""))),
                text(row[9]));
    }

    /** @param barred whether what ended the row is a bar; null if nothing did */
    private static Page.Behind behind(@Nullable Boolean barred) {
        return barred == null ? Page.Behind.NOTHING : barred ? Page.Behind.BARRED : Page.Behind.ENDED;
    }

    private static Set<Scope.Asked> released(String holds) {
        return Scope.words(Decision.parseHolds(holds));
    }

    private static List<Page.Source> sources(String json) {
        return new JsonArray(json)
                .stream()
                        .map(JsonObject.class::cast)
                        .map(one -> new Page.Source(
                                one.getBoolean("own"),
                                Optional.ofNullable(one.getInteger("kind")).map(RowKind::of),
                                text(one.getString("holds")).map(PageStore::released),
                                text(one.getString("decision")).map(Decision::parse)))
                        .toList();
    }

    private static long number(Object column) {
        return ((Number) column).longValue();
    }

    private static Optional<String> text(@Nullable Object column) {
        return Optional.ofNullable((String) column);
    }
}
