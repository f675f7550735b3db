package ge.khidi.sharing.retention;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import ge.khidi.contract.event.Event;
import ge.khidi.sharing.feed.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/** What was erased and how far it is gone, and what else goes with the content of an event. */
@Singleton
public class Erasures {

    private static final String OF = " FROM jsonb_to_recordset(" + Sql.JSON + ") AS x (e uuid, r integer, o text)";
    private static final String RECORD = "INSERT INTO erasure (event_id, revision, originator) SELECT e, r, o" + OF
            + " ON CONFLICT (event_id) DO UPDATE SET revision = excluded.revision, state = 'ERASED_IN_TABLES',"
            + " erased_at = excluded.erased_at, compacted_at = NULL, done_at = NULL";
    private static final String FORGET_SUBJECTS =
            "DELETE FROM subject_index i USING (SELECT x.e" + OF + ") g WHERE i.event_id = g.e";
    private static final String FORGET_LEAKS =
            "DELETE FROM leak l USING (SELECT x.e" + OF + ") g WHERE l.event_id = g.e";
    private static final String FORGET_WORDS = "UPDATE release_decision d SET reason = '', case_reference = ''"
            + " FROM release r JOIN (SELECT x.e" + OF + ") g ON g.e = r.event_id WHERE d.release_id = r.id";
    private static final String FORGET_ONWARD =
            "UPDATE onward_request n SET reason = '', decided_reason = '', case_reference = '',"
                    + " state = CASE n.state WHEN 'PENDING' THEN 'LAPSED' ELSE n.state END FROM (SELECT x.e" + OF
                    + ") g WHERE n.event_id = g.e";
    private static final String FORGET_DECLARATIONS =
            "UPDATE declaration d SET reason = '', case_reference = '' FROM (SELECT x.e" + OF
                    + ") g WHERE d.event_id = g.e";
    private static final String FORGET_JUSTIFICATIONS =
            "UPDATE outcome a SET justification = NULL FROM (SELECT x.e" + OF + ") g WHERE a.event_id = g.e";

    // The tag that intake gave a revision holds a digest of its content. A later version by TAXII then meets no
    // revision.
    private static final String FORGET_TAGS = "UPDATE written_object w SET tag = '\"erased\"' FROM (SELECT x.e" + OF
            + ") g WHERE w.event_id = g.e AND w.tag IS NOT NULL";

    // What the lists of STIX objects have of these events: their own objects, and shared ones that they bring or
    // brought.
    private static final String LISTED =
            "SELECT i.list, i.collection, i.object_id FROM stix_object i JOIN (SELECT x.e" + OF
                    + ") g ON g.e = i.event_id UNION SELECT h.list, h.collection, h.object_id FROM stix_holder h JOIN (SELECT x.e"
                    + OF + ") g ON g.e = h.event_id";
    // As lists are written: the heads of the events are locked already, now the lists, in the order of their ids.
    private static final String HOLD_LISTS =
            "SELECT id, seq FROM stix_list WHERE id IN (SELECT l.list FROM (" + LISTED + ") l) ORDER BY id FOR UPDATE";
    private static final String FORGET_OBJECTS = "UPDATE stix_object i SET body = NULL FROM (" + LISTED
            + ") l WHERE i.list = l.list AND i.collection = l.collection AND i.object_id = l.object_id AND NOT i.revoked"
            + " AND (NOT i.shared OR NOT EXISTS (SELECT 1 FROM stix_holder h JOIN event_head x ON x.event_id = h.event_id"
            + " WHERE h.list = i.list AND h.collection = i.collection AND h.object_id = i.object_id AND x.status <> 'ERASED'))";

    private static final String WAITING = """
            SELECT CAST(event_id AS text), revision FROM erasure
            WHERE state = 'ERASED_IN_TABLES' AND erased_at < CAST(CAST(:before AS text) AS timestamptz)
            ORDER BY erased_at LIMIT :most
            """;
    private static final String GONE = """
            UPDATE erasure SET state = 'COMPACTED', compacted_at = clock_timestamp(), looked_at = clock_timestamp()
            WHERE state = 'ERASED_IN_TABLES' AND event_id IN (SELECT CAST(jsonb_array_elements_text(%s) AS uuid))
            """.formatted(Sql.JSON);
    private static final String LOOKED = """
            UPDATE erasure SET looked_at = clock_timestamp()
            WHERE event_id IN (SELECT CAST(jsonb_array_elements_text(%s) AS uuid))
            """.formatted(Sql.JSON);
    private static final String DONE = """
            UPDATE erasure SET state = 'DONE', done_at = clock_timestamp()
            WHERE state = 'COMPACTED' AND compacted_at < CAST(CAST(:oldest AS text) AS timestamptz)
            RETURNING CAST(event_id AS text)
            """;
    private static final String PAGE = """
            SELECT CAST(event_id AS text), revision, originator, state, CAST(erased_at AS text), CAST(looked_at AS text),
                CAST(compacted_at AS text), CAST(done_at AS text)
            FROM erasure WHERE state = :state AND (:originator = '' OR originator = :originator)
            AND event_id > CAST(CAST(:after AS text) AS uuid) ORDER BY event_id LIMIT :most
            """;

    /** An erasure as it is reported. */
    record Reported(
            RevisionId revision,
            AgencyId originator,
            ErasureState state,
            String erasedAt,
            Optional<String> lookedAt,
            Optional<String> compactedAt,
            Optional<String> doneAt) {}

    /** In the transaction that erases the content of these: takes what else spoke of them, and keeps that they were erased. */
    public Uni<Void> record(Mutiny.Session session, Collection<Event> erased) {
        if (erased.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        JsonArray rows = new JsonArray();
        erased.forEach(event -> rows.add(new JsonObject()
                .put("e", event.id().toString())
                .put("r", event.revision())
                .put("o", event.origin().agency().value())));
        return Sql.update(session, FORGET_SUBJECTS, rows)
                .chain(() -> Sql.update(session, FORGET_LEAKS, rows))
                .chain(() -> Sql.rows(session, HOLD_LISTS, rows))
                .chain(() -> Sql.update(session, FORGET_OBJECTS, rows))
                .chain(() -> Sql.update(session, FORGET_WORDS, rows))
                .chain(() -> Sql.update(session, FORGET_ONWARD, rows))
                .chain(() -> Sql.update(session, FORGET_DECLARATIONS, rows))
                .chain(() -> Sql.update(session, FORGET_JUSTIFICATIONS, rows))
                .chain(() -> Sql.update(session, FORGET_TAGS, rows))
                .chain(() -> Sql.update(session, RECORD, rows))
                .replaceWithVoid();
    }

    /** Those erased before then that nobody has found gone yet, the oldest first. */
    Uni<List<RevisionId>> waiting(Mutiny.Session session, Instant before, int most) {
        return session.createNativeQuery(WAITING, Object[].class)
                .setParameter("before", before.toString())
                .setParameter("most", most)
                .getResultList()
                .map(rows -> rows.stream().map(Erasures::revision).toList());
    }

    /** With the tags that came while the event was erased, from whoever did not know of it yet. */
    Uni<Integer> gone(Mutiny.Session session, Collection<EventId> events) {
        JsonArray rows = new JsonArray();
        events.forEach(event -> rows.add(new JsonObject().put("e", event.toString())));
        return Sql.update(session, FORGET_TAGS, rows).chain(() -> Sql.update(session, GONE, ids(events)));
    }

    Uni<Integer> looked(Mutiny.Session session, Collection<EventId> events) {
        return Sql.update(session, LOOKED, ids(events));
    }

    /** Those that no dead letter can speak of any more, when the oldest dead letter is from then. */
    Uni<List<EventId>> done(Mutiny.Session session, Instant oldest) {
        return session.createNativeQuery(DONE, String.class)
                .setParameter("oldest", oldest.toString())
                .getResultList()
                .map(ids ->
                        ids.stream().map(id -> EventId.parse(id).orElseThrow()).toList());
    }

    Uni<List<Reported>> page(
            Mutiny.Session session, ErasureState state, Optional<AgencyId> originator, String after, int most) {
        return session.createNativeQuery(PAGE, Object[].class)
                .setParameter("state", state.name())
                .setParameter("originator", originator.map(AgencyId::value).orElse(""))
                .setParameter("after", after)
                .setParameter("most", most)
                .getResultList()
                .map(rows -> rows.stream().map(Erasures::reported).toList());
    }

    private static JsonArray ids(Collection<EventId> events) {
        JsonArray ids = new JsonArray();
        events.forEach(event -> ids.add(event.toString()));
        return ids;
    }

    private static RevisionId revision(Object[] row) {
        return new RevisionId(EventId.parse((String) row[0]).orElseThrow(), ((Number) row[1]).intValue());
    }

    private static Reported reported(Object[] row) {
        return new Reported(
                revision(row),
                new AgencyId(String.valueOf(row[2])),
                ErasureState.valueOf(String.valueOf(row[3])),
                String.valueOf(row[4]),
                Optional.ofNullable((String) row[5]),
                Optional.ofNullable((String) row[6]),
                Optional.ofNullable((String) row[7]));
    }
}
