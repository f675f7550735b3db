package ge.khidi.sharing.recall;

import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import ge.khidi.relay.audit.Actor;
import ge.khidi.relay.audit.AuditEntry;
import ge.khidi.relay.audit.AuditLog;
import ge.khidi.relay.audit.Concern;
import ge.khidi.relay.audit.Justification;
import ge.khidi.relay.audit.Operation;
import ge.khidi.relay.caller.Caller;
import ge.khidi.sharing.decision.DecisionTable;
import ge.khidi.sharing.decision.Feed;
import ge.khidi.sharing.feed.Cursor;
import ge.khidi.sharing.feed.RowKind;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/** Keeps the answers to recalls: the newest of each, with every answer in the audit log. */
@ApplicationScoped
class Recalls {

    private static final int MOST = 1000;

    private static final String ROW = """
            SELECT CAST(event_id AS text), revision, kind FROM feed_row WHERE feed = :feed AND seq = :seq
            """;
    // What is said about an erased event is in the audit log only; that it is the same as before cannot be seen then.
    private static final String ANSWER = """
            INSERT INTO outcome (feed, seq, event_id, revision, outcome, justification, subject, client)
            SELECT r.feed, r.seq, r.event_id, r.revision, CAST(:outcome AS text),
                CASE WHEN h.status <> 'ERASED' THEN nullif(CAST(:justification AS text), '') END,
                CAST(:subject AS text), CAST(:client AS text)
            FROM feed_row r JOIN event_head h ON h.event_id = r.event_id WHERE r.feed = :feed AND r.seq = :seq FOR SHARE OF h
            ON CONFLICT (feed, seq) DO UPDATE SET outcome = excluded.outcome, justification = excluded.justification,
                subject = excluded.subject, client = excluded.client, at = excluded.at
            WHERE (outcome.outcome, outcome.justification) IS DISTINCT FROM (excluded.outcome, excluded.justification)
            OR (excluded.justification IS NULL AND CAST(:justification AS text) <> '')
            """;
    private static final String OPEN = """
            SELECT r.seq, CAST(r.event_id AS text), r.revision, r.kind, CAST(r.added AS text),
                to_json(r.added + CAST(CAST(:answer AS text) AS interval)) #>> '{}',
                r.added + CAST(CAST(:answer AS text) AS interval) < clock_timestamp(),
                (SELECT string_agg(DISTINCT n.recipient, E'\n' ORDER BY n.recipient) FROM onward_request n
                    WHERE n.feed = r.feed AND n.event_id = r.event_id
                    AND (n.state IN ('APPROVED', 'REVOKED') OR (n.state = 'LAPSED' AND n.class_id IS NOT NULL))),
                EXISTS (SELECT 1 FROM audit_entry a WHERE a.event_id = r.event_id AND a.action = 'recalls.read'
                    AND a.agency = CAST(:agency AS text) AND a.client = CAST(:client AS text) AND a.subject = CAST(:subject AS text)
                    AND a.at >= r.added AND CAST(CAST(a.line AS jsonb) ->> 'revision' AS integer) = r.revision)
            FROM feed_row r
            WHERE r.feed = :feed AND r.kind IN (3, 4, 5, 6, 8) AND r.seq > :after
            AND NOT EXISTS (SELECT 1 FROM outcome o WHERE o.feed = r.feed AND o.seq = r.seq)
            ORDER BY r.seq LIMIT :most
            """;

    private final Mutiny.SessionFactory sessions;
    private final DecisionTable decisions;
    private final RecallTimes times;
    private final AuditLog audit;
    private final Clock clock;

    Recalls(Mutiny.SessionFactory sessions, DecisionTable decisions, RecallTimes times, AuditLog audit, Clock clock) {
        this.sessions = sessions;
        this.times = times;
        this.decisions = decisions;
        this.audit = audit;
        this.clock = clock;
    }

    /** What came of an answer. */
    enum Taken {
        RECORDED,
        /** There is no such row in the caller's feed. */
        UNKNOWN,
        /** The row asks for no outcome. */
        NOT_ASKED,
        /** It asks for another one: what is to be erased is not done with by rectifying it. */
        NO_ANSWER
    }

    /** A recall without an answer, with those to whom the originator let the holder pass it on: the answer is for them too. */
    record Open(
            Cursor cursor,
            RevisionId revision,
            RowKind kind,
            String since,
            String answerBy,
            boolean overdue,
            List<String> passedOnTo,
            boolean toldBefore) {}

    Uni<Taken> answer(Caller caller, Cursor item, Outcome outcome, Optional<String> justification) {
        Optional<Feed> feed = decisions.find(caller.agency());
        if (feed.isEmpty()) {
            return Uni.createFrom().item(Taken.UNKNOWN);
        }
        int id = feed.get().id();
        return sessions.withTransaction(session -> session.createNativeQuery(ROW, Object[].class)
                .setParameter("feed", id)
                .setParameter("seq", item.seq())
                .getSingleResultOrNull()
                .chain(row -> {
                    if (row == null) {
                        return Uni.createFrom().item(Taken.UNKNOWN);
                    }
                    RowKind kind = RowKind.of(((Number) row[2]).intValue());
                    if (!outcome.answers(kind)) {
                        return Uni.createFrom().item(kind.recalls() ? Taken.NO_ANSWER : Taken.NOT_ASKED);
                    }
                    RevisionId revision =
                            new RevisionId(EventId.parse((String) row[0]).orElseThrow(), ((Number) row[1]).intValue());
                    return session.createNativeQuery(ANSWER)
                            .setParameter("feed", id)
                            .setParameter("seq", item.seq())
                            .setParameter("outcome", outcome.name())
                            .setParameter("justification", justification.orElse(""))
                            .setParameter("subject", caller.subject())
                            .setParameter("client", caller.client())
                            .executeUpdate()
                            .chain(changed -> changed == 0
                                    ? Uni.createFrom().voidItem()
                                    : audit.append(session, entry(caller, revision, outcome, justification)))
                            .replaceWith(Taken.RECORDED);
                }));
    }

    /**
     * The recalls that the caller has not answered. Each is in the audit log when whoever asks is told of it for the first time, and how many
     * they were every time: who asks every minute does not fill the log.
     */
    Uni<List<Open>> open(Caller caller, Cursor after) {
        Optional<Feed> feed = decisions.find(caller.agency());
        if (feed.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return sessions.withTransaction(session -> session.createNativeQuery(OPEN, Object[].class)
                .setParameter("feed", (int) feed.get().id())
                .setParameter("after", after.seq())
                .setParameter("answer", times.answer().toString())
                .setParameter("agency", caller.agency().value())
                .setParameter("client", caller.client())
                .setParameter("subject", caller.subject())
                .setParameter("most", MOST)
                .getResultList()
                .map(rows -> rows.stream().map(Recalls::open).toList())
                .call(open -> audit.append(session, told(caller, open))));
    }

    /** Who asks for its recalls learns of them, perhaps before it comes to the row. */
    private List<AuditEntry> told(Caller caller, List<Open> open) {
        if (open.isEmpty()) {
            return List.of();
        }
        List<AuditEntry> entries = new ArrayList<>();
        entries.add(told(caller, "recalls.listed", Concern.count(open.size())));
        open.stream()
                .filter(recall -> !recall.toldBefore())
                .forEach(recall -> entries.add(told(caller, "recalls.read", Concern.of(recall.revision()))));
        return entries;
    }

    private AuditEntry told(Caller caller, String action, Concern what) {
        return AuditEntry.of(clock.instant(), Operation.DISCLOSURE, action, Actor.of(caller))
                .about(what)
                .to(caller.agency());
    }

    private static Open open(Object[] row) {
        return new Open(
                new Cursor(((Number) row[0]).longValue()),
                new RevisionId(EventId.parse((String) row[1]).orElseThrow(), ((Number) row[2]).intValue()),
                RowKind.of(((Number) row[3]).intValue()),
                (String) row[4],
                (String) row[5],
                (Boolean) row[6],
                row[7] == null ? List.of() : ((String) row[7]).lines().toList(),
                (Boolean) row[8]);
    }

    private AuditEntry entry(Caller caller, RevisionId revision, Outcome outcome, Optional<String> justification) {
        return AuditEntry.of(
                        clock.instant(), outcome.operation(), "recall.answered." + outcome.name(), Actor.of(caller))
                .because(new Justification(Optional.empty(), justification, Optional.empty()))
                .about(revision)
                .to(caller.agency());
    }
}
