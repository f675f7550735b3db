package ge.khidi.sharing.feed;

import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import ge.khidi.relay.trace.TraceContext;
import ge.khidi.sharing.decision.DecisionTable;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.hibernate.reactive.mutiny.Mutiny;

/** The inbox and the newest revisions, in the append's transaction. */
@Singleton
class ArrivalStore {

    private static final String HOLD_EPOCH =
            "SELECT CAST(pg_advisory_xact_lock_shared(" + DecisionTable.EPOCH_LOCK + ") AS text)";
    private static final String RULES = "SELECT epoch, (SELECT count(*) FROM country_sought) FROM current_epoch";

    private static final String RAISE_HEADS = "INSERT INTO event_head AS h (event_id, revision, status, originator)"
            + " SELECT e, r, s, o FROM jsonb_to_recordset(" + Sql.JSON
            + ") AS x (e uuid, r integer, s text, o text) ORDER BY e"
            + " ON CONFLICT (event_id) DO UPDATE SET revision = excluded.revision, status = excluded.status"
            + " WHERE h.revision < excluded.revision"
            + " RETURNING CAST(event_id AS text), coalesce(old.revision, 0)";

    // An older revision that comes after the erasure keeps its place in the inbox and loses its content.
    private static final String KEEP = "INSERT INTO event_revision (event_id, revision, class_id, body, traceparent)"
            + " SELECT x.e, x.r, x.c, CASE WHEN h.status = 'ERASED' AND x.r < h.revision THEN NULL ELSE x.b END, x.t"
            + " FROM jsonb_to_recordset(" + Sql.JSON + ") AS x (e uuid, r integer, c bigint, b text, t text)"
            + " JOIN event_head h ON h.event_id = x.e ORDER BY x.e, x.r ON CONFLICT DO NOTHING"
            + " RETURNING CAST(event_id AS text), revision";

    private static final String ERASE_REVISIONS =
            "UPDATE event_revision v SET body = NULL, salt = NULL" + " FROM jsonb_to_recordset(" + Sql.JSON
                    + ") AS x (e uuid, r integer) WHERE v.event_id = x.e AND v.revision < x.r";
    private static final String ERASE_RENDITIONS = "DELETE FROM rendition n USING jsonb_to_recordset(" + Sql.JSON
            + ") AS x (e uuid, r integer) WHERE n.event_id = x.e";

    /** What an append depends on: the epoch, and how many countries are sought in events. */
    record Rules(long epoch, long sought) {}

    /** The rules, which stay in force until the transaction ends. */
    Uni<Rules> hold(Mutiny.Session session) {
        return session.createNativeQuery(HOLD_EPOCH, String.class)
                .getSingleResult()
                .chain(held -> session.createNativeQuery(RULES, Object[].class).getSingleResult())
                .map(row -> new Rules(((Number) row[0]).longValue(), ((Number) row[1]).longValue()));
    }

    /** The current epoch, which stays current until the transaction ends. */
    Uni<Long> holdEpoch(Mutiny.Session session) {
        return hold(session).map(Rules::epoch);
    }

    /**
     * Locks the heads of the events, in the order of their ids, and raises those for which a newer revision came. Answers these, with
     * the revision that was the newest before, 0 if there was none.
     */
    Uni<Map<EventId, Integer>> raiseHeads(Mutiny.Session session, Collection<Prepared> arrived) {
        Map<EventId, Prepared> newest = new TreeMap<>();
        arrived.forEach(one -> newest.merge(
                one.id(), one, (a, b) -> a.event().revision() >= b.event().revision() ? a : b));
        JsonArray heads = new JsonArray();
        newest.values()
                .forEach(one -> heads.add(new JsonObject()
                        .put("e", one.id().toString())
                        .put("r", one.event().revision())
                        .put("s", one.event().state().status().name())
                        .put("o", one.event().origin().agency().value())));
        return Sql.rows(session, RAISE_HEADS, heads).map(rows -> {
            Map<EventId, Integer> before = new HashMap<>();
            rows.forEach(row -> before.put(eventId(row[0]), ((Number) row[1]).intValue()));
            return before;
        });
    }

    /** Keeps every revision once, and answers those that had not arrived before. */
    Uni<Set<RevisionId>> keep(Mutiny.Session session, Collection<Prepared> arrived) {
        JsonArray revisions = new JsonArray();
        arrived.forEach(one -> revisions.add(new JsonObject()
                .put("e", one.id().toString())
                .put("r", one.event().revision())
                .put("c", one.classId())
                .put("b", one.arrival().body())
                .put("t", one.arrival().trace().map(TraceContext::traceparent).orElse(null))));
        return Sql.rows(session, KEEP, revisions).map(rows -> {
            Set<RevisionId> fresh = new HashSet<>();
            rows.forEach(row -> fresh.add(new RevisionId(eventId(row[0]), ((Number) row[1]).intValue())));
            return fresh;
        });
    }

    /** Removes the content of everything before these revisions. */
    Uni<Void> erase(Mutiny.Session session, List<RevisionId> erasures) {
        if (erasures.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        JsonArray json = new JsonArray();
        erasures.forEach(revision -> json.add(
                new JsonObject().put("e", revision.eventId().toString()).put("r", revision.revision())));
        return Sql.update(session, ERASE_REVISIONS, json)
                .chain(() -> Sql.update(session, ERASE_RENDITIONS, json))
                .replaceWithVoid();
    }

    private static EventId eventId(Object column) {
        return EventId.parse((String) column).orElseThrow();
    }
}
