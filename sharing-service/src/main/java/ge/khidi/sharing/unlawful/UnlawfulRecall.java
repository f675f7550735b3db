package ge.khidi.sharing.unlawful;

import ge.khidi.contract.AgencyId;
import ge.khidi.relay.audit.Actor;
import ge.khidi.relay.audit.AuditEntry;
import ge.khidi.relay.audit.AuditLog;
import ge.khidi.relay.audit.Justification;
import ge.khidi.relay.audit.Operation;
import ge.khidi.sharing.decision.DecisionTable;
import ge.khidi.sharing.feed.LateRows;
import ge.khidi.sharing.feed.LateRows.Holder;
import ge.khidi.sharing.feed.LateRows.Recalled;
import ge.khidi.sharing.feed.Sql;
import ge.khidi.sharing.notice.NoticeKind;
import ge.khidi.sharing.notice.Notices;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Recalls what partners should never have had, however that was found: they are told to erase it, releases and requests for it end, those to pass
 * it on as well, originators are told, and the audit log has a note of the breach for each event and partner, also where its originator has erased
 * it meanwhile. All of it in the caller's transaction.
 */
@Singleton
public class UnlawfulRecall {

    private static final String END_RELEASES = """
            UPDATE release r SET state = CASE r.state WHEN 'APPROVED' THEN 'REVOKED' ELSE 'LAPSED' END, decided_at = clock_timestamp()
            FROM jsonb_to_recordset(%s) AS x (e uuid, f smallint)
            WHERE r.event_id = x.e AND r.feed = x.f AND r.state IN ('APPROVED', 'PENDING')
            """.formatted(Sql.JSON);

    private static final String END_REQUESTS = """
            UPDATE onward_request o SET state = 'LAPSED' FROM jsonb_to_recordset(%s) AS x (e uuid, f smallint)
            WHERE o.event_id = x.e AND o.feed = x.f AND o.state = 'PENDING'
            """.formatted(Sql.JSON);

    private final LateRows rows;
    private final DecisionTable decisions;
    private final Notices notices;
    private final AuditLog audit;
    private final Clock clock;

    UnlawfulRecall(LateRows rows, DecisionTable decisions, Notices notices, AuditLog audit, Clock clock) {
        this.rows = rows;
        this.decisions = decisions;
        this.notices = notices;
        this.audit = audit;
        this.clock = clock;
    }

    /** By whose word and why it is recalled; what originators are told, and of which declaration or release. */
    public record Found(NoticeKind told, long subject, Actor by, Justification why) {}

    /** Answers who should not have had something, and was not told so before. */
    public Uni<List<Recalled>> of(Mutiny.Session session, Collection<Holder> holders, Found found) {
        return rows.recallUnlawful(session, holders)
                .call(recalled -> Sql.update(session, END_RELEASES, json(holders)))
                .call(recalled -> Sql.update(session, END_REQUESTS, json(holders)))
                .call(recalled -> notices.tell(session, tellings(found, recalled)))
                .call(recalled -> audit.append(session, notes(found, recalled)));
    }

    private static JsonArray json(Collection<Holder> holders) {
        JsonArray json = new JsonArray();
        holders.forEach(holder ->
                json.add(new JsonObject().put("e", holder.event().toString()).put("f", holder.feed())));
        return json;
    }

    private List<Notices.Telling> tellings(Found found, List<Recalled> recalled) {
        List<Notices.Telling> all = new ArrayList<>();
        recalled.forEach(one -> partner(one)
                .ifPresent(partner -> all.add(new Notices.Telling(
                        found.told(),
                        Optional.empty(),
                        one.revision(),
                        partner,
                        found.subject(),
                        Bar.LAW,
                        Optional.empty()))));
        return all;
    }

    private List<AuditEntry> notes(Found found, List<Recalled> recalled) {
        List<AuditEntry> notes = new ArrayList<>();
        for (Recalled one : recalled) {
            AuditEntry note = AuditEntry.of(
                            clock.instant(), Operation.DISCLOSURE, "breach.unlawful-disclosure", found.by())
                    .because(found.why())
                    .about(one.revision());
            notes.add(partner(one).map(note::to).orElse(note));
        }
        return notes;
    }

    private Optional<AgencyId> partner(Recalled recalled) {
        return decisions.find(recalled.from().feed()).map(feed -> feed.partner().id());
    }
}
