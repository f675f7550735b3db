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
import ge.khidi.sharing.feed.FeedPages;
import ge.khidi.sharing.feed.RowKind;
import ge.khidi.sharing.hit.HitNotices;
import ge.khidi.sharing.policy.Decision;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/audit/events/{id}}: who was offered and shown an event, when, for which purpose, by whose word and under which policies, and
 * what they did about recalls. Persons are named to auditors and data-protection officers only. Somebody else's event and one that does not
 * exist get the same answer.
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

    private static final String ROWS_OF = """
            SELECT feed, seq, event_id, kind, revision, variant, added, cause FROM feed_row
            WHERE event_id = CAST(CAST(:event AS text) AS uuid) AND cause = 0
            UNION ALL
            SELECT feed, seq, event_id, kind, revision, variant, added, cause FROM feed_row
            WHERE event_id = CAST(CAST(:event AS text) AS uuid) AND cause <> 0
            """;
    private static final String ROWS = """
            SELECT f.partner, r.kind, r.revision, CAST(r.added AS text), o.outcome, CAST(o.at AS text), r.seq, n.profile,
                to_json(r.added + CAST(CAST(:answer AS text) AS interval)) #>> '{}',
                r.added + CAST(CAST(:answer AS text) AS interval) < clock_timestamp(),
                r.cause = 4 OR (r.kind = 6 AND EXISTS (SELECT 1 FROM declared_unlawful u WHERE u.event_id = r.event_id AND u.feed = r.feed))
            FROM (%s) r JOIN feed f ON f.id = r.feed
            LEFT JOIN outcome o ON o.feed = r.feed AND o.seq = r.seq
            LEFT JOIN rendition n ON n.event_id = r.event_id AND n.revision = r.revision AND n.variant = r.variant
            ORDER BY f.partner, r.seq
            """.formatted(ROWS_OF);

    // What decided is looked up for this event: the entry names the policies of everything on the page. What came
    // without the content it brings, under whatever decision, was not read.
    private static final String READINGS =
            """
            SELECT f.partner, r.seq, a.purpose, a.epoch, e.policy_version, d.decision, CAST(min(a.at) AS text), CAST(max(a.at) AS text),
                count(*), string_agg(DISTINCT a.subject, ' '), string_agg(DISTINCT a.client, ' ')
            FROM (%s) r JOIN feed f ON f.id = r.feed
            JOIN audit_entry a ON %s AND %s AND r.kind <> 8 AND (r.kind NOT IN (1, 2, 3) OR (%s))
            LEFT JOIN epoch e ON e.id = a.epoch
            LEFT JOIN event_revision v ON v.event_id = r.event_id AND v.revision = r.revision
            LEFT JOIN decision d ON d.epoch = a.epoch AND d.feed = r.feed
                AND d.class_id = class_at(v.event_id, v.revision, v.class_id, a.at)
            GROUP BY f.partner, r.seq, a.purpose, a.epoch, e.policy_version, d.decision ORDER BY f.partner, r.seq, min(a.at)
            """.formatted(ROWS_OF, FeedPages.SHOWED, FeedPages.WITH_BYTES, FeedPages.WITH_CONTENT.formatted("a.at"));
    private static final String RELEASES = """
            SELECT r.partner, r.state, r.revision, CAST(r.since AS text), CAST(r.decided_at AS text),
                string_agg(DISTINCT d.agency, ' '), string_agg(DISTINCT d.subject, ' ')
            FROM release r LEFT JOIN release_decision d ON d.release_id = r.id
            WHERE r.event_id = CAST(CAST(:event AS text) AS uuid) AND r.state <> 'SUPERSEDED'
            GROUP BY r.id ORDER BY r.partner, r.id
            """;

    private static final String ONWARD = """
            SELECT holder, recipient, purpose, state, to_json(asked_at) #>> '{}', to_json(decided_at) #>> '{}' FROM onward_request
            WHERE event_id = CAST(CAST(:event AS text) AS uuid) ORDER BY id
            """;

    private static final String LOOKED_AT = """
            SELECT a.agency, a.action, a.purpose, CAST(min(a.at) AS text), CAST(max(a.at) AS text), count(*),
                string_agg(DISTINCT a.subject, ' '), string_agg(DISTINCT a.client, ' ')
            FROM event_head h CROSS JOIN LATERAL (
                SELECT h.event_id AS id, false AS link
                UNION ALL
                SELECT p.link, true FROM link_named p WHERE p.source = h.event_id AND (:all OR %s)
            ) w JOIN audit_entry a ON a.event_id = w.id AND (NOT w.link OR (a.action = 'link.read' AND EXISTS (
                SELECT 1 FROM named_in(w.id, CAST(CAST(a.line AS jsonb) ->> 'revision' AS integer)) n WHERE n.source = h.event_id)))
            WHERE h.event_id = CAST(CAST(:event AS text) AS uuid) AND a.agency <> h.originator AND a.action IN (%s)
            GROUP BY a.agency, a.action, a.purpose ORDER BY min(a.at)
            """.formatted(HitNotices.KNOWS_OF_LINK, ReadersResource.BESIDE_FEEDS);

    private final Mutiny.SessionFactory sessions;
    private final AuditLog audit;
    private final CallerProvider callers;
    private final RecallTimes recallTimes;
    private final Clock clock;

    RecipientsResource(
            Mutiny.SessionFactory sessions,
            AuditLog audit,
            CallerProvider callers,
            RecallTimes recallTimes,
            Clock clock) {
        this.sessions = sessions;
        this.audit = audit;
        this.callers = callers;
        this.recallTimes = recallTimes;
        this.clock = clock;
    }

    @GET
    @Path("{id}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Who received your event, when, why and under which policies, and what they did about recalls")
    public Uni<Response> recipients(@PathParam("id") String id) {
        Caller caller = callers.caller();
        EventId event = EventId.parse(id).orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND));
        return sessions.withTransaction(session -> session.createNativeQuery(OWNER, Object[].class)
                .setParameter("event", event.toString())
                .getResultList()
                .invoke(owner -> mayAsk(caller, owner))
                .chain(() -> audit.append(session, entry(caller, event)))
                .chain(() -> answer(session, event, namesPersons(caller)))
                .map(json -> Response.ok(json.toString()).build()));
    }

    private Uni<ObjectNode> answer(Mutiny.Session session, EventId event, boolean persons) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("eventId", event.toString());
        Map<String, ObjectNode> items = new HashMap<>();
        return ask(session, RELEASES, event)
                .getResultList()
                .invoke(rows -> releases(json.putArray("releases"), rows, persons))
                .chain(() -> ask(session, ROWS, event)
                        .setParameter("answer", recallTimes.answer().toString())
                        .getResultList())
                .invoke(rows -> items(json.putArray("items"), rows, items))
                .chain(() -> ask(session, READINGS, event).getResultList())
                .invoke(rows -> rows.forEach(row -> reading(row, items, persons)))
                .chain(() -> ask(session, ONWARD, event).getResultList())
                .invoke(rows -> onward(json.putArray("onward"), rows))
                .chain(() -> ask(session, LOOKED_AT, event)
                        .setParameter("all", persons)
                        .getResultList())
                .invoke(rows -> lookedAt(json.putArray("lookedAt"), rows, persons))
                .replaceWith(json);
    }

    private static Mutiny.SelectionQuery<Object[]> ask(Mutiny.Session session, String question, EventId event) {
        return session.createNativeQuery(question, Object[].class).setParameter("event", event.toString());
    }

    private static boolean namesPersons(Caller caller) {
        return caller.has(Role.AUDITOR) || caller.has(Role.DATA_PROTECTION_OFFICER);
    }

    private static void mayAsk(Caller caller, List<Object[]> owner) {
        if (owner.isEmpty()
                || (!namesPersons(caller)
                        && !owner.get(0)[0].equals(caller.agency().value()))) {
            throw new ProblemException(ProblemType.NOT_FOUND);
        }
    }

    private AuditEntry entry(Caller caller, EventId event) {
        return AuditEntry.of(
                        clock.instant(),
                        ge.khidi.relay.audit.Operation.CONSULTATION,
                        "recipients.read",
                        Actor.of(caller))
                .about(event);
    }

    /** Whom holders asked to pass it on to, and what came of it. */
    private static void onward(ArrayNode items, List<Object[]> onward) {
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
    }

    /** Who saw it otherwise than in a feed. */
    private static void lookedAt(ArrayNode items, List<Object[]> looks, boolean persons) {
        for (Object[] row : looks) {
            ObjectNode look = items.addObject()
                    .put("agency", (String) row[0])
                    .put("action", (String) row[1])
                    .put("purpose", (String) row[2])
                    .put("first", (String) row[3])
                    .put("last", (String) row[4])
                    .put("times", ((Number) row[5]).longValue());
            if (persons) {
                words(look, "persons", row[6]);
                words(look, "clients", row[7]);
            }
        }
    }

    /** Whose word it needed, and whether it was given. */
    private static void releases(ArrayNode releases, List<Object[]> rows, boolean persons) {
        for (Object[] row : rows) {
            ObjectNode release = releases.addObject()
                    .put("agency", (String) row[0])
                    .put("state", (String) row[1])
                    .put("revision", ((Number) row[2]).intValue())
                    .put("askedAt", (String) row[3])
                    .put("decidedAt", (String) row[4]);
            words(release, "decidedBy", row[5]);
            if (persons) {
                words(release, "officers", row[6]);
            }
        }
    }

    private static void items(ArrayNode json, List<Object[]> rows, Map<String, ObjectNode> items) {
        for (Object[] row : rows) {
            RowKind kind = RowKind.of(((Number) row[1]).intValue());
            ObjectNode item = json.addObject()
                    .put("agency", (String) row[0])
                    .put("kind", kind.word())
                    .put("revision", ((Number) row[2]).intValue())
                    .put("offeredAt", (String) row[3])
                    .put("profile", (String) row[7])
                    .put("reads", 0L);
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
            item.putArray("readings");
            items.put(row[0] + "/" + row[6], item);
        }
    }

    /** How often, for which purpose, and by what the item might be seen then; to auditors also by whom. */
    private static void reading(Object[] row, Map<String, ObjectNode> items, boolean persons) {
        ObjectNode item = Optional.ofNullable(items.get(row[0] + "/" + row[1])).orElseThrow();
        long times = ((Number) row[8]).longValue();
        item.put("reads", item.path("reads").asLong() + times);
        String first = item.path("firstReadAt").asText((String) row[6]);
        item.put("firstReadAt", first.compareTo((String) row[6]) < 0 ? first : (String) row[6]);
        ObjectNode reading = item.withArray("readings")
                .addObject()
                .put("purpose", (String) row[2])
                .put("epoch", number(row[3]))
                .put("policyVersion", number(row[4]))
                .put("first", (String) row[6])
                .put("last", (String) row[7])
                .put("times", times);
        if (row[5] != null) {
            Decision decision = Decision.parse((String) row[5]);
            reading.put("decision", decision.outcome());
            ArrayNode policies = reading.putArray("policies");
            decision.grounds().policies().forEach(policies::add);
            ArrayNode bases = reading.putArray("legalBasis");
            decision.grounds().legalBases().forEach(bases::add);
        }
        if (persons) {
            words(reading, "persons", row[9]);
            words(reading, "clients", row[10]);
        }
    }

    private static void words(ObjectNode json, String name, @Nullable Object joined) {
        ArrayNode words = json.putArray(name);
        if (joined != null) {
            Stream.of(((String) joined).split(" ")).forEach(words::add);
        }
    }

    private static @Nullable Long number(@Nullable Object column) {
        return column == null ? null : ((Number) column).longValue();
    }
}
