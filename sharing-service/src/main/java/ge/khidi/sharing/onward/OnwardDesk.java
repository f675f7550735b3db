package ge.khidi.sharing.onward;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import ge.khidi.contract.event.EventType;
import ge.khidi.relay.audit.Actor;
import ge.khidi.relay.audit.AuditEntry;
import ge.khidi.relay.audit.AuditLog;
import ge.khidi.relay.audit.Concern;
import ge.khidi.relay.audit.Justification;
import ge.khidi.relay.audit.Operation;
import ge.khidi.relay.caller.Caller;
import ge.khidi.sharing.decision.DecisionTable;
import ge.khidi.sharing.feed.Cursor;
import ge.khidi.sharing.feed.LateRows;
import ge.khidi.sharing.feed.SeenNow;
import ge.khidi.sharing.feed.Sql;
import ge.khidi.sharing.hold.HoldTimes;
import ge.khidi.sharing.installation.Rules;
import ge.khidi.sharing.notice.NoticeKind;
import ge.khidi.sharing.notice.Notices;
import ge.khidi.sharing.policy.Decision;
import ge.khidi.sharing.policy.DisclosureFacts;
import ge.khidi.sharing.release.Word;
import ge.khidi.sharing.suspension.Suspension;
import ge.khidi.sharing.unlawful.Bar;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Keeps requests to pass items on. Each word and its audit entry are one transaction; the head of the event is locked first. */
@ApplicationScoped
class OnwardDesk {

    private static final String BASIS = "Directive (EU) 2016/680 Art. 35(1)(e); Regulation (EU) 2016/794 Art. 19(2)";

    private static final String EVENT_OF = """
            SELECT CAST(r.event_id AS text), c.facts FROM feed_row r
            JOIN event_revision v ON v.event_id = r.event_id AND v.revision = r.revision JOIN disclosure_class c ON c.id = v.class_id
            WHERE r.feed = :feed AND r.seq = :seq
            """;
    private static final String ASK = """
            INSERT INTO onward_request (feed, holder, event_id, revision, originator, recipient, purpose, reason, subject, client, deadline)
            VALUES (:feed, :holder, CAST(CAST(:event AS text) AS uuid), :revision, :originator, :recipient, :purpose, :reason, :subject, :client,
                clock_timestamp() + CAST(CAST(:ordinary AS text) AS interval))
            ON CONFLICT (event_id, feed, recipient, purpose) WHERE state IN ('PENDING', 'APPROVED') DO NOTHING
            RETURNING id, to_json(deadline) #>> '{}'
            """;
    private static final String KEPT = """
            SELECT o.id, o.feed, o.holder, CAST(o.event_id AS text), o.revision, o.originator, o.recipient, o.purpose, o.reason, o.state,
                to_json(o.asked_at) #>> '{}', to_json(o.deadline) #>> '{}', o.state = 'PENDING' AND o.deadline < clock_timestamp(),
                to_json(o.until) #>> '{}', to_json(o.decided_at) #>> '{}'
            FROM onward_request o
            """;
    private static final String OF_HOLDER =
            KEPT + " WHERE o.feed = :feed AND o.event_id = CAST(CAST(:event AS text) AS uuid) ORDER BY o.id";
    private static final String OF_ORIGINATOR = KEPT + """
             WHERE o.originator = :agency AND o.state = :state AND (o.deadline, o.id) > (
                SELECT coalesce(max(a.deadline), CAST('-infinity' AS timestamptz)), coalesce(max(a.id), 0) FROM onward_request a
                WHERE a.id = :after AND a.originator = :agency
            ) ORDER BY o.deadline, o.id LIMIT 200
            """;
    private static final String ONE = KEPT + " WHERE o.id = :id AND o.originator = :agency";
    // The newest revision is what the holder has, if it has the item at all. Of a third party that is suspended,
    // nothing is decided.
    private static final String GROUNDS = """
            SELECT o.id, o.recipient, b.facts AS before, o.profile, c.facts AS now, h.decision AS holder, t.decision AS third, v.class_id, %2$s
            FROM onward_request o CROSS JOIN current_epoch e
            JOIN event_head a ON a.event_id = o.event_id
            JOIN event_revision v ON v.event_id = a.event_id AND v.revision = a.revision JOIN disclosure_class c ON c.id = v.class_id
            LEFT JOIN disclosure_class b ON b.id = o.class_id
            LEFT JOIN decision h ON h.epoch = e.epoch AND h.class_id = v.class_id AND h.feed = o.feed
            LEFT JOIN feed f ON f.partner = o.recipient
            LEFT JOIN decision t ON t.epoch = e.epoch AND t.class_id = v.class_id AND t.feed = f.id AND %1$s
            """.formatted(
                    Suspension.NOT_SUSPENDED.replace(":feed", "f.id"),
                    Bar.STANDS.replace("h.event_id", "o.event_id").replace(":partner", "f.id"));
    private static final String GROUNDS_OF_HOLDER = GROUNDS + """
             WHERE o.feed = :feed AND o.event_id = CAST(CAST(:event AS text) AS uuid) AND o.state = 'APPROVED'
            AND (o.until IS NULL OR o.until > clock_timestamp())
            """;
    private static final String GROUND_OF = GROUNDS + " WHERE o.id = :id";
    private static final String LAPSE = """
            UPDATE onward_request SET state = 'LAPSED' WHERE feed = :feed AND event_id = CAST(CAST(:event AS text) AS uuid)
            AND recipient = :recipient AND purpose = :purpose AND state = 'APPROVED'
            AND NOT id = ANY(CAST(CAST(:standing AS text) AS bigint[]))
            """;
    private static final String ANSWER = """
            UPDATE onward_request o SET state = :state, decided_subject = :subject,
                decided_reason = CASE WHEN h.status = 'ERASED' THEN '' ELSE CAST(:reason AS text) END,
                case_reference = CASE WHEN h.status = 'ERASED' THEN '' ELSE CAST(:reference AS text) END,
                decided_at = clock_timestamp(), until = CAST(nullif(CAST(:until AS text), '') AS timestamptz)
            FROM event_head h WHERE h.event_id = o.event_id AND o.id = :id
            """;
    private static final String APPROVED_OF =
            "UPDATE onward_request SET class_id = :class, profile = CAST(:profile AS text) WHERE id = :id";

    private final Mutiny.SessionFactory sessions;
    private final DecisionTable decisions;
    private final Rules rules;
    private final SeenNow seen;
    private final LateRows rows;
    private final Notices notices;
    private final HoldTimes times;
    private final AuditLog audit;
    private final Clock clock;

    OnwardDesk(
            Mutiny.SessionFactory sessions,
            DecisionTable decisions,
            Rules rules,
            SeenNow seen,
            LateRows rows,
            Notices notices,
            HoldTimes times,
            AuditLog audit,
            Clock clock) {
        this.sessions = sessions;
        this.decisions = decisions;
        this.rules = rules;
        this.seen = seen;
        this.rows = rows;
        this.notices = notices;
        this.times = times;
        this.audit = audit;
        this.clock = clock;
    }

    /** What came of a word. */
    enum Outcome {
        RECORDED,
        REPEATED,
        /** There is no such item or request for this caller. */
        UNKNOWN,
        TOO_LATE,
        /** Products are not passed on: what they were made from has originators of its own. */
        PRODUCT,
        /** The floor refuses the third party, or it is suspended, whatever the originator says. */
        FLOOR,
        /** The holder does not have the item any more. */
        NOT_HELD
    }

    /** The outcome, and the rule of the floor that refused. */
    record Answer(Outcome outcome, Optional<String> rule) {
        Answer(Outcome outcome) {
            this(outcome, Optional.empty());
        }
    }

    /** A request as it is kept; times are ISO 8601. */
    record Kept(
            long id,
            short feed,
            AgencyId holder,
            RevisionId about,
            AgencyId originator,
            String recipient,
            String purpose,
            String reason,
            OnwardState state,
            String askedAt,
            String deadline,
            boolean overdue,
            Optional<String> until,
            Optional<String> decidedAt) {

        /** As it is answered to the holder: what was approved and is not among those that stand has lapsed. */
        Kept asItHolds(Set<Long> standing) {
            return state != OnwardState.APPROVED || standing.contains(id)
                    ? this
                    : new Kept(
                            id,
                            feed,
                            holder,
                            about,
                            originator,
                            recipient,
                            purpose,
                            reason,
                            OnwardState.LAPSED,
                            askedAt,
                            deadline,
                            overdue,
                            until,
                            decidedAt);
        }
    }

    /** An item of a holder's feed. */
    private record Item(EventId event, DisclosureFacts facts) {}

    /**
     * Asks for an item that the caller has now. Asked again for the same third party and purpose, nothing changes, unless what was approved does
     * not hold any more.
     */
    Uni<Outcome> ask(Caller caller, Cursor item, OnwardRequest request) {
        return sessions.withTransaction(session -> item(session, caller, item).chain(found -> {
            if (found.isEmpty()) {
                return Uni.createFrom().item(Outcome.UNKNOWN);
            }
            EventType type = found.get().facts().type();
            return type.product()
                    ? Uni.createFrom().item(Outcome.PRODUCT)
                    : rows.hold(session, found.get().event())
                            .chain(() -> current(session, caller, found.get().event()))
                            .chain(now -> now.isEmpty()
                                    ? Uni.createFrom().item(Outcome.UNKNOWN)
                                    : ask(
                                            session,
                                            caller,
                                            now.get(),
                                            found.get().facts().originator(),
                                            request));
        }));
    }

    private Uni<Outcome> ask(
            Mutiny.Session session, Caller caller, RevisionId about, AgencyId originator, OnwardRequest request) {
        short feed = decisions.find(caller.agency()).orElseThrow().id();
        return standing(session, feed, about.eventId())
                .chain(standing -> session.createNativeQuery(LAPSE)
                        .setParameter("feed", (int) feed)
                        .setParameter("event", about.eventId().toString())
                        .setParameter("recipient", request.to())
                        .setParameter("purpose", request.purpose().name())
                        .setParameter("standing", Sql.array(standing))
                        .executeUpdate())
                .call(lapsed -> lapsed == 0
                        ? Uni.createFrom().voidItem()
                        : audit.append(
                                session, entry(caller, "onward.lapsed", about, Optional.empty(), Optional.empty())))
                .chain(() -> asked(session, caller, feed, about, originator, request));
    }

    private Uni<Outcome> asked(
            Mutiny.Session session,
            Caller caller,
            short feed,
            RevisionId about,
            AgencyId originator,
            OnwardRequest request) {
        return session.createNativeQuery(ASK, Object[].class)
                .setParameter("feed", (int) feed)
                .setParameter("holder", caller.agency().value())
                .setParameter("event", about.eventId().toString())
                .setParameter("revision", about.revision())
                .setParameter("originator", originator.value())
                .setParameter("recipient", request.to())
                .setParameter("purpose", request.purpose().name())
                .setParameter("reason", request.reason())
                .setParameter("subject", caller.subject())
                .setParameter("client", caller.client())
                .setParameter("ordinary", times.ordinary().toString())
                .getResultList()
                .chain(asked -> asked.isEmpty()
                        ? Uni.createFrom().item(Outcome.REPEATED)
                        : notices.tell(session, List.of(telling(caller, about, asked.get(0))))
                                .chain(() -> audit.append(
                                        session,
                                        entry(
                                                caller,
                                                "onward.asked",
                                                about,
                                                Optional.of(request.reason()),
                                                Optional.empty())))
                                .replaceWith(Outcome.RECORDED));
    }

    private static Notices.Telling telling(Caller caller, RevisionId about, Object[] asked) {
        return new Notices.Telling(
                NoticeKind.ONWARD_REQUEST,
                Optional.empty(),
                about,
                caller.agency(),
                ((Number) asked[0]).longValue(),
                BASIS,
                Optional.of((String) asked[1]));
    }

    /** The holder's own requests for the event of an item, as they hold at this moment; empty if there is no such item. */
    Uni<Optional<List<Kept>>> ofHolder(Caller caller, Cursor item) {
        return sessions.withTransaction(session -> item(session, caller, item).chain(found -> {
            if (found.isEmpty()) {
                return Uni.createFrom().item(Optional.empty());
            }
            EventId event = found.get().event();
            short feed = decisions.find(caller.agency()).orElseThrow().id();
            return standing(session, feed, event)
                    .chain(standing -> session.createNativeQuery(OF_HOLDER, Object[].class)
                            .setParameter("feed", (int) feed)
                            .setParameter("event", event.toString())
                            .getResultList()
                            .map(all -> all.stream()
                                    .map(OnwardDesk::kept)
                                    .map(one -> one.asItHolds(standing))
                                    .toList()))
                    .call(all -> consulted(session, caller, "onward.read", Concern.of(event), all))
                    .map(Optional::of);
        }));
    }

    /** The holder's authorisations about an event that hold at this moment. */
    private Uni<Set<Long>> standing(Mutiny.Session session, short feed, EventId event) {
        return seen.of(session, feed, List.of(event))
                .chain(has -> has.isEmpty()
                        ? Uni.createFrom().item(Set.of())
                        : session.createNativeQuery(GROUNDS_OF_HOLDER, Object[].class)
                                .setParameter("feed", (int) feed)
                                .setParameter("event", event.toString())
                                .getResultList()
                                .map(all -> all.stream()
                                        .filter(row -> ground(row)
                                                .filter(Ground::stands)
                                                .isPresent())
                                        .map(row -> ((Number) row[0]).longValue())
                                        .collect(Collectors.toUnmodifiableSet())));
    }

    private Optional<Ground> ground(Object[] row) {
        return text(row[2])
                .map(DisclosureFacts::parse)
                .map(facts -> new Ground(new Ground.Before(facts, text(row[3])), now(row)));
    }

    private Ground.Now now(Object[] row) {
        Optional<Decision> holder = text(row[5]).map(Decision::parse);
        return new Ground.Now(
                DisclosureFacts.parse((String) row[4]),
                holder,
                holder.flatMap(Decision::profile).filter(this::showsPersons).isPresent(),
                AgencyId.parse((String) row[1])
                        .flatMap(decisions::find)
                        .map(registered -> new Ground.Third(
                                text(row[6]).map(Decision::parse),
                                (Boolean) row[8],
                                registered.partner().noPersonalDataOn(today()))));
    }

    private boolean showsPersons(String profile) {
        return rules.profiles().personalData(profile) || rules.profiles().freeText(profile);
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private static Optional<String> text(@Nullable Object column) {
        return Optional.ofNullable((String) column);
    }

    /** What an originator is asked, or what became of it, the most overdue first. */
    Uni<List<Kept>> queue(Caller caller, OnwardState state, long after) {
        return sessions.withTransaction(session -> session.createNativeQuery(OF_ORIGINATOR, Object[].class)
                .setParameter("agency", caller.agency().value())
                .setParameter("state", state.name())
                .setParameter("after", after)
                .getResultList()
                .map(all -> all.stream().map(OnwardDesk::kept).toList())
                .call(all -> consulted(session, caller, "onward.listed", Concern.count(all.size()), all)));
    }

    /** A look that shows nothing is no entry. */
    private Uni<Void> consulted(Mutiny.Session session, Caller caller, String action, Concern what, List<Kept> shown) {
        return shown.isEmpty()
                ? Uni.createFrom().voidItem()
                : audit.append(
                        session,
                        AuditEntry.of(clock.instant(), Operation.CONSULTATION, action, Actor.of(caller))
                                .about(what));
    }

    /** An officer's word on a request about an event of the caller's agency. */
    Uni<Answer> say(Caller caller, long id, Word word) {
        return sessions.withTransaction(session -> find(session, caller, id)
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().item(new Answer(Outcome.UNKNOWN))
                        : rows.hold(session, found.get().about().eventId())
                                .chain(() -> find(session, caller, id))
                                .chain(now -> judge(session, caller, now.orElseThrow(), word))));
    }

    private Uni<Answer> judge(Mutiny.Session session, Caller caller, Kept request, Word word) {
        OnwardState next = request.state().after(word.kind());
        if (next == request.state()) {
            boolean said = next == OnwardState.PENDING.after(word.kind()) && next != OnwardState.PENDING;
            return Uni.createFrom().item(new Answer(said ? Outcome.REPEATED : Outcome.TOO_LATE));
        }
        return next == OnwardState.APPROVED
                ? approve(session, caller, request, word)
                : record(session, caller, request, next, word);
    }

    /** The holder has it still, and the floor lets the third party have it where it is a registered partner. */
    private Uni<Answer> approve(Mutiny.Session session, Caller caller, Kept request, Word word) {
        return seen.of(session, request.feed(), List.of(request.about().eventId()))
                .chain(has -> has.isEmpty()
                        ? Uni.createFrom().item(new Answer(Outcome.NOT_HELD))
                        : session.createNativeQuery(GROUND_OF, Object[].class)
                                .setParameter("id", request.id())
                                .getSingleResult()
                                .chain(row -> approve(session, caller, request, word, row)));
    }

    private Uni<Answer> approve(Mutiny.Session session, Caller caller, Kept request, Word word, Object[] row) {
        Ground.Now now = now(row);
        Optional<String> rule = now.refusedBy();
        return rule.isPresent()
                ? Uni.createFrom().item(new Answer(Outcome.FLOOR, rule))
                : session.createNativeQuery(APPROVED_OF)
                        .setParameter("id", request.id())
                        .setParameter("class", ((Number) row[7]).longValue())
                        .setParameter(
                                "profile",
                                now.holder().flatMap(Decision::profile).orElse(""))
                        .executeUpdate()
                        .chain(() -> record(session, caller, request, OnwardState.APPROVED, word));
    }

    private Uni<Answer> record(Mutiny.Session session, Caller caller, Kept request, OnwardState next, Word word) {
        String action = switch (next) {
            case PENDING -> "onward.asked";
            case APPROVED -> "onward.approved";
            case REJECTED -> "onward.rejected";
            case REVOKED -> "onward.revoked";
            case LAPSED -> "onward.lapsed";
        };
        return session.createNativeQuery(ANSWER)
                .setParameter("id", request.id())
                .setParameter("state", next.name())
                .setParameter("subject", caller.subject())
                .setParameter("reason", word.reason())
                .setParameter("reference", word.caseReference())
                .setParameter("until", word.until().map(Object::toString).orElse(""))
                .executeUpdate()
                .chain(() -> audit.append(
                        session,
                        entry(
                                        caller,
                                        action,
                                        request.about(),
                                        Optional.of(word.reason()),
                                        Optional.of(word.caseReference()))
                                .to(request.holder())))
                .replaceWith(new Answer(Outcome.RECORDED));
    }

    /** The event of a row of the caller's feed. */
    private Uni<Optional<Item>> item(Mutiny.Session session, Caller caller, Cursor item) {
        return decisions
                .find(caller.agency())
                .map(feed -> session.createNativeQuery(EVENT_OF, Object[].class)
                        .setParameter("feed", (int) feed.id())
                        .setParameter("seq", item.seq())
                        .getSingleResultOrNull()
                        .map(row -> Optional.ofNullable(row)
                                .map(columns -> new Item(
                                        EventId.parse((String) columns[0]).orElseThrow(),
                                        DisclosureFacts.parse((String) columns[1])))))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    /** The revision of the event that the caller has now. */
    private Uni<Optional<RevisionId>> current(Mutiny.Session session, Caller caller, EventId event) {
        return seen.of(session, decisions.find(caller.agency()).orElseThrow().id(), List.of(event))
                .map(has -> Optional.ofNullable(has.get(event)).map(item -> item.revision()));
    }

    private static Uni<Optional<Kept>> find(Mutiny.Session session, Caller caller, long id) {
        return session.createNativeQuery(ONE, Object[].class)
                .setParameter("id", id)
                .setParameter("agency", caller.agency().value())
                .getSingleResultOrNull()
                .map(row -> Optional.ofNullable(row).map(OnwardDesk::kept));
    }

    private static Kept kept(Object[] row) {
        return new Kept(
                ((Number) row[0]).longValue(),
                ((Number) row[1]).shortValue(),
                new AgencyId((String) row[2]),
                new RevisionId(EventId.parse((String) row[3]).orElseThrow(), ((Number) row[4]).intValue()),
                new AgencyId((String) row[5]),
                (String) row[6],
                (String) row[7],
                (String) row[8],
                OnwardState.valueOf((String) row[9]),
                (String) row[10],
                (String) row[11],
                (Boolean) row[12],
                Optional.ofNullable((String) row[13]),
                Optional.ofNullable((String) row[14]));
    }

    private AuditEntry entry(
            Caller caller, String action, RevisionId about, Optional<String> reason, Optional<String> caseReference) {
        return AuditEntry.of(clock.instant(), Operation.DISCLOSURE, action, Actor.of(caller))
                .because(new Justification(Optional.empty(), reason, caseReference))
                .about(about);
    }
}
