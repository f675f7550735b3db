package ge.khidi.sharing.subject;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.contract.codec.EventCodec;
import ge.khidi.contract.event.Event;
import ge.khidi.sharing.feed.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;

/** Requests, their candidates, and what was said to them. A row comes as the JSON of its columns. */
@Singleton
class SubjectStore {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String OPEN = """
            INSERT INTO subject_request (agency, kind, received, due, reference, verified, given)
            SELECT x.agency, x.kind, x.received, x.due, x.reference, x.verified, x.given FROM jsonb_to_record(%s)
                AS x (agency text, kind text, received date, due date, reference text, verified text, given text)
            RETURNING CAST(id AS text), encode(salt, 'hex')
            """.formatted(Sql.JSON);
    private static final String PROPOSE = """
            INSERT INTO subject_item (request, event_id, originator, matched)
            SELECT x.request, x.event, x.originator, x.matched FROM jsonb_to_recordset(%s)
                AS x (request uuid, event uuid, originator text, matched text)
            ON CONFLICT (request, event_id) DO NOTHING
            """.formatted(Sql.JSON);

    private static final String REQUEST = """
            SELECT CAST(to_jsonb(r) - 'salt' AS text) FROM subject_request r
            WHERE CAST(id AS text) = :id AND agency = :agency FOR UPDATE
            """;
    private static final String LIST = """
            SELECT CAST(to_jsonb(r) - CAST('{salt,given,verified,reasons}' AS text[]) AS text) FROM subject_request r
            WHERE agency = :agency AND state = :state AND (NOT :overdue OR due < CAST(CAST(:today AS text) AS date))
            ORDER BY due, id LIMIT 200
            """;
    private static final String ITEM_OF = """
            FROM subject_item i LEFT JOIN event_head h ON h.event_id = i.event_id
            WHERE i.request = CAST(CAST(:request AS text) AS uuid)
            """;
    private static final String ITEM =
            "SELECT CAST(to_jsonb(i) || jsonb_build_object('status', h.status, 'newest', h.revision) AS text) "
                    + ITEM_OF;
    private static final String ITEMS = ITEM + " ORDER BY i.event_id";
    private static final String ITEMS_AFTER =
            ITEM + " AND i.event_id > CAST(CAST(:after AS text) AS uuid) ORDER BY i.event_id LIMIT :most";
    private static final String ONE_ITEM = ITEM + " AND i.event_id = CAST(CAST(:event AS text) AS uuid)";
    private static final String UNDECIDED =
            "SELECT count(*) " + ITEM_OF + " AND i.verdict = 'PROPOSED' AND h.status IS DISTINCT FROM 'ERASED'";

    private static final String DECIDE = """
            UPDATE subject_item i SET verdict = x.verdict, revision = h.revision, asked_at = x.asked, answer_due = x.due
            FROM jsonb_to_record(%s) AS x (request uuid, event uuid, verdict text, asked timestamptz, due date),
                event_head h
            WHERE i.request = x.request AND i.event_id = x.event AND h.event_id = i.event_id
            AND i.answer IS NULL AND i.verdict <> x.verdict
            """.formatted(Sql.JSON);

    private static final String ASKED = """
            SELECT CAST(jsonb_build_object('id', i.id, 'eventId', i.event_id, 'kind', r.kind, 'askedBy', r.agency,
                'askedAt', i.asked_at, 'due', i.answer_due, 'answer', i.answer, 'ground', i.ground, 'groups', i.groups,
                'recipients', i.recipients, 'shown', i.recipients_shown, 'revision_shown', i.revision_shown,
                'legal_basis_of', i.legal_basis_of, 'answer_of', i.answer_of, 'request', r.id, 'state', r.state, 'given', r.given) AS text)
            FROM subject_item i JOIN subject_request r ON r.id = i.request
            WHERE i.originator = :agency AND i.verdict = 'CONFIRMED' AND r.state <> 'CLOSED'
            """;
    private static final String ASKED_ALL = ASKED + " ORDER BY i.answer_due, i.id LIMIT 200";
    // Locked in this order, as the handling agency's officers do: the request, then what was asked.
    private static final String ASKED_ONE = ASKED + " AND CAST(i.id AS text) = :id FOR UPDATE OF r, i";
    private static final String SAY = """
            UPDATE subject_item i SET answer = x.answer, ground = x.ground, groups = x.groups, recipients = x.recipients,
                legal_basis_of = x.basis, answer_of = x.revision, answered_at = x.at
            FROM jsonb_to_record(%s) AS x (id uuid, answer text, ground text, groups text, recipients text, basis integer,
                revision integer, at timestamptz)
            WHERE i.id = x.id
            """.formatted(Sql.JSON);
    // answer_of stays: that it was answered once, and on what.
    private static final String ASK_AGAIN = """
            UPDATE subject_item i SET answer = NULL, ground = NULL, groups = NULL, recipients = NULL, legal_basis_of = NULL,
                answered_at = NULL, asked_at = x.asked, answer_due = x.due
            FROM jsonb_to_record(%s) AS x (id uuid, asked timestamptz, due date) WHERE i.id = x.id
            """.formatted(Sql.JSON);
    private static final String SHOW = """
            UPDATE subject_item i SET recipients_shown = x.recipients, revision_shown = x.revision
            FROM jsonb_to_record(%s) AS x (id uuid, recipients text, revision integer)
            WHERE i.id = x.id AND (i.recipients_shown, i.revision_shown) IS DISTINCT FROM (x.recipients, x.revision)
            """.formatted(Sql.JSON);

    private static final String CONCLUDE = """
            UPDATE subject_request r SET state = 'ANSWERED', outcome = x.outcome, ground = x.ground, reasons = x.reasons,
                answered_on = x.answered
            FROM jsonb_to_record(%s) AS x (id uuid, outcome text, ground text, reasons text, answered date)
            WHERE r.id = x.id
            """.formatted(Sql.JSON);
    private static final String CLOSE = """
            WITH closed AS (
                UPDATE subject_request r SET state = 'CLOSED', complaint_told = x.told, closed_at = x.at
                FROM jsonb_to_record(%s) AS x (id uuid, told boolean, at timestamptz) WHERE r.id = x.id RETURNING r.*
            )
            INSERT INTO subject_statistic (agency, kind, outcome, ground, received, due, closed, answered, days, overdue)
            SELECT agency, kind, outcome, coalesce(ground, 'NONE'), received, due, CAST(closed_at AS date), answered_on,
                answered_on - received, answered_on > due FROM closed
            """.formatted(Sql.JSON);

    private static final String BODIES = """
            SELECT body FROM event_revision WHERE event_id = CAST(CAST(:event AS text) AS uuid) AND body IS NOT NULL
            ORDER BY revision DESC LIMIT 50
            """;

    // What came after the originator was asked, and what those who had it say they did.
    private static final String FOLLOWED = """
            SELECT CAST(jsonb_build_object('revision', v.revision, 'received', v.received_at, 'recalls', coalesce((
                SELECT jsonb_object_agg(k.outcome, k.n) FROM (
                    SELECT coalesce(o.outcome, 'OPEN') AS outcome, count(*) AS n FROM (
                        SELECT feed, seq, revision, kind FROM feed_row WHERE event_id = v.event_id AND cause = 0
                        UNION ALL
                        SELECT feed, seq, revision, kind FROM feed_row WHERE event_id = v.event_id AND cause <> 0) f
                    LEFT JOIN outcome o ON o.feed = f.feed AND o.seq = f.seq
                    WHERE f.revision = v.revision AND f.kind IN (3, 4, 5, 6, 8) GROUP BY 1) k), '{}')) AS text)
            FROM event_revision v WHERE v.event_id = CAST(CAST(:event AS text) AS uuid) AND v.revision > :after
            ORDER BY v.revision LIMIT 50
            """;
    private static final String DECISIONS = """
            SELECT CAST(jsonb_build_object('id', id, 'agency', agency, 'kind', kind, 'received', received, 'answered', answered_on,
                'outcome', outcome, 'ground', ground, 'reasons', reasons, 'toldOfComplaint', complaint_told) AS text)
            FROM subject_request WHERE state <> 'OPEN' AND answered_on >= CAST(CAST(:since AS text) AS date)
            ORDER BY answered_on, id LIMIT 200
            """;
    private static final String STATISTICS = """
            SELECT CAST(jsonb_build_object('agency', agency, 'kind', kind, 'outcome', outcome, 'ground', ground,
                'requests', count(*), 'averageDays', round(avg(days)), 'late', count(*) FILTER (WHERE overdue)) AS text)
            FROM subject_statistic GROUP BY agency, kind, outcome, ground ORDER BY agency, kind, outcome, ground
            """;
    private static final String LAPSE = """
            WITH old AS (SELECT id FROM subject_request WHERE state = 'CLOSED' AND closed_at < CAST(CAST(:before AS text) AS timestamptz)
                ORDER BY closed_at LIMIT 200 FOR UPDATE SKIP LOCKED),
            items AS (DELETE FROM subject_item i USING old WHERE i.request = old.id)
            DELETE FROM subject_request r USING old WHERE r.id = old.id
            """;

    /** A request as it was opened: its id, and the salt its digests are made with. */
    record Opened(String id, String salt) {}

    Uni<Opened> open(Mutiny.Session session, AgencyId agency, Bodies.Opening opening, LocalDate due) {
        JsonObject row = new JsonObject()
                .put("agency", agency.value())
                .put("kind", opening.kind().name())
                .put("received", opening.received().toString())
                .put("due", due.toString())
                .put("reference", opening.reference())
                .put("verified", opening.verified())
                .put("given", opening.given().json());
        return session.createNativeQuery(OPEN, Object[].class)
                .setParameter("json", row.encode())
                .getSingleResult()
                .map(kept -> new Opened((String) kept[0], (String) kept[1]));
    }

    Uni<Integer> propose(Mutiny.Session session, String request, Collection<SubjectIndex.Candidate> found) {
        JsonArray rows = new JsonArray();
        found.forEach(one -> rows.add(new JsonObject()
                .put("request", request)
                .put("event", one.event().toString())
                .put("originator", one.originator().value())
                .put(
                        "matched",
                        String.join(",", one.matched().stream().map(Enum::name).toList()))));
        return Sql.update(session, PROPOSE, rows);
    }

    /** The agency's own request, locked. */
    Uni<Optional<ObjectNode>> find(Mutiny.Session session, AgencyId agency, String id) {
        return rows(session, REQUEST, Map.of("id", id, "agency", agency.value()))
                .map(found -> found.stream().findFirst());
    }

    Uni<List<ObjectNode>> list(Mutiny.Session session, AgencyId agency, String state, boolean overdue, LocalDate day) {
        return rows(
                session,
                LIST,
                Map.of("agency", agency.value(), "state", state, "overdue", overdue, "today", day.toString()));
    }

    Uni<List<ObjectNode>> items(Mutiny.Session session, String request) {
        return rows(session, ITEMS, Map.of("request", request));
    }

    /** Those behind that one, in the order of their events. */
    Uni<List<ObjectNode>> items(Mutiny.Session session, String request, String after, int most) {
        return rows(session, ITEMS_AFTER, Map.of("request", request, "after", after, "most", most));
    }

    Uni<Optional<ObjectNode>> item(Mutiny.Session session, String request, EventId event) {
        return rows(session, ONE_ITEM, Map.of("request", request, "event", event.toString()))
                .map(found -> found.stream().findFirst());
    }

    /** On how many candidates nobody has decided. */
    Uni<Long> undecided(Mutiny.Session session, String request) {
        return session.createNativeQuery(UNDECIDED, Long.class)
                .setParameter("request", request)
                .getSingleResult();
    }

    Uni<Integer> decide(Mutiny.Session session, JsonObject verdict) {
        return update(session, DECIDE, verdict);
    }

    Uni<List<ObjectNode>> asked(Mutiny.Session session, AgencyId originator) {
        return rows(session, ASKED_ALL, Map.of("agency", originator.value()));
    }

    /** What this originator was asked, locked. */
    Uni<Optional<ObjectNode>> asked(Mutiny.Session session, AgencyId originator, String id) {
        return rows(session, ASKED_ONE, Map.of("agency", originator.value(), "id", id))
                .map(found -> found.stream().findFirst());
    }

    Uni<Integer> say(Mutiny.Session session, JsonObject said) {
        return update(session, SAY, said);
    }

    /** Takes the originator's word out and asks for another one. */
    Uni<Integer> askAgain(Mutiny.Session session, JsonObject asked) {
        return update(session, ASK_AGAIN, asked);
    }

    /** Keeps which revision and which categories of recipients the originator was shown: nothing else is let out by what it answers. */
    Uni<Integer> show(Mutiny.Session session, String id, int revision, String recipients) {
        return update(
                session,
                SHOW,
                new JsonObject().put("id", id).put("revision", revision).put("recipients", recipients));
    }

    Uni<Integer> conclude(Mutiny.Session session, JsonObject conclusion) {
        return update(session, CONCLUDE, conclusion);
    }

    Uni<Integer> close(Mutiny.Session session, JsonObject closing) {
        return update(session, CLOSE, closing);
    }

    /** What is held of an event, the newest revision first. */
    Uni<List<Event>> revisions(Mutiny.Session session, String event) {
        return session.createNativeQuery(BODIES, String.class)
                .setParameter("event", event)
                .getResultList()
                .map(bodies -> bodies.stream().flatMap(SubjectStore::event).toList());
    }

    Uni<List<ObjectNode>> followed(Mutiny.Session session, String event, int after) {
        return rows(session, FOLLOWED, Map.of("event", event, "after", after));
    }

    Uni<List<ObjectNode>> decisions(Mutiny.Session session, LocalDate since) {
        return rows(session, DECISIONS, Map.of("since", since.toString()));
    }

    Uni<List<ObjectNode>> statistics(Mutiny.Session session) {
        return rows(session, STATISTICS, Map.of());
    }

    /** Erases requests that were closed before then, at most 200. */
    Uni<Integer> lapse(Mutiny.Session session, String before) {
        return session.createNativeQuery(LAPSE).setParameter("before", before).executeUpdate();
    }

    private static Uni<Integer> update(Mutiny.Session session, String statement, JsonObject json) {
        return session.createNativeQuery(statement)
                .setParameter("json", json.encode())
                .executeUpdate();
    }

    private static Uni<List<ObjectNode>> rows(Mutiny.Session session, String statement, Map<String, Object> given) {
        Mutiny.SelectionQuery<String> query = session.createNativeQuery(statement, String.class);
        given.forEach(query::setParameter);
        return query.getResultList()
                .map(rows -> rows.stream().map(SubjectStore::object).toList());
    }

    private static Stream<Event> event(String body) {
        return EventCodec.parse(body.getBytes(StandardCharsets.UTF_8)).toOptional().stream();
    }

    static ObjectNode object(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (JsonProcessingException ownRow) {
            throw new IllegalStateException("A row of ours cannot be read");
        }
    }
}
