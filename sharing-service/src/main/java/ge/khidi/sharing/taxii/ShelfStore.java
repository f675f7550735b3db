package ge.khidi.sharing.taxii;

import ge.khidi.sharing.feed.Page;
import ge.khidi.sharing.feed.RowKind;
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

    /** What is looked at, in its order; with {@link #SHOWN} where it is not only judged. */
    private static final String PART = """
            SELECT o.added, o.type, o.version, o.earliest, o.latest, o.seq%s FROM stix_object o
            WHERE o.list = :list AND o.collection = :collection AND o.added > :after %s
            ORDER BY o.added LIMIT %d
            """;

    private static final String SHOWN = ", o.object_id, o.body";

    // Rows of the feed that stand side by side are found by one descent of its index: an array is sorted before it is
    // looked up.
    // Each row of the feed is judged once, however many objects it brought. A digest is taken of the objects, with the
    // salt of their event;
    // none is of the row's own content, which is not shown.
    private static final String ROWS = """
            WITH now AS MATERIALIZED (
                SELECT epoch FROM current_epoch WHERE %s
            ), part AS MATERIALIZED (
                %s
            ), matched AS %s, s AS (
                SELECT r.seq, r.kind, r.cause, r.event_id, r.revision, CAST(NULL AS integer) AS terms, h.status, v.class_id,
                    CAST(NULL AS bytea) AS salt, v.salt AS of_event, v.traceparent, n.profile,
                    CASE WHEN n.profile IS NULL THEN NULL ELSE '' END AS body
                FROM feed_row r
                JOIN event_head h ON h.event_id = r.event_id
                JOIN event_revision v ON v.event_id = r.event_id AND v.revision = r.revision
                LEFT JOIN rendition n ON n.event_id = r.event_id AND n.revision = r.revision AND n.variant = r.variant
                WHERE r.feed = :feed AND r.seq = ANY(ARRAY(SELECT DISTINCT seq FROM matched))
            ), judged (
                seq, kind, event_id, revision, status, profile, body, terms, digest, traceparent, decision, ended, holds, epoch,
                sources, salt
            ) AS (
                SELECT %s, encode(s.of_event, 'hex') FROM s %s
            )
            SELECT j.*, (SELECT epoch FROM now), p.last, p.looked, (SELECT count(*) FROM matched)
            FROM (SELECT max(added) AS last, count(*) AS looked FROM part) p LEFT JOIN judged j ON true
            """;

    // Apart from what judges it: content that is carried through a plan of many steps is copied at each of them.
    private static final String OBJECTS = """
            SELECT added, object_id, version, earliest, latest, seq, convert_to(body, 'UTF8') FROM (
                SELECT m.*, sum(coalesce(octet_length(m.body), 0)) OVER (ORDER BY m.added ROWS UNBOUNDED PRECEDING)
                    - coalesce(octet_length(m.body), 0) AS before
                FROM (%s) m
            ) sized WHERE before < %d ORDER BY added
            """;

    // The same without adding up sizes, which costs a third of the reading, for parts of so few objects that those of
    // ordinary size
    // cannot be too much; a larger one is told of instead.
    private static final String FEW_OBJECTS = """
            SELECT added, object_id, version, earliest, latest, seq,
                CASE WHEN octet_length(body) <= %2$d THEN convert_to(body, 'UTF8') END, octet_length(body) > %2$d
            FROM (%1$s) m ORDER BY added
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

    /** A statement whose parameters have numbers. */
    private record Statement(String text, List<String> parameters) {

        static Statement of(String named) {
            List<String> parameters =
                    PARAMETERS.stream().filter(named::contains).toList();
            return new Statement(
                    parameters.stream()
                            .reduce(named, (text, name) -> text.replace(name, "$" + (parameters.indexOf(name) + 1))),
                    parameters);
        }

        Future<RowSet<Row>> execute(SqlConnection connection, Map<String, Object> values) {
            return connection
                    .preparedQuery(text)
                    .execute(Tuple.from(parameters.stream().map(values::get).toList()));
        }
    }

    /**
     * The objects of a part of a list, and the rows of the feed that they came with. {@code most} match of what is looked at. Where they are
     * {@code few}, they are asked for without adding up their sizes first.
     */
    private record Part(Optional<Statement> few, Statement objects, Statement rows, int looks, int most) {

        /** Up to so many objects are few. */
        private static final int FEW = 101;

        static Part of(String which, int looks, String matching, int rows) {
            boolean all = matching.equals(EVERYTHING) && rows == looks;
            String some = "SELECT * FROM %s o " + matching + " ORDER BY o.added LIMIT " + rows;
            String shown = PART.formatted(SHOWN, which, looks);
            String objects = all ? shown : some.formatted("(" + shown + ")");
            return new Part(
                    rows <= FEW
                            ? Optional.of(Statement.of(FEW_OBJECTS.formatted(objects, MOST_BYTES / rows)))
                            : Optional.empty(),
                    Statement.of(OBJECTS.formatted(objects, MOST_BYTES)),
                    Statement.of(ROWS.formatted(
                            Suspension.NOT_SUSPENDED,
                            PART.formatted("", which, looks),
                            all
                                    ? "NOT MATERIALIZED (SELECT * FROM part)"
                                    : "MATERIALIZED (" + some.formatted("part") + ")",
                            SeenRow.STORED,
                            SeenRow.DECIDED)),
                    looks,
                    rows);
        }

        /** The objects, at most {@link #MOST_BYTES} of content in them but for a single one. */
        Future<RowSet<Row>> objects(SqlConnection connection, Map<String, Object> values) {
            return few.isEmpty()
                    ? objects.execute(connection, values)
                    : few.get()
                            .execute(connection, values)
                            .compose(found -> anyTooLarge(found)
                                    ? objects.execute(connection, values)
                                    : Future.succeededFuture(found));
        }

        private static boolean anyTooLarge(RowSet<Row> found) {
            for (Row row : found) {
                if (Boolean.TRUE.equals(row.getBoolean(TOO_LARGE))) {
                    return true;
                }
            }
            return false;
        }
    }

    /** One part in all sizes. */
    private record Sized(Map<Integer, Part> dense, Part sparse) {

        static Sized of(String which, String matching) {
            Map<Integer, Part> dense = new HashMap<>();
            SIZES.forEach(size -> dense.put(size, Part.of(which, size, matching, size)));
            return new Sized(dense, Part.of(which, LOOKS, matching, SIZES.get(SIZES.size() - 1)));
        }

        Part dense(int size) {
            return dense.getOrDefault(size, sparse);
        }
    }

    // The columns of a row of the feed: what it is judged by, then these, the same in all of them.
    private static final int SALT = SeenRow.COLUMNS;
    private static final int EPOCH = SeenRow.COLUMNS + 1;
    private static final int LAST = SeenRow.COLUMNS + 2;
    private static final int LOOKED = SeenRow.COLUMNS + 3;
    private static final int MATCHED = SeenRow.COLUMNS + 4;

    // The columns of an object.
    private static final int ADDED = 0;
    private static final int SEQ = 5;
    private static final int BODY = 6;
    private static final int TOO_LARGE = 7;

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

    /**
     * At most {@code limit} objects after a place, in a transaction that sees one moment. Where little may match or be seen,
     * {@code sparse}, more is looked at, still a bounded part.
     */
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
        Sized sized = simple ? (ids ? LATEST_OF_IDS : LATEST_ALL) : (ids ? SOME_OF_IDS : SOME);
        int size = SIZES.stream().filter(one -> one > limit).findFirst().orElse(LOOKS);
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
        Part part = sparse ? sized.sparse() : sized.dense(size);
        Future<RowSet<Row>> objects = part.objects(connection, values);
        Future<RowSet<Row>> rows = part.rows().execute(connection, values);
        return Future.all(objects, rows).map(done -> shelf(part, objects.result(), rows.result(), after, limit));
    }

    private static Shelf shelf(Part part, RowSet<Row> found, RowSet<Row> rows, long after, int limit) {
        Row first = rows.iterator().next();
        if (first.getLong(EPOCH) == null) {
            return Shelf.nothing(after);
        }
        boolean more = first.getLong(LOOKED) == part.looks();
        if (first.getLong(MATCHED) == 0) {
            return Shelf.nothing(first.getLong(LAST) == null ? after : first.getLong(LAST), more);
        }
        Map<Long, Judged> judged = judged(rows);
        List<Listed> objects = new ArrayList<>();
        int used = 0;
        long last = after;
        for (Row row : found) {
            if (objects.size() == limit) {
                break;
            }
            listed(row, judged).ifPresent(objects::add);
            last = row.getLong(ADDED);
            used++;
        }
        // Where as many match as are taken, there may be others behind the last of them.
        boolean exhausted = used == first.getLong(MATCHED) && used < part.most();
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

    /**
     * A row of the feed, if it shows content now or is a recall, and what makes digests of its objects its own. What brought content shows its
     * objects with it or not at all, also where the feed still says that it was a correction.
     */
    private record Judged(Optional<Page.Item> item, String salt) {
        static Judged of(Row row, SeenRow seen) {
            Object[] columns = new Object[SeenRow.COLUMNS];
            Arrays.setAll(columns, row::getValue);
            boolean brought = RowKind.of(((Number) columns[1]).intValue()).brings();
            Optional<Page.Item> item =
                    seen.seen(columns).filter(one -> !brought || one.body().isPresent());
            return new Judged(item, Objects.requireNonNullElse(row.getString(SALT), ""));
        }
    }

    /** By their numbers; where the objects came with no row at all, none. */
    private static Map<Long, Judged> judged(RowSet<Row> rows) {
        SeenRow seen = new SeenRow();
        Map<Long, Judged> judged = new HashMap<>();
        for (Row row : rows) {
            if (row.getLong(0) != null) {
                judged.put(row.getLong(0), Judged.of(row, seen));
            }
        }
        return judged;
    }

    private static Optional<Listed> listed(Row row, Map<Long, Judged> judged) {
        long seq = row.getLong(SEQ);
        Judged by = seq == 0 ? NOBODYS : judged.get(seq);
        Buffer body = row.getBuffer(BODY);
        if (body == null || by == null || (seq > 0 && by.item().isEmpty())) {
            return Optional.empty();
        }
        return Optional.of(new Listed(
                row.getLong(ADDED),
                row.getString(1),
                row.getLong(2),
                row.getBoolean(3),
                row.getBoolean(4),
                seq,
                by.salt(),
                body));
    }
}
