package ge.khidi.sharing.taxii;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import ge.khidi.contract.event.EventType;
import ge.khidi.sharing.feed.RowKind;
import ge.khidi.sharing.feed.Sql;
import ge.khidi.sharing.stix.Shown;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * The lists as they are stored. Whoever writes locks the heads of the events first, in the order of their ids, then the list; an erasure does
 * the same, so that no content comes back behind it.
 */
@Singleton
class ListStore {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String HEADS = """
            SELECT CAST(h.event_id AS text), h.status FROM event_head h WHERE h.event_id IN (
                SELECT r.event_id FROM feed_row r WHERE r.feed = :feed AND r.seq > :after AND r.seq <= :upto
            ) ORDER BY h.event_id FOR SHARE
            """;
    private static final String HOLD =
            "SELECT added, seq FROM stix_list WHERE id = :list AND seq = :after FOR UPDATE SKIP LOCKED";
    private static final String ROWS = """
            SELECT r.seq, r.kind, CAST(r.event_id AS text), r.revision, CAST(extract(epoch FROM r.added) * 1000000 AS bigint),
                CAST(extract(epoch FROM least(
                    (SELECT min(x.added) FROM feed_row x WHERE x.event_id = r.event_id AND x.feed = r.feed AND x.cause = 0),
                    (SELECT min(x.added) FROM feed_row x WHERE x.event_id = r.event_id AND x.feed = r.feed AND x.cause <> 0)
                )) * 1000000 AS bigint),
                v.class_id, CAST(c.facts AS jsonb) ->> 'type', h.status IN ('OPEN', 'CLOSED'), n.profile, n.body, t.text
            FROM feed_row r
            JOIN event_head h ON h.event_id = r.event_id
            JOIN event_revision v ON v.event_id = r.event_id AND v.revision = r.revision
            JOIN disclosure_class c ON c.id = v.class_id
            LEFT JOIN rendition n ON n.event_id = r.event_id AND n.revision = r.revision AND n.variant = r.variant
            LEFT JOIN terms t ON t.id = r.terms
            WHERE r.feed = :feed AND r.seq > :after AND r.seq <= :upto ORDER BY r.seq
            """;
    private static final String OWN = """
            SELECT CAST(o.event_id AS text), o.collection, o.object_id, o.type, o.created, o.version, o.revoked,
                NOT o.revoked OR EXISTS (SELECT 1 FROM stix_list l JOIN feed_row r ON r.feed = l.feed
                    WHERE l.id = o.list AND r.seq = o.seq AND r.kind IN (1, 2, 3)), o.body
            FROM stix_object o WHERE o.event_id IN (
                WITH asked AS (SELECT CAST(jsonb_array_elements_text(%s) AS uuid) AS id)
                SELECT id FROM asked UNION SELECT p.source FROM asked JOIN product_source p ON p.product = asked.id
            ) AND o.list = :list AND NOT o.shared AND o.latest
            """.formatted(Sql.JSON);
    private static final String SHARED = """
            SELECT o.collection, o.object_id, o.body IS NULL FROM stix_object o
            JOIN jsonb_to_recordset(%s) AS x (c smallint, o text) ON o.collection = x.c AND o.object_id = x.o
            WHERE o.list = :list AND o.shared
            """.formatted(Sql.JSON);

    private static final String SUPERSEDE = """
            UPDATE stix_object o SET latest = false FROM jsonb_to_recordset(%s) AS x (c smallint, o text)
            WHERE o.list = :list AND o.collection = x.c AND o.object_id = x.o AND o.latest
            """.formatted(Sql.JSON);
    private static final String MOVE = """
            UPDATE stix_object o SET added = x.a, seq = x.q, class_id = x.k, shown_under = x.u
            FROM jsonb_to_recordset(%s) AS x (c smallint, o text, v bigint, a bigint, q bigint, k bigint, u text)
            WHERE o.list = :list AND o.collection = x.c AND o.object_id = x.o AND o.version = x.v
            """.formatted(Sql.JSON);
    private static final String LIST = """
            INSERT INTO stix_object (list, collection, added, object_id, type, created, version, earliest, latest, revoked, shared,
                seq, event_id, class_id, shown_under, body)
            SELECT CAST(:list AS integer), c, a, o, t, w, v, f, l, r, s, q, e, k, u, b FROM jsonb_to_recordset(%s) AS x
                (c smallint, a bigint, o text, t text, w bigint, v bigint, f boolean, l boolean, r boolean, s boolean,
                 q bigint, e uuid, k bigint, u text, b text)
            """.formatted(Sql.JSON);
    private static final String RESTORE = """
            UPDATE stix_object o SET body = x.b, class_id = NULL FROM jsonb_to_recordset(%s) AS x (c smallint, o text, b text)
            WHERE o.list = :list AND o.collection = x.c AND o.object_id = x.o AND o.shared
            """.formatted(Sql.JSON);

    private static final String LET_GO = """
            DELETE FROM stix_holder h WHERE h.list = :list
            AND h.event_id IN (SELECT CAST(jsonb_array_elements_text(%s) AS uuid)) RETURNING h.collection, h.object_id
            """.formatted(Sql.JSON);
    private static final String HOLDERS = """
            INSERT INTO stix_holder (list, event_id, object_id, collection, seq, class_id, shown_under)
            SELECT CAST(:list AS integer), e, o, c, q, k, u FROM jsonb_to_recordset(%s) AS x
                (e uuid, o text, c smallint, q bigint, k bigint, u text)
            """.formatted(Sql.JSON);
    // By whom a shared object is judged now, and by whom it could be: by the same event if that still brings it, else
    // by the one that brought it last.
    private static final String JUDGED_BY = """
            SELECT o.collection, o.object_id, o.seq, CAST(o.event_id AS text), o.class_id, o.shown_under,
                coalesce(same.seq, other.seq), CAST(coalesce(same.event_id, other.event_id) AS text),
                coalesce(same.class_id, other.class_id), coalesce(same.shown_under, other.shown_under),
                coalesce(same.seq, other.seq) <> o.seq AND EXISTS (
                    SELECT 1 FROM stix_list l JOIN feed_row r ON r.feed = l.feed AND r.seq = o.seq
                    JOIN epoch e ON e.in_force_since > r.added WHERE l.id = o.list)
            FROM jsonb_to_recordset(%s) AS x (c smallint, o text)
            JOIN stix_object o ON o.list = :list AND o.collection = x.c AND o.object_id = x.o AND o.shared AND o.seq > 0
            LEFT JOIN stix_holder same ON same.list = :list AND same.event_id = o.event_id AND same.object_id = o.object_id
            LEFT JOIN LATERAL (
                SELECT * FROM stix_holder h WHERE same.seq IS NULL AND h.list = :list AND h.collection = o.collection
                AND h.object_id = o.object_id ORDER BY h.seq DESC LIMIT 1
            ) other ON true
            ORDER BY o.added
            """.formatted(Sql.JSON);
    private static final String JUDGE_BY = """
            UPDATE stix_object o SET seq = x.q, event_id = x.e, class_id = x.k, shown_under = x.u, latest = x.k IS NOT NULL,
                added = coalesce(x.a, o.added), version = coalesce(x.a, o.version)
            FROM jsonb_to_recordset(%s) AS x (c smallint, o text, q bigint, e uuid, k bigint, u text, a bigint)
            WHERE o.list = :list AND o.collection = x.c AND o.object_id = x.o AND o.shared
            """.formatted(Sql.JSON);
    // A client that cuts the date_added of the last object to milliseconds would ask for it again and again. Where the
    // version is
    // the date_added, it stays so.
    private static final String END_WHOLE = """
            UPDATE stix_object o SET added = x.whole, version = CASE WHEN o.version = o.added THEN x.whole ELSE o.version END
            FROM jsonb_to_recordset(%s) AS x (c smallint, a bigint, whole bigint)
            WHERE o.list = :list AND o.collection = x.c AND o.added = x.a
            """.formatted(Sql.JSON);
    private static final String KEEP_UNSAID = """
            INSERT INTO stix_unsaid (list, seq, event_id, revision)
            SELECT CAST(:list AS integer), q, e, r FROM jsonb_to_recordset(%s) AS x (q bigint, e uuid, r integer)
            ON CONFLICT DO NOTHING
            """.formatted(Sql.JSON);
    // One whose event has had another row since is said by that row.
    private static final String TAKE_UNSAID = """
            DELETE FROM stix_unsaid u USING stix_list l WHERE u.list = :list AND u.seq = :seq AND l.id = u.list
            RETURNING NOT EXISTS (SELECT 1 FROM feed_row r WHERE r.feed = l.feed AND r.event_id = u.event_id AND r.seq > u.seq)
            """;
    private static final String HOLD_ANYWHERE = "SELECT added, seq FROM stix_list WHERE id = :list FOR UPDATE";
    private static final String GOT_TO =
            "UPDATE stix_list SET seq = :seq, added = :added, ready = ready OR :ready WHERE id = :list";

    /** A shared object that is listed, and whether its body was erased. */
    private record Known(TaxiiCollection collection, String id) {}

    /** Locks the heads of the events of these rows against an erasure. */
    Uni<Void> holdHeads(Mutiny.Session session, StixList list, long after, long upto) {
        return between(session, HEADS, list, after, upto).replaceWithVoid();
    }

    /** Locks the list, if it still ends at this row and nobody else has it, and answers the last date_added it gave. */
    Uni<Optional<Long>> hold(Mutiny.Session session, StixList list, long after) {
        return session.createNativeQuery(HOLD, Object[].class)
                .setParameter("list", list.id())
                .setParameter("after", after)
                .getResultList()
                .map(rows -> rows.stream().findFirst().map(row -> number(row[0])));
    }

    /** Where a list has come to, and the last date_added it gave. */
    record Place(long seq, long added) {}

    /** Locks the list wherever it ends. */
    Uni<Place> hold(Mutiny.Session session, StixList list) {
        return session.createNativeQuery(HOLD_ANYWHERE, Object[].class)
                .setParameter("list", list.id())
                .getSingleResult()
                .map(row -> new Place(number(row[1]), number(row[0])));
    }

    /** Takes a row from those that could not be said; answers whether it is still there and to be said. */
    Uni<Boolean> takeUnsaid(Mutiny.Session session, StixList list, long seq) {
        return session.createNativeQuery(TAKE_UNSAID, Boolean.class)
                .setParameter("list", list.id())
                .setParameter("seq", seq)
                .getResultList()
                .map(taken -> taken.contains(true));
    }

    Uni<List<ListPlan.Row>> rows(Mutiny.Session session, StixList list, long after, long upto) {
        return between(session, ROWS, list, after, upto)
                .map(rows -> rows.stream().map(ListStore::row).toList());
    }

    private static Uni<List<Object[]>> between(
            Mutiny.Session session, String statement, StixList list, long after, long upto) {
        return session.createNativeQuery(statement, Object[].class)
                .setParameter("feed", (int) list.feed())
                .setParameter("after", after)
                .setParameter("upto", upto)
                .getResultList();
    }

    private static ListPlan.Row row(Object[] row) {
        RevisionId revision = new RevisionId(eventId(row[2]), (int) number(row[3]));
        boolean usable = (Boolean) row[8];
        Shown shown = new Shown(
                revision,
                RowKind.of((int) number(row[1])),
                Moment.instant(number(row[5])),
                Moment.instant(number(row[4])),
                usable ? tree(row[10]) : null,
                tree(row[11]));
        return new ListPlan.Row(
                number(row[0]),
                TaxiiCollection.of(EventType.valueOf((String) row[7])),
                shown,
                usable && row[10] != null,
                number(row[6]),
                row[9] == null ? "" : (String) row[9]);
    }

    private static @Nullable JsonNode tree(@Nullable Object text) {
        try {
            return text == null ? null : JSON.readTree((String) text);
        } catch (JsonProcessingException ownBytes) {
            throw new IllegalStateException("What was stored is not JSON", ownBytes);
        }
    }

    /** The latest versions of the objects that belong to these events, and to those that analysis made them from. */
    Uni<Map<EventId, Map<String, ListPlan.Own>>> own(Mutiny.Session session, StixList list, Set<EventId> events) {
        return rows(session, OWN, list, ids(events)).map(rows -> {
            Map<EventId, Map<String, ListPlan.Own>> own = new HashMap<>();
            rows.forEach(row -> own.computeIfAbsent(eventId(row[0]), none -> new LinkedHashMap<>())
                    .put((String) row[2], own(row)));
            return own;
        });
    }

    private static ListPlan.Own own(Object[] row) {
        return new ListPlan.Own(
                TaxiiCollection.of((int) number(row[1])),
                (String) row[2],
                (String) row[3],
                Moment.instant(number(row[4])),
                Moment.instant(number(row[5])),
                (Boolean) row[6],
                (Boolean) row[7],
                (String) row[8]);
    }

    /** Writes the plan, and the place the list has come to. */
    Uni<Void> write(
            Mutiny.Session session,
            StixList list,
            ListPlan plan,
            long lastAdded,
            long seq,
            Instant now,
            boolean ready) {
        Places places = new Places(Math.max(lastAdded + 1, Moment.micros(now)));
        return shared(session, list, plan)
                .chain(known -> supersede(session, list, plan)
                        .chain(() -> move(session, list, plan, places))
                        .chain(() -> restore(session, list, plan, known))
                        .chain(() -> list(session, list, plan, known, places)))
                .chain(() -> hold(session, list, plan))
                .chain(touched -> judge(session, list, plan, touched, places))
                .chain(() -> keepUnsaid(session, list, plan))
                .chain(() -> update(session, END_WHOLE, list, places.ends()))
                .chain(() -> session.createNativeQuery(GOT_TO)
                        .setParameter("list", list.id())
                        .setParameter("seq", seq)
                        .setParameter("added", places.end())
                        .setParameter("ready", ready)
                        .executeUpdate())
                .replaceWithVoid();
    }

    private static Uni<Integer> keepUnsaid(Mutiny.Session session, StixList list, ListPlan plan) {
        JsonArray rows = new JsonArray();
        plan.unsaid()
                .forEach(one -> rows.add(new JsonObject()
                        .put("q", one.row().seq())
                        .put("e", one.row().event().toString())
                        .put("r", one.row().shown().revision().revision())));
        return update(session, KEEP_UNSAID, list, rows);
    }

    /** Gives each version its date_added, one microsecond after the other; the last of each collection moves on to a whole millisecond. */
    private static final class Places {
        private static final long MILLISECOND = 1000;

        private final Map<TaxiiCollection, Long> last = new EnumMap<>(TaxiiCollection.class);
        private long next;

        Places(long first) {
            this.next = first;
        }

        long take(TaxiiCollection collection) {
            last.put(collection, next);
            return next++;
        }

        /** The last of each collection, and where it moves on to. */
        JsonArray ends() {
            JsonArray ends = new JsonArray();
            last.forEach((collection, place) -> ends.add(
                    new JsonObject().put("c", collection.code()).put("a", place).put("whole", whole(place))));
            return ends;
        }

        /** Behind all that were given. */
        long end() {
            return whole(next - 1);
        }

        private static long whole(long place) {
            return (place + MILLISECOND - 1) / MILLISECOND * MILLISECOND;
        }
    }

    /** The shared objects of the plan that are listed already; the value is whether the body is gone. */
    private static Uni<Map<Known, Boolean>> shared(Mutiny.Session session, StixList list, ListPlan plan) {
        JsonArray wanted = new JsonArray();
        plan.entries().stream()
                .filter(entry -> entry.object().shared())
                .forEach(entry ->
                        wanted.add(named(entry.collection(), entry.object().id())));
        return rows(session, SHARED, list, wanted).map(rows -> {
            Map<Known, Boolean> known = new HashMap<>();
            rows.forEach(row -> known.put(known(row), (Boolean) row[2]));
            return known;
        });
    }

    private static Uni<Integer> supersede(Mutiny.Session session, StixList list, ListPlan plan) {
        JsonArray ids = new JsonArray();
        plan.superseded().forEach((id, collection) -> ids.add(named(collection, id)));
        return update(session, SUPERSEDE, list, ids);
    }

    private static Uni<Integer> move(Mutiny.Session session, StixList list, ListPlan plan, Places places) {
        JsonArray moved = new JsonArray();
        plan.moved()
                .forEach(one -> moved.add(judgedBy(one.row(), named(one.collection(), one.id()))
                        .put("v", Moment.micros(one.version()))
                        .put("a", places.take(one.collection()))));
        return update(session, MOVE, list, moved);
    }

    private static JsonObject judgedBy(ListPlan.Row row, JsonObject json) {
        return json.put("q", row.seq())
                .put("e", row.event().toString())
                .put("k", row.classId())
                .put("u", row.shownUnder());
    }

    private static Uni<Integer> restore(
            Mutiny.Session session, StixList list, ListPlan plan, Map<Known, Boolean> known) {
        JsonArray gone = new JsonArray();
        for (ListPlan.Entry entry : plan.entries()) {
            String id = entry.object().id();
            if (entry.object().shared() && known.getOrDefault(new Known(entry.collection(), id), false)) {
                gone.add(named(entry.collection(), id).put("b", entry.object().body()));
            }
        }
        return update(session, RESTORE, list, gone);
    }

    private static Uni<Integer> list(
            Mutiny.Session session, StixList list, ListPlan plan, Map<Known, Boolean> known, Places places) {
        JsonArray entries = new JsonArray();
        for (ListPlan.Entry entry : plan.entries()) {
            boolean listed = entry.object().shared()
                    && known.containsKey(
                            new Known(entry.collection(), entry.object().id()));
            if (!listed) {
                entries.add(json(entry, places.take(entry.collection())));
            }
        }
        return update(session, LIST, list, entries);
    }

    private static JsonObject json(ListPlan.Entry entry, long added) {
        JsonObject json = named(entry.collection(), entry.object().id())
                .put("a", added)
                .put("t", entry.object().type())
                .put("w", Moment.micros(entry.created()))
                .put("v", entry.version().map(Moment::micros).orElse(added))
                .put("f", entry.earliest())
                .put("l", entry.latest())
                .put("r", entry.revoked())
                .put("s", entry.object().shared())
                .put("b", entry.object().body());
        return entry.object().standing() ? json.put("q", 0) : judgedBy(entry.row(), json);
    }

    /** Keeps who brings what now, and answers the objects of which that may have changed. */
    private static Uni<Set<Known>> hold(Mutiny.Session session, StixList list, ListPlan plan) {
        JsonArray holders = new JsonArray();
        Set<Known> touched = new HashSet<>();
        plan.holdings()
                .values()
                .forEach(holding -> holding.objects().forEach(id -> {
                    TaxiiCollection collection = holding.row().collection();
                    touched.add(new Known(collection, id));
                    holders.add(judgedBy(holding.row(), named(collection, id)));
                }));
        return rows(session, LET_GO, list, ids(plan.holdings().keySet()))
                .invoke(rows -> rows.forEach(row -> touched.add(known(row))))
                .chain(() -> update(session, HOLDERS, list, holders))
                .replaceWith(touched);
    }

    private static Uni<Integer> judge(
            Mutiny.Session session, StixList list, ListPlan plan, Set<Known> touched, Places places) {
        JsonArray ids = new JsonArray();
        touched.forEach(one -> ids.add(named(one.collection(), one.id())));
        return rows(session, JUDGED_BY, list, ids)
                .chain(rows -> update(session, JUDGE_BY, list, judges(rows, plan, places)));
    }

    /**
     * An object comes at a new place when it may have been hidden meanwhile, also by rules that are in force no more: whoever read on past the
     * old one would never get it. One that nobody brings any more is not current, and is left with the versions that refer to it.
     */
    private static JsonArray judges(List<Object[]> rows, ListPlan plan, Places places) {
        JsonArray changed = new JsonArray();
        for (Object[] row : rows) {
            TaxiiCollection collection = TaxiiCollection.of((int) number(row[0]));
            JsonObject json = named(collection, (String) row[1]);
            if (row[6] == null) {
                changed.add(json.put("q", row[2]).put("e", row[3]));
            } else {
                boolean same = row[7].equals(row[3])
                        && row[8].equals(row[4])
                        && row[9].equals(row[5])
                        && !plan.ended().contains(eventId(row[7]))
                        && !(Boolean) row[10];
                if (!same) {
                    json.put("a", places.take(collection));
                }
                changed.add(
                        json.put("q", row[6]).put("e", row[7]).put("k", row[8]).put("u", row[9]));
            }
        }
        return changed;
    }

    private static JsonObject named(TaxiiCollection collection, String id) {
        return new JsonObject().put("c", collection.code()).put("o", id);
    }

    private static Known known(Object[] row) {
        return new Known(TaxiiCollection.of((int) number(row[0])), (String) row[1]);
    }

    private static Uni<List<Object[]>> rows(Mutiny.Session session, String statement, StixList list, JsonArray json) {
        return json.isEmpty()
                ? Uni.createFrom().item(List.of())
                : session.createNativeQuery(statement, Object[].class)
                        .setParameter("json", json.encode())
                        .setParameter("list", list.id())
                        .getResultList();
    }

    private static Uni<Integer> update(Mutiny.Session session, String statement, StixList list, JsonArray json) {
        return json.isEmpty()
                ? Uni.createFrom().item(0)
                : session.createNativeQuery(statement)
                        .setParameter("json", json.encode())
                        .setParameter("list", list.id())
                        .executeUpdate();
    }

    private static JsonArray ids(Collection<EventId> events) {
        return new JsonArray(
                new ArrayList<>(events.stream().map(EventId::toString).toList()));
    }

    private static EventId eventId(Object column) {
        return EventId.parse((String) column).orElseThrow();
    }

    private static long number(Object column) {
        return ((Number) column).longValue();
    }
}
