package ge.khidi.sharing.oversight;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.EventId;
import ge.khidi.contract.problem.ProblemType;
import ge.khidi.relay.audit.Actor;
import ge.khidi.relay.audit.AuditEntry;
import ge.khidi.relay.audit.AuditLog;
import ge.khidi.relay.caller.Caller;
import ge.khidi.relay.caller.CallerProvider;
import ge.khidi.relay.caller.Role;
import ge.khidi.relay.problem.ProblemException;
import ge.khidi.sharing.feed.RowKind;
import ge.khidi.sharing.recall.RecallTimes;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * {@code GET /v1/audit/events/{id}}: who was offered and shown an event, when, and what they did about recalls. Somebody else's event and
 * one that does not exist get the same answer.
 */
@Path("/v1/audit/events")
@Singleton
@RolesAllowed({
    Role.Name.EVENT_PUBLISHER,
    Role.Name.LIAISON_OFFICER,
    Role.Name.AUDITOR,
    Role.Name.DATA_PROTECTION_OFFICER
})
@Tag(name = "Audit")
public class RecipientsResource {

    private static final String OWNER =
            "SELECT originator, status FROM event_head WHERE event_id = CAST(CAST(:event AS text) AS uuid)";

    // A page shows at most 1000 rows, so the pages that showed a row begin at most 1000 rows before it.
    private static final String ROWS = """
            SELECT f.partner, r.kind, r.revision, CAST(r.added AS text), o.outcome, CAST(o.at AS text), s.first, s.reads,
                to_json(r.added + CAST(CAST(:answer AS text) AS interval)) #>> '{}',
                r.added + CAST(CAST(:answer AS text) AS interval) < clock_timestamp(), r.cause = 4
            FROM (
                SELECT feed, seq, kind, revision, added, cause FROM feed_row
                WHERE event_id = CAST(CAST(:event AS text) AS uuid) AND cause = 0
                UNION ALL
                SELECT feed, seq, kind, revision, added, cause FROM feed_row
                WHERE event_id = CAST(CAST(:event AS text) AS uuid) AND cause <> 0
            ) r JOIN feed f ON f.id = r.feed
            LEFT JOIN outcome o ON o.feed = r.feed AND o.seq = r.seq
            CROSS JOIN LATERAL (
                SELECT CAST(min(a.at) AS text) AS first, count(*) AS reads FROM audit_entry a
                WHERE a.feed = f.partner AND a.first_row > r.seq - 1001 AND a.first_row <= r.seq AND a.last_row >= r.seq
                AND NOT coalesce(CAST(a.line AS jsonb) -> 'rows' -> 'except' @> to_jsonb(r.seq), false)
            ) s
            ORDER BY f.partner, r.seq
            """;

    private static final String ONWARD = """
            SELECT holder, recipient, purpose, state, to_json(asked_at) #>> '{}', to_json(decided_at) #>> '{}' FROM onward_request
            WHERE event_id = CAST(CAST(:event AS text) AS uuid) ORDER BY id
            """;

    private final Mutiny.SessionFactory sessions;
    private final AuditLog audit;
    private final CallerProvider callers;
    private final Clock clock;
    private final RecallTimes times;

    RecipientsResource(
            Mutiny.SessionFactory sessions, AuditLog audit, CallerProvider callers, Clock clock, RecallTimes times) {
        this.times = times;
        this.sessions = sessions;
        this.audit = audit;
        this.callers = callers;
        this.clock = clock;
    }

    @GET
    @Path("{id}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Who received your event, when, and what they did about recalls")
    public Uni<Response> recipients(@PathParam("id") String id) {
        Caller caller = callers.caller();
        EventId event = EventId.parse(id).orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND));
        return sessions.withTransaction(session -> session.createNativeQuery(OWNER, Object[].class)
                .setParameter("event", event.toString())
                .getResultList()
                .invoke(owner -> mayAsk(caller, owner))
                .chain(() -> audit.append(session, entry(caller, event)))
                .chain(() -> session.createNativeQuery(ROWS, Object[].class)
                        .setParameter("event", event.toString())
                        .setParameter("answer", times.answer().toString())
                        .getResultList())
                .chain(rows -> session.createNativeQuery(ONWARD, Object[].class)
                        .setParameter("event", event.toString())
                        .getResultList()
                        .map(onward -> Response.ok(
                                        passedOn(json(event, rows), onward).toString())
                                .header("Cache-Control", "no-store")
                                .build())));
    }

    private static void mayAsk(Caller caller, List<Object[]> owner) {
        boolean anybodys = caller.has(Role.AUDITOR) || caller.has(Role.DATA_PROTECTION_OFFICER);
        if (owner.isEmpty()
                || (!anybodys && !owner.get(0)[0].equals(caller.agency().value()))) {
            throw new ProblemException(ProblemType.NOT_FOUND);
        }
    }

    private AuditEntry entry(Caller caller, EventId event) {
        return AuditEntry.of(
                        clock.instant(),
                        ge.khidi.relay.audit.Operation.CONSULTATION,
                        "recipients.read",
                        Actor.of(caller.agency(), caller.subject(), caller.client()))
                .about(event);
    }

    /** Whom holders asked to pass it on to, and what came of it. */
    private static ObjectNode passedOn(ObjectNode json, List<Object[]> onward) {
        ArrayNode items = json.putArray("onward");
        for (Object[] row : onward) {
            ObjectNode item = items.addObject()
                    .put("holder", (String) row[0])
                    .put("to", (String) row[1])
                    .put("purpose", (String) row[2])
                    .put("state", (String) row[3])
                    .put("askedAt", (String) row[4]);
            if (row[5] != null) {
                item.put("decidedAt", (String) row[5]);
            }
        }
        return json;
    }

    private static ObjectNode json(EventId event, List<Object[]> rows) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("eventId", event.toString());
        ArrayNode items = json.putArray("items");
        for (Object[] row : rows) {
            RowKind kind = RowKind.of(((Number) row[1]).intValue());
            ObjectNode item = items.addObject()
                    .put("agency", (String) row[0])
                    .put("kind", kind.name())
                    .put("revision", ((Number) row[2]).intValue())
                    .put("offeredAt", (String) row[3])
                    .put("reads", ((Number) row[7]).longValue());
            if (row[6] != null) {
                item.put("firstReadAt", (String) row[6]);
            }
            if (kind.recalls()) {
                item.put("outcome", row[4] == null ? "OPEN" : (String) row[4]);
                item.put("answerBy", (String) row[8]).put("overdue", row[4] == null && (Boolean) row[9]);
            }
            if ((Boolean) row[10]) {
                item.put("unlawful", true);
            }
            if (row[5] != null) {
                item.put("outcomeAt", (String) row[5]);
            }
        }
        return json;
    }
}
