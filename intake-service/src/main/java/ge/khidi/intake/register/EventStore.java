package ge.khidi.intake.register;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import ge.khidi.contract.codec.EventCodec;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.EventType;
import ge.khidi.contract.event.Status;
import ge.khidi.intake.submission.OnRecord;
import ge.khidi.intake.submission.Outcome.Accepted;
import ge.khidi.intake.submission.Receipt;
import ge.khidi.intake.submission.Target;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * The tables of the record. Every statement works on many events at once, and always in the same order (rows by id, new names by name), so that
 * two transactions never wait for each other in a circle.
 */
@Singleton
class EventStore {

    // The inner casts keep the driver from sending the text as one JSON string.
    private static final String LOCK = """
        SELECT CAST(e.id AS text), e.reference, e.idempotency_key
        FROM event e
        WHERE e.originator = :originator
          AND (e.id = ANY (ARRAY (SELECT CAST(jsonb_array_elements_text(CAST(CAST(:ids AS text) AS jsonb)) AS uuid)))
            OR e.reference = ANY (ARRAY (SELECT jsonb_array_elements_text(CAST(CAST(:references AS text) AS jsonb))))
            OR e.idempotency_key = ANY (ARRAY (SELECT jsonb_array_elements_text(CAST(CAST(:keys AS text) AS jsonb)))))
        ORDER BY e.id
        FOR UPDATE
        """;

    // A statement of its own: it sees what was committed while the locks were waited for.
    private static final String READ = """
        SELECT a.place, CAST(e.id AS text), e.type, e.status, e.revision, r.sha256, r.receipt,
               same.revision, same.receipt, CASE WHEN a.whole THEN r.content END
        FROM jsonb_to_recordset(CAST(CAST(:asked AS text) AS jsonb)) AS a (place int, id uuid, sha256 text, whole boolean)
        JOIN event e ON e.id = a.id
        JOIN event_revision r ON r.event_id = e.id AND r.revision = e.revision
        LEFT JOIN LATERAL (
            SELECT f.revision, f.receipt FROM event_revision f
            WHERE f.event_id = e.id AND f.sha256 = a.sha256
            ORDER BY f.revision
            LIMIT 1) same ON true
        """;

    private static final String CREATE = """
        WITH offered AS (
            SELECT * FROM jsonb_to_recordset(CAST(CAST(:rows AS text) AS jsonb)) AS o
                (id uuid, originator text, reference text, idempotency_key text, type text, topic text, kind text,
                 status text, sha256 text, accepted_at timestamptz, receipt text, content text, review_by date)),
        erased AS (
            SELECT o.id
            FROM offered o JOIN erased_content x
                ON x.digest = said_under_name(o.originator, o.reference, o.idempotency_key, o.sha256)),
        created AS (
            INSERT INTO event (id, originator, reference, idempotency_key, type, status, revision, position, review_by)
            SELECT id, originator, reference, idempotency_key, type, status, 1, next_position(originator), review_by
            FROM offered
            WHERE id NOT IN (SELECT id FROM erased)
            ORDER BY reference, idempotency_key, id
            ON CONFLICT DO NOTHING
            RETURNING id, position),
        kept AS (
            INSERT INTO event_revision
                (event_id, revision, kind, status, sha256, accepted_at, receipt, content, topic, position)
            SELECT id, 1, kind, status, sha256, accepted_at, receipt, content, topic, position
            FROM offered JOIN created USING (id))
        SELECT CAST(id AS text), false FROM created
        UNION ALL
        SELECT CAST(id AS text), true FROM erased
        """;

    private static final String REVISE = """
        WITH offered AS (
            SELECT * FROM jsonb_to_recordset(CAST(CAST(:rows AS text) AS jsonb)) AS o
                (id uuid, revision int, topic text, kind text,
                 status text, sha256 text, accepted_at timestamptz, receipt text, content text, review_by date)),
        revised AS (
            UPDATE event e
            SET revision = o.revision, status = o.status, position = next_position(e.originator), review_by = o.review_by
            FROM offered o
            WHERE e.id = o.id
            RETURNING e.id, e.position)
        INSERT INTO event_revision
            (event_id, revision, kind, status, sha256, accepted_at, receipt, content, topic, position)
        SELECT id, revision, kind, status, sha256, accepted_at, receipt, content, topic, position
        FROM offered JOIN revised USING (id)
        """;

    // An older revision keeps its place, kind and time; an empty text is one that was erased. What can come again is
    // what was named.
    private static final String FORGET = """
        WITH gone AS (
            SELECT CAST(jsonb_array_elements_text(CAST(CAST(:ids AS text) AS jsonb)) AS uuid) AS id),
        remembered AS (
            INSERT INTO erased_content (digest, until)
            SELECT DISTINCT said_under_name(e.originator, e.reference, e.idempotency_key, r.sha256), CAST(:until AS date)
            FROM gone JOIN event e USING (id) JOIN event_revision r ON r.event_id = e.id AND r.revision < e.revision
            WHERE coalesce(e.reference, e.idempotency_key) IS NOT NULL
            ON CONFLICT (digest) DO UPDATE SET until = EXCLUDED.until),
        nameless AS (
            UPDATE event e SET reference = NULL, idempotency_key = NULL FROM gone WHERE e.id = gone.id)
        UPDATE event_revision r SET sha256 = '', receipt = '', content = ''
        FROM gone JOIN event e USING (id)
        WHERE r.event_id = gone.id AND r.revision < e.revision
        """;

    /** An event under the names its originator has for it. */
    record Named(EventId id, Optional<String> reference, Optional<String> idempotencyKey) {}

    /** A question to the record: the content offered, and whether the newest revision itself is needed. */
    record Asked(int place, EventId id, Optional<String> sha256, boolean whole) {}

    /** First revisions that were kept, and those that are not, since they repeat what was erased. */
    record Kept(Set<EventId> created, Set<EventId> erased) {}

    /** Those of the originator's events that are named, locked until the transaction ends. */
    Uni<List<Named>> lock(Mutiny.Session session, AgencyId originator, List<Target> targets) {
        ArrayNode ids = array();
        ArrayNode references = array();
        ArrayNode keys = array();
        for (Target target : targets) {
            target.id().ifPresent(id -> ids.add(id.toString()));
            target.reference().ifPresent(references::add);
            target.idempotencyKey().ifPresent(keys::add);
        }
        if (ids.isEmpty() && references.isEmpty() && keys.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return session.createNativeQuery(LOCK, Object[].class)
                .setParameter("originator", originator.value())
                .setParameter("ids", ids.toString())
                .setParameter("references", references.toString())
                .setParameter("keys", keys.toString())
                .getResultList()
                .map(rows -> rows.stream().map(EventStore::named).toList());
    }

    /** What is on record of each that is asked for, by its place. */
    Uni<Map<Integer, OnRecord>> read(Mutiny.Session session, List<Asked> asked) {
        if (asked.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        ArrayNode rows = array();
        for (Asked one : asked) {
            ObjectNode row = rows.addObject()
                    .put("place", one.place())
                    .put("id", one.id().toString())
                    .put("whole", one.whole());
            one.sha256().ifPresent(sha256 -> row.put("sha256", sha256));
        }
        Map<Integer, Asked> byPlace = new HashMap<>();
        asked.forEach(one -> byPlace.put(one.place(), one));
        return session.createNativeQuery(READ, Object[].class)
                .setParameter("asked", rows.toString())
                .getResultList()
                .map(found -> {
                    Map<Integer, OnRecord> onRecord = new HashMap<>();
                    for (Object[] row : found) {
                        Integer place = (Integer) row[0];
                        Asked question = byPlace.get(place);
                        if (question != null) {
                            onRecord.put(place, onRecord(row, question));
                        }
                    }
                    return onRecord;
                });
    }

    /** Keeps first revisions, and answers which: a name somebody else took meanwhile is left out. */
    Uni<Kept> create(Mutiny.Session session, List<Accepted> accepted, Map<EventId, String> idempotencyKeys) {
        if (accepted.isEmpty()) {
            return Uni.createFrom().item(new Kept(Set.of(), Set.of()));
        }
        ArrayNode rows = array();
        for (Accepted one : accepted) {
            Event event = one.event();
            ObjectNode row = row(rows, one)
                    .put("originator", event.origin().agency().value())
                    .put("type", event.type().name());
            event.origin().reference().ifPresent(reference -> row.put("reference", reference));
            String key = idempotencyKeys.get(event.id());
            if (key != null) {
                row.put("idempotency_key", key);
            }
        }
        return session.createNativeQuery(CREATE, Object[].class)
                .setParameter("rows", rows.toString())
                .getResultList()
                .map(found -> {
                    Kept kept = new Kept(new HashSet<>(), new HashSet<>());
                    for (Object[] row : found) {
                        EventId id = new EventId(UUID.fromString((String) row[0]));
                        ((Boolean) row[1] ? kept.erased() : kept.created()).add(id);
                    }
                    return kept;
                });
    }

    /** Keeps later revisions of events that are locked. */
    Uni<Void> revise(Mutiny.Session session, List<Accepted> accepted) {
        if (accepted.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        ArrayNode rows = array();
        accepted.forEach(one -> row(rows, one).put("revision", one.event().revision()));
        return session.createNativeQuery(REVISE)
                .setParameter("rows", rows.toString())
                .executeUpdate()
                .replaceWithVoid();
    }

    /**
     * Takes the content, receipts and digests of all but the newest revision of events that are locked, and their names.
     *
     * @param until the day up to which a repeat of what they said is known as one
     */
    Uni<Void> forget(Mutiny.Session session, List<EventId> erased, LocalDate until) {
        ArrayNode ids = array();
        erased.forEach(id -> ids.add(id.toString()));
        return session.createNativeQuery(FORGET)
                .setParameter("ids", ids.toString())
                .setParameter("until", until)
                .executeUpdate()
                .replaceWithVoid();
    }

    private static ObjectNode row(ArrayNode rows, Accepted accepted) {
        Event event = accepted.event();
        return rows.addObject()
                .put("id", event.id().toString())
                .put("topic", event.type().topic())
                .put("kind", event.revisionKind().name())
                .put("status", event.state().status().name())
                .put("sha256", accepted.receipt().sha256())
                .put("accepted_at", event.acceptedAt().toString())
                .put("receipt", accepted.receipt().json())
                .put("content", accepted.content())
                .put("review_by", event.handling().reviewBy().toString());
    }

    private static Named named(Object[] row) {
        return new Named(
                new EventId(UUID.fromString((String) row[0])),
                Optional.ofNullable((String) row[1]),
                Optional.ofNullable((String) row[2]));
    }

    private static OnRecord onRecord(Object[] row, Asked asked) {
        EventId id = new EventId(UUID.fromString((String) row[1]));
        Optional<Receipt> same = Optional.ofNullable((Integer) row[7])
                .map(revision ->
                        new Receipt(new RevisionId(id, revision), asked.sha256().orElseThrow(), (String) row[8]));
        String content = (String) row[9];
        return new OnRecord(
                id,
                EventType.valueOf((String) row[2]),
                Status.valueOf((String) row[3]),
                new Receipt(new RevisionId(id, (Integer) row[4]), (String) row[5], (String) row[6]),
                same,
                () -> event(content));
    }

    private static Event event(String content) {
        return EventCodec.parse(content.getBytes(StandardCharsets.UTF_8))
                .toOptional()
                .orElseThrow(() -> new IllegalStateException("An event on record cannot be read"));
    }

    private static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }
}
