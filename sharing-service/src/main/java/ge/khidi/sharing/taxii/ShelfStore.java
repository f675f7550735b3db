package ge.khidi.sharing.taxii;

import ge.khidi.sharing.feed.Page;
import ge.khidi.sharing.feed.SeenRow;
import ge.khidi.sharing.suspension.Suspension;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.AsyncResultUni;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads a bounded part of a list with the decisions of the current epoch, all in one snapshot. */
@Singleton
class ShelfStore {

    /** Most content of one answer, in bytes; a single larger object still passes. */
    private static final long MOST_BYTES = 4_000_000;

    /** How much is looked at in one statement where little of it may match or may be seen. */
    private static final int LOOKS = 5000;

    private static final String ANYTHING =
            "SELECT 1 FROM stix_object WHERE list = $1 AND collection = $2 AND added > $3 AND latest ORDER BY added LIMIT 1";

    // Each row of the feed is judged once, and told with the first of the objects it brought.
    private static final String SHELF = """
            WITH now AS MATERIALIZED (
                SELECT epoch FROM current_epoch WHERE %s
            ), part AS MATERIALIZED (
                SELECT o.added, o.object_id, o.type, o.version, o.earliest, o.latest, o.seq, o.body FROM stix_object o
                WHERE o.list = :list AND o.collection = :collection AND o.added > :after %s
                ORDER BY o.added LIMIT %d
            ), matched AS %s, s AS (
                SELECT r.seq, r.kind, r.event_id, r.revision, CAST(NULL AS integer) AS terms, h.status, v.class_id, v.salt,
                    v.traceparent, n.profile, CASE WHEN n.profile IS NULL THEN NULL ELSE '' END AS body
                FROM (SELECT DISTINCT seq FROM matched) m
                JOIN feed_row r ON r.feed = :feed AND r.seq = m.seq
                JOIN event_head h ON h.event_id = r.event_id
                JOIN event_revision v ON v.event_id = r.event_id AND v.revision = r.revision
                LEFT JOIN rendition n ON n.event_id = r.event_id AND n.revision = r.revision AND n.variant = r.variant
            ), judged (seq, kind, event_id, revision, status, profile, body, terms, salted, traceparent, decision, ended, holds, epoch)
            AS MATERIALIZED (
                SELECT %s FROM s %s
            ), sized AS (
                SELECT m.*, sum(octet_length(m.body)) OVER places - octet_length(m.body) AS before,
                    m.seq IS DISTINCT FROM lag(m.seq) OVER places AS first_of_row
                FROM matched m WINDOW places AS (ORDER BY m.added)
            )
            SELECT j.*, o.added, o.object_id, o.version, o.earliest, o.latest, o.seq, convert_to(o.body, 'UTF8'),
                (SELECT epoch FROM now), p.last, p.looked, (SELECT count(*) FROM matched)
            FROM (SELECT max(added) AS last, count(*) AS looked FROM part) p
            LEFT JOIN sized o ON coalesce(o.before, 0) < %d OR o.before = 0
            LEFT JOIN judged j ON j.seq = o.seq AND o.first_of_row
            ORDER BY o.added
            """;

    private static final String OF_IDS = "AND o.object_id = ANY(:ids)";
    private static final String LATEST = "AND o.latest";
    private static final String EVERYTHING = "";
    private static final String MATCHING = """
            WHERE (cardinality(CAST(:types AS text[])) = 0 OR o.type = ANY(:types))
            AND (:all OR (:first AND o.earliest) OR (:last AND o.latest) OR o.version = ANY(:versions))
            """;

    /** In the order in which they are given, each only to statements that have it. */
    private static final List<String> PARAMETERS = List.of(
            ":list", ":collection", ":feed", ":after", ":ids", ":types", ":all", ":first", ":last", ":versions");

    /**
     * How much one statement looks at. It stands in the text: with a parameter there, PostgreSQL would plan for a tenth of the table and
     * therefore plan anew each time, which takes longer than the reading.
     */
    private static final List<Integer> SIZES = List.of(11, 101, 1001);

    private static final Sized LATEST_ALL = Sized.of(LATEST, EVERYTHING);
    private static final Sized LATEST_OF_IDS = Sized.of(OF_IDS + " " + LATEST, EVERYTHING);
    private static final Sized SOME = Sized.of("", MATCHING);
    private static final Sized SOME_OF_IDS = Sized.of(OF_IDS, MATCHING);

    /** One statement in all sizes. */
    private record Sized(Map<Integer, String> dense, String sparse, List<String> parameters) {

        static Sized of(String part, String matching) {
            String sparse = statement(part, LOOKS, matching, SIZES.get(SIZES.size() - 1));
            List<String> parameters =
                    PARAMETERS.stream().filter(sparse::contains).toList();
            Map<Integer, String> dense = new HashMap<>();
            SIZES.forEach(size -> dense.put(size, numbered(statement(part, size, matching, size), parameters)));
            return new Sized(dense, numbered(sparse, parameters), parameters);
        }

        private static String statement(String part, int looks, String matching, int rows) {
            String matched = matching.equals(EVERYTHING) && rows == looks
                    ? "NOT MATERIALIZED (SELECT * FROM part)"
                    : "MATERIALIZED (SELECT * FROM part o %s ORDER BY o.added LIMIT %d)".formatted(matching, rows);
            return SHELF.formatted(
                    Suspension.NOT_SUSPENDED, part, looks, matched, SeenRow.STORED, SeenRow.DECIDED, MOST_BYTES);
        }

        private static String numbered(String named, List<String> parameters) {
            return parameters.stream()
                    .reduce(named, (text, name) -> text.replace(name, "$" + (parameters.indexOf(name) + 1)));
        }

        String dense(int size) {
            return dense.getOrDefault(size, sparse);
        }
    }

    // The columns of an answer: what a row is judged by, then these.
    private static final int SALTED = 8;
    private static final int ADDED = SeenRow.COLUMNS;
    private static final int SEQ = ADDED + 5;
    private static final int BODY = ADDED + 6;
    private static final int EPOCH = ADDED + 7;
    private static final int LAST = ADDED + 8;
    private static final int LOOKED = ADDED + 9;
    private static final int MATCHED = ADDED + 10;

    /** By which an object is judged that says nothing of any event. */
    private static final Judged NOBODYS = new Judged(Optional.empty(), "");

    private final Pool pool;

    ShelfStore(Pool pool) {
        this.pool = pool;
    }

    /** Whether anything of a collection is listed after a place: no promise that it may be seen. */
    Uni<Boolean> anything(StixList list, TaxiiCollection collection, long after) {
        Tuple given = Tuple.of(list.id(), (short) collection.code(), after);
        return AsyncResultUni.<RowSet<Row>>toUni(
                        done -> pool.preparedQuery(ANYTHING).execute(given, done))
                .map(rows -> rows.rowCount() > 0);
    }

    /** At most {@code limit} objects after a place. Where little may match or be seen, {@code sparse}, more is looked at, still a bounded part. */
    Future<Shelf> read(
            SqlConnection connection,
            StixList list,
            TaxiiCollection collection,
            Filter filter,
            long after,
            int limit,
            boolean sparse) {
        boolean simple = filter.types().isEmpty() && filter.versions().lastOnly();
        boolean ids = !filter.ids().isEmpty();
        Sized statement = simple ? (ids ? LATEST_OF_IDS : LATEST_ALL) : (ids ? SOME_OF_IDS : SOME);
        int size = SIZES.stream().filter(one -> one > limit).findFirst().orElse(LOOKS);
        int most = sparse ? LOOKS : size;
        Map<String, Object> values = Map.of(
                ":list", list.id(),
                ":collection", (short) collection.code(),
                ":feed", list.feed(),
                ":after", after,
                ":ids", filter.ids().toArray(String[]::new),
                ":types", filter.types().toArray(String[]::new),
                ":all", filter.versions().all(),
                ":first", filter.versions().first(),
                ":last", filter.versions().last(),
                ":versions", filter.versions().at().toArray(Long[]::new));
        return connection
                .preparedQuery(sparse ? statement.sparse() : statement.dense(size))
                .execute(Tuple.from(
                        statement.parameters().stream().map(values::get).toList()))
                .map(rows -> shelf(rows, after, limit, most));
    }

    private static Shelf shelf(RowSet<Row> rows, long after, int limit, int looks) {
        Row first = rows.iterator().next();
        long matched = first.getLong(MATCHED);
        boolean more = first.getLong(LOOKED) == looks;
        if (matched == 0 || first.getLong(EPOCH) == null) {
            return Shelf.nothing(first.getLong(LAST) == null ? after : first.getLong(LAST), more);
        }
        SeenRow seen = new SeenRow();
        Map<Long, Judged> judged = new HashMap<>();
        List<Listed> objects = new ArrayList<>();
        int used = 0;
        long last = after;
        for (Row row : rows) {
            if (objects.size() == limit) {
                break;
            }
            listed(row, judged, seen).ifPresent(objects::add);
            last = row.getLong(ADDED);
            used++;
        }
        boolean exhausted = used == matched;
        Set<Long> showing = objects.stream().map(Listed::row).collect(Collectors.toSet());
        return new Shelf(
                first.getLong(EPOCH),
                objects,
                judged.values().stream()
                        .flatMap(one -> one.item().stream())
                        .filter(item -> showing.contains(item.seq()))
                        .toList(),
                exhausted ? first.getLong(LAST) : last,
                !exhausted || more);
    }

    /** A row of the feed, if it shows content now or is a recall, and what makes digests of its objects its own. */
    private record Judged(Optional<Page.Item> item, String salted) {
        static Judged of(Row row, SeenRow seen) {
            Object[] columns = new Object[SeenRow.COLUMNS];
            Arrays.setAll(columns, row::getValue);
            Optional<Page.Item> item = seen.seen(columns)
                    .filter(one -> !one.kind().brings() || one.body().isPresent());
            return new Judged(item, Objects.requireNonNullElse(row.getString(SALTED), ""));
        }
    }

    private static Optional<Listed> listed(Row row, Map<Long, Judged> judged, SeenRow seen) {
        long seq = row.getLong(SEQ);
        if (seq > 0 && row.getLong(0) != null) {
            judged.computeIfAbsent(seq, none -> Judged.of(row, seen));
        }
        Judged by = seq == 0 ? NOBODYS : judged.get(seq);
        Buffer body = row.getBuffer(BODY);
        if (body == null || by == null || (seq > 0 && by.item().isEmpty())) {
            return Optional.empty();
        }
        return Optional.of(new Listed(
                row.getLong(ADDED),
                row.getString(ADDED + 1),
                row.getLong(ADDED + 2),
                row.getBoolean(ADDED + 3),
                row.getBoolean(ADDED + 4),
                seq,
                by.salted(),
                body));
    }
}
