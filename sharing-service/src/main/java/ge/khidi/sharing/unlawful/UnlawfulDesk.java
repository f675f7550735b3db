package ge.khidi.sharing.unlawful;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.relay.audit.Actor;
import ge.khidi.relay.audit.AuditEntry;
import ge.khidi.relay.audit.AuditLog;
import ge.khidi.relay.audit.Concern;
import ge.khidi.relay.audit.Justification;
import ge.khidi.relay.audit.Operation;
import ge.khidi.relay.caller.Caller;
import ge.khidi.relay.caller.Role;
import ge.khidi.sharing.feed.FeedPages;
import ge.khidi.sharing.feed.LateRows;
import ge.khidi.sharing.feed.Sql;
import ge.khidi.sharing.notice.NoticeKind;
import ge.khidi.sharing.recall.RecallTimes;
import ge.khidi.sharing.release.Word;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Keeps declarations, and carries out those that a second officer confirms: the recalls, the end of the releases, the notices and the audit
 * entries are one transaction with the confirmation.
 */
@ApplicationScoped
class UnlawfulDesk {

    /** So many events and partners at once; more are declared in parts. */
    private static final int MOST = 1000;

    private static final String KNOWS = """
            (h.originator = :agency
                OR EXISTS (SELECT 1 FROM feed_row r JOIN feed f ON f.id = r.feed WHERE f.partner = :agency AND r.event_id = h.event_id AND r.cause = 0)
                OR EXISTS (SELECT 1 FROM feed_row r JOIN feed f ON f.id = r.feed WHERE f.partner = :agency AND r.event_id = h.event_id AND r.cause <> 0))
            """;
    private static final String MAY_KNOW =
            "SELECT 1 FROM event_head h WHERE h.event_id = CAST(CAST(:event AS text) AS uuid) AND " + KNOWS;
    private static final String FEED = "SELECT partner FROM feed WHERE partner = :partner";
    private static final String POLICY =
            "SELECT state FROM policy_version WHERE strpos(texts, CAST(:quoted AS text)) > 0 LIMIT 1";
    private static final String DECLARE = """
            WITH x AS (
                SELECT * FROM jsonb_to_recordset(%s)
                    AS x (e uuid, p text, s timestamptz, t timestamptz, f text, a text, u text, r text, c text)
            ), erased AS MATERIALIZED (
                SELECT h.event_id, h.status = 'ERASED' AS gone FROM event_head h JOIN x ON x.e = h.event_id FOR SHARE OF h
            )
            INSERT INTO declaration (event_id, policy, since, until, partner, agency, subject, reason, case_reference)
            SELECT e, p, s, t, f, a, u, CASE WHEN gone THEN '' ELSE r END, CASE WHEN gone THEN '' ELSE c END
            FROM x LEFT JOIN erased ON event_id = e
            RETURNING id, state
            """.formatted(Sql.JSON);
    private static final String KEPT = """
            SELECT d.id, CAST(d.event_id AS text), d.policy, to_json(d.since) #>> '{}', d.partner, d.state, d.agency, d.subject, d.reason,
                d.case_reference, to_json(d.at) #>> '{}', d.second_agency, to_json(d.answered_at) #>> '{}', to_json(d.until) #>> '{}'
            FROM declaration d
            """;
    private static final String ONE = KEPT + " WHERE d.id = :id AND (:all OR d.event_id IS NULL OR EXISTS ("
            + "SELECT 1 FROM event_head h WHERE h.event_id = d.event_id AND " + KNOWS + "))";
    private static final String ONE_ALONE = ONE + " FOR UPDATE OF d";
    private static final String LIST = KEPT
            + " WHERE (:all OR d.agency = :agency) AND (CAST(:before AS bigint) = 0 OR d.id < CAST(:before AS bigint))"
            + " ORDER BY d.id DESC LIMIT 200";
    private static final String TO_PARTNER = "(CAST(:partner AS text) = '' OR f.partner = CAST(:partner AS text))";
    private static final String OF_EVENT = """
            SELECT DISTINCT CAST(r.event_id AS text), r.feed FROM (
                SELECT event_id, feed FROM feed_row WHERE event_id = CAST(CAST(:event AS text) AS uuid) AND cause = 0 AND kind IN (1, 2, 3)
                UNION ALL
                SELECT event_id, feed FROM feed_row WHERE event_id = CAST(CAST(:event AS text) AS uuid) AND cause <> 0 AND kind IN (1, 2, 3)
            ) r JOIN feed f ON f.id = r.feed WHERE %s
            AND NOT EXISTS (SELECT 1 FROM declared_unlawful u WHERE u.event_id = r.event_id AND u.feed = r.feed) LIMIT :most
            """.formatted(TO_PARTNER);
    private static final String WITHIN =
            "%1$s >= CAST(CAST(:since AS text) AS timestamptz) AND %1$s < CAST(CAST(:until AS text) AS timestamptz)";
    private static final String UNDER =
            "a.policies @> ARRAY[CAST(:policy AS text)] AND " + WITHIN.formatted("a.at") + " AND " + TO_PARTNER;
    private static final String HELD = "event_id = ANY(CAST(CAST(:held AS text) AS uuid[]))";
    // A row is offered under the epoch in force when it was appended.
    private static final String OFFERED = """
            SELECT r.event_id, r.revision, r.feed, r.added AS at, (
                SELECT e.id FROM epoch e WHERE e.in_force_since <= r.added ORDER BY e.in_force_since DESC, e.id DESC LIMIT 1
            ) AS epoch, false AS named
            FROM %s r JOIN feed f ON f.id = r.feed WHERE r.kind IN (1, 2, 3) AND %s AND %s
            """;
    // Shown it is under the epoch of the page, as the audit log has it: a policy may let through what another one
    // brought. A link that is read by its id is in the log by that id.
    private static final String READ_BY_ID = """
            SELECT a.event_id, CAST(CAST(a.line AS jsonb) ->> 'revision' AS integer), f.id, a.at, a.epoch, true
            FROM audit_entry a JOIN feed f ON f.partner = a.recipient WHERE a.action = 'link.read' AND %s
            """.formatted(UNDER);
    // Where what decided then is not known any more, the policies of the whole page count.
    private static final String THESE = """
            SELECT DISTINCT CAST(r.event_id AS text), r.feed FROM had r
            JOIN event_revision v ON v.event_id = r.event_id AND v.revision = r.revision
            LEFT JOIN decision d ON d.epoch = r.epoch AND d.feed = r.feed
                AND d.class_id = class_at(v.event_id, v.revision, v.class_id, r.at)
            WHERE NOT EXISTS (SELECT 1 FROM feed_row b WHERE b.event_id = r.event_id AND b.feed = r.feed AND b.cause = 4)
            AND NOT EXISTS (SELECT 1 FROM declared_unlawful u WHERE u.event_id = r.event_id AND u.feed = r.feed)
            AND coalesce(CAST(d.decision AS jsonb) -> 'grounds' -> 'policies' @> to_jsonb(CAST(:policy AS text)), r.named)
            LIMIT :most
            """;
    private static final String OF_POLICY = """
            WITH shown AS MATERIALIZED (
                SELECT f.id AS feed, a.at, a.epoch, a.first_row, a.last_row, CAST(a.line AS jsonb) -> 'rows' -> 'except' AS not_shown
                FROM audit_entry a JOIN feed f ON f.partner = a.feed WHERE %s
            ), had AS (
                %s UNION ALL %s UNION ALL
                SELECT r.event_id, r.revision, r.feed, s.at, s.epoch, true
                FROM shown s JOIN feed_row r ON r.feed = s.feed AND r.seq BETWEEN s.first_row AND s.last_row
                WHERE r.kind IN (1, 2, 3) AND NOT coalesce(s.not_shown @> to_jsonb(r.seq), false) AND %s
            )
            %s
            """.formatted(
                    UNDER,
                    OFFERED.formatted("feed_row", WITHIN.formatted("r.added"), TO_PARTNER),
                    READ_BY_ID,
                    FeedPages.WITH_CONTENT.formatted("s.at"),
                    THESE);
    // The same of some events, by their ids.
    private static final String OF_POLICY_HELD = """
            WITH held AS MATERIALIZED (
                SELECT feed, seq, event_id, revision, kind, added FROM feed_row WHERE %1$s AND cause = 0
                UNION ALL
                SELECT feed, seq, event_id, revision, kind, added FROM feed_row WHERE %1$s AND cause <> 0
            ), had AS (
                %2$s UNION ALL %3$s AND a.%1$s UNION ALL
                SELECT r.event_id, r.revision, r.feed, a.at, a.epoch, true
                FROM held r JOIN feed f ON f.id = r.feed
                JOIN audit_entry a ON %7$s
                WHERE r.kind IN (1, 2, 3) AND %4$s AND %5$s
            )
            %6$s
            """.formatted(
                    HELD,
                    OFFERED.formatted("held", WITHIN.formatted("r.added"), TO_PARTNER),
                    READ_BY_ID,
                    UNDER,
                    FeedPages.WITH_CONTENT.formatted("a.at"),
                    THESE,
                    FeedPages.SHOWED);
    private static final String KEEP = "INSERT INTO declared_unlawful (declaration, event_id, feed)"
            + " SELECT d, e, f FROM jsonb_to_recordset(" + Sql.JSON + ") AS x (d bigint, e uuid, f smallint)";
    private static final String ANSWER = """
            UPDATE declaration SET state = :state, second_agency = :agency, second_subject = :subject, answered_at = clock_timestamp() WHERE id = :id
            """;
    private static final String PARTNERS = """
            SELECT f.partner, count(*), count(*) FILTER (WHERE o.outcome IS NULL),
                count(*) FILTER (WHERE o.outcome IS NULL AND r.added + CAST(CAST(:answer AS text) AS interval) < clock_timestamp())
            FROM declared_unlawful u JOIN feed f ON f.id = u.feed
            CROSS JOIN LATERAL (
                SELECT x.feed, x.seq, x.added FROM feed_row x WHERE x.event_id = u.event_id AND x.feed = u.feed AND x.cause = 4
                UNION ALL
                SELECT x.feed, x.seq, x.added FROM feed_row x WHERE x.event_id = u.event_id AND x.feed = u.feed AND x.cause = 0 AND x.kind = 6
                ORDER BY seq LIMIT 1
            ) r
            LEFT JOIN outcome o ON o.feed = r.feed AND o.seq = r.seq
            WHERE u.declaration = :id AND (:all OR EXISTS (
                SELECT 1 FROM event_head h WHERE h.event_id = u.event_id AND h.originator = :agency))
            GROUP BY f.partner ORDER BY f.partner
            """;

    private final Mutiny.SessionFactory sessions;
    private final LateRows rows;
    private final UnlawfulRecall recall;
    private final RecallTimes times;
    private final AuditLog audit;
    private final Clock clock;

    UnlawfulDesk(
            Mutiny.SessionFactory sessions,
            LateRows rows,
            UnlawfulRecall recall,
            RecallTimes times,
            AuditLog audit,
            Clock clock) {
        this.sessions = sessions;
        this.rows = rows;
        this.recall = recall;
        this.times = times;
        this.audit = audit;
        this.clock = clock;
    }

    /** What came of a word. */
    enum Outcome {
        RECORDED,
        /** There is none, or the officer may not know of its event. */
        UNKNOWN,
        /** Whoever declared it does not confirm it. */
        SAME_OFFICER,
        ANSWERED_BEFORE,
        /** More events and partners than are recalled at once. */
        TOO_MANY
    }

    /** A declaration as it is kept; times are ISO 8601. */
    record Kept(
            long id,
            Optional<String> event,
            Optional<String> policy,
            Optional<String> since,
            Optional<String> partner,
            String state,
            String agency,
            String subject,
            String reason,
            String caseReference,
            String at,
            Optional<String> secondAgency,
            Optional<String> answeredAt,
            Optional<String> until) {

        Optional<EventId> about() {
            return event.flatMap(EventId::parse);
        }
    }

    /** How many disclosures to one partner were recalled, and how many recalls it has not answered, and is late to answer. */
    record Recalled(String partner, long items, long open, long overdue) {}

    /** Whether anything can have gone to this agency; one that left the registry still has its feed. */
    Uni<Boolean> hasFeed(AgencyId partner) {
        return sessions.withSession(session -> session.createNativeQuery(FEED, String.class)
                .setParameter("partner", partner.value())
                .getResultList()
                .map(found -> !found.isEmpty()));
    }

    /** Whether any version of the policies has this id in it, which is kept as JSON; where it only looks so, nothing will be found. */
    Uni<Boolean> hasPolicy(String id) {
        return sessions.withSession(session -> session.createNativeQuery(POLICY, String.class)
                .setParameter("quoted", "\\\"" + id + "\\\"")
                .getResultList()
                .map(found -> !found.isEmpty()));
    }

    /** The number of a new declaration; empty if the officer may not know of the event. */
    Uni<Optional<Long>> declare(Caller caller, Declaration declared, Word why) {
        JsonObject row = new JsonObject()
                .put("e", declared.event().map(EventId::toString).orElse(null))
                .put("p", declared.policy().map(Declaration.ByPolicy::id).orElse(null))
                .put("s", declared.policy().map(by -> by.since().toString()).orElse(null))
                .put(
                        "t",
                        declared.policy()
                                .flatMap(Declaration.ByPolicy::until)
                                .map(Instant::toString)
                                .orElse(null))
                .put("f", declared.partner().map(AgencyId::value).orElse(null))
                .put("a", caller.agency().value())
                .put("u", caller.subject())
                .put("r", why.reason())
                .put("c", why.caseReference());
        return sessions.withTransaction(session -> mayKnow(session, caller, declared.event())
                .chain(may -> may
                        ? Sql.rows(session, DECLARE, new JsonArray().add(row))
                                .map(ids -> Optional.of(((Number) ids.get(0)[0]).longValue()))
                                .call(() -> audit.append(
                                        session,
                                        entry(
                                                caller,
                                                "unlawful.declared",
                                                why,
                                                declared.event()
                                                        .map(Concern::of)
                                                        .orElse(Concern.NOTHING))))
                        : Uni.createFrom().item(Optional.empty())));
    }

    /** The newest declarations of the caller's agency, or of all, before that one; 0 for the newest there are. Looking is logged. */
    Uni<List<Kept>> list(Caller caller, long before) {
        return sessions.withTransaction(session -> session.createNativeQuery(LIST, Object[].class)
                .setParameter("all", oversees(caller))
                .setParameter("agency", caller.agency().value())
                .setParameter("before", before)
                .getResultList()
                .map(found -> found.stream().map(UnlawfulDesk::kept).toList())
                .call(found -> audit.append(session, looked(caller, "unlawful.listed", Concern.count(found.size())))));
    }

    /** A declaration, if the caller may know of its event. Looking is logged. */
    Uni<Optional<Kept>> find(Caller caller, long id) {
        return sessions.withTransaction(session -> find(session, ONE, caller, id)
                .call(found -> found.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : audit.append(session, looked(caller, "unlawful.opened", concern(found.get())))));
    }

    /** Who had a single event is shown to its originator and to those who oversee; whom a policy let something go to, to policy officers. */
    Uni<List<Recalled>> recalled(Caller caller, Kept declared) {
        return sessions.withSession(session -> session.createNativeQuery(PARTNERS, Object[].class)
                        .setParameter("id", declared.id())
                        .setParameter(
                                "all", oversees(caller) || declared.policy().isPresent())
                        .setParameter("agency", caller.agency().value())
                        .setParameter("answer", times.answer().toString())
                        .getResultList())
                .map(found -> found.stream()
                        .map(row -> new Recalled(
                                (String) row[0],
                                ((Number) row[1]).longValue(),
                                ((Number) row[2]).longValue(),
                                ((Number) row[3]).longValue()))
                        .toList());
    }

    /**
     * A second officer's word: CONFIRM carries it out, REFUSE ends it. The head of an event is locked before the declarations about it, as an
     * erasure does.
     */
    Uni<Outcome> answer(Caller caller, long id, Word word) {
        return sessions.withTransaction(session -> find(session, ONE, caller, id)
                .call(found -> hold(session, found.flatMap(Kept::about)))
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().item(Outcome.UNKNOWN)
                        : find(session, ONE_ALONE, caller, id)
                                .chain(held -> answer(session, caller, held.orElseThrow(), word))));
    }

    private Uni<Void> hold(Mutiny.Session session, Optional<EventId> event) {
        return event.map(one -> rows.hold(session, one))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private Uni<Outcome> answer(Mutiny.Session session, Caller caller, Kept declared, Word word) {
        if (!declared.state().equals("PROPOSED")) {
            return Uni.createFrom().item(Outcome.ANSWERED_BEFORE);
        }
        if (declared.subject().equals(caller.subject())) {
            return Uni.createFrom().item(Outcome.SAME_OFFICER);
        }
        return word.kind() == Word.Kind.CONFIRM
                ? confirm(session, caller, declared, word)
                : close(session, caller, declared, "REFUSED")
                        .chain(() -> audit.append(session, entry(caller, "unlawful.refused", word, concern(declared))))
                        .replaceWith(Outcome.RECORDED);
    }

    private Uni<Outcome> confirm(Mutiny.Session session, Caller caller, Kept declared, Word word) {
        return holders(session, declared)
                .chain(holders -> holders.size() > MOST
                        ? Uni.createFrom().item(Outcome.TOO_MANY)
                        : carryOut(session, caller, declared, word, holders));
    }

    private Uni<Outcome> carryOut(
            Mutiny.Session session, Caller caller, Kept declared, Word word, List<LateRows.Holder> holders) {
        UnlawfulRecall.Found found =
                new UnlawfulRecall.Found(NoticeKind.DECLARED_UNLAWFUL, declared.id(), Actor.of(caller), why(word));
        return audit.append(session, entry(caller, "unlawful.confirmed", word, concern(declared)))
                .chain(() -> recall.of(session, holders, found))
                .chain(recalled -> Sql.update(session, KEEP, json(declared.id(), recalled)))
                .chain(() -> close(session, caller, declared, "CONFIRMED"))
                .replaceWith(Outcome.RECORDED);
    }

    /**
     * Whom it concerns, read while nobody can bring one of these events to anybody: a release that was approved while this waited for the lock
     * is among them, and one that is approved later finds the bar. By policy the events are looked for before anything is locked, since that
     * takes as long as there was much; then, of these alone, once more.
     */
    private Uni<List<LateRows.Holder>> holders(Mutiny.Session session, Kept declared) {
        if (declared.about().isPresent()) {
            return found(
                    session.createNativeQuery(OF_EVENT, Object[].class)
                            .setParameter("event", declared.about().get().toString()),
                    declared);
        }
        return found(byPolicy(session, OF_POLICY, declared), declared).chain(first -> {
            Set<EventId> events = first.stream().map(LateRows.Holder::event).collect(Collectors.toSet());
            return first.size() > MOST || first.isEmpty()
                    ? Uni.createFrom().item(first)
                    : rows.hold(session, events)
                            .chain(() -> found(
                                    byPolicy(session, OF_POLICY_HELD, declared).setParameter("held", Sql.array(events)),
                                    declared));
        });
    }

    private static Mutiny.SelectionQuery<Object[]> byPolicy(Mutiny.Session session, String query, Kept declared) {
        return session.createNativeQuery(query, Object[].class)
                .setParameter("policy", declared.policy().orElseThrow())
                .setParameter("since", declared.since().orElseThrow())
                .setParameter("until", declared.until().orElse("infinity"));
    }

    private static Uni<List<LateRows.Holder>> found(Mutiny.SelectionQuery<Object[]> query, Kept declared) {
        return query.setParameter("partner", declared.partner().orElse(""))
                .setParameter("most", MOST + 1)
                .getResultList()
                .map(found -> found.stream()
                        .map(row -> new LateRows.Holder(
                                EventId.parse((String) row[0]).orElseThrow(), ((Number) row[1]).shortValue()))
                        .toList());
    }

    private static JsonArray json(long declaration, List<LateRows.Recalled> recalled) {
        JsonArray json = new JsonArray();
        recalled.forEach(one -> json.add(new JsonObject()
                .put("d", declaration)
                .put("e", one.from().event().toString())
                .put("f", one.from().feed())));
        return json;
    }

    private static Uni<Integer> close(Mutiny.Session session, Caller caller, Kept declared, String state) {
        return session.createNativeQuery(ANSWER)
                .setParameter("id", declared.id())
                .setParameter("state", state)
                .setParameter("agency", caller.agency().value())
                .setParameter("subject", caller.subject())
                .executeUpdate();
    }

    /** What the officer may not know of is not even read: no more is done for it than for what does not exist. */
    private static Uni<Optional<Kept>> find(Mutiny.Session session, String query, Caller caller, long id) {
        return session.createNativeQuery(query, Object[].class)
                .setParameter("id", id)
                .setParameter("all", oversees(caller))
                .setParameter("agency", caller.agency().value())
                .getSingleResultOrNull()
                .map(row -> Optional.ofNullable(row).map(UnlawfulDesk::kept));
    }

    /** A policy officer declares what their own agency said or was offered; anything else is not there. */
    private static Uni<Boolean> mayKnow(Mutiny.Session session, Caller caller, Optional<EventId> event) {
        return event.isEmpty() || oversees(caller)
                ? Uni.createFrom().item(true)
                : session.createNativeQuery(MAY_KNOW, Integer.class)
                        .setParameter("event", event.get().toString())
                        .setParameter("agency", caller.agency().value())
                        .getResultList()
                        .map(found -> !found.isEmpty());
    }

    private static boolean oversees(Caller caller) {
        return caller.has(Role.AUDITOR) || caller.has(Role.DATA_PROTECTION_OFFICER);
    }

    private static Kept kept(Object[] row) {
        return new Kept(
                ((Number) row[0]).longValue(),
                text(row[1]),
                text(row[2]),
                text(row[3]),
                text(row[4]),
                (String) row[5],
                (String) row[6],
                (String) row[7],
                (String) row[8],
                (String) row[9],
                (String) row[10],
                text(row[11]),
                text(row[12]),
                text(row[13]));
    }

    private static Optional<String> text(Object column) {
        return Optional.ofNullable((String) column);
    }

    private static Concern concern(Kept declared) {
        return declared.about().map(Concern::of).orElse(Concern.NOTHING);
    }

    private AuditEntry looked(Caller caller, String action, Concern what) {
        return AuditEntry.of(clock.instant(), Operation.CONSULTATION, action, Actor.of(caller))
                .about(what);
    }

    private AuditEntry entry(Caller caller, String action, Word word, Concern what) {
        return AuditEntry.of(clock.instant(), Operation.DISCLOSURE, action, Actor.of(caller))
                .because(why(word))
                .about(what);
    }

    private static Justification why(Word word) {
        return new Justification(Optional.empty(), Optional.of(word.reason()), Optional.of(word.caseReference()));
    }
}
