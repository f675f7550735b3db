package ge.khidi.sharing.release;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import ge.khidi.relay.audit.Actor;
import ge.khidi.relay.audit.AuditEntry;
import ge.khidi.relay.audit.AuditLog;
import ge.khidi.relay.audit.Concern;
import ge.khidi.relay.audit.Justification;
import ge.khidi.relay.audit.Operation;
import ge.khidi.relay.caller.Caller;
import ge.khidi.relay.housekeeping.Pause;
import ge.khidi.sharing.decision.DecisionTable;
import ge.khidi.sharing.decision.Feed;
import ge.khidi.sharing.feed.Cause;
import ge.khidi.sharing.feed.LateRows;
import ge.khidi.sharing.feed.Products;
import ge.khidi.sharing.hold.HeldItem;
import ge.khidi.sharing.hold.HeldItems;
import ge.khidi.sharing.hold.HoldTimes;
import ge.khidi.sharing.notice.NoticeKind;
import ge.khidi.sharing.notice.Notices;
import ge.khidi.sharing.policy.Decision;
import ge.khidi.sharing.policy.Partner;
import ge.khidi.sharing.policy.ReleaseMode;
import ge.khidi.sharing.suspension.Suspension;
import ge.khidi.sharing.unlawful.UnlawfulRecall;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * Where officers decide on held items. A decision, the row it causes and its audit entry are one transaction; the head of the event is
 * locked first, so a decision and a new revision of the event come one after the other.
 */
@ApplicationScoped
class ReleaseDesk {

    private static final int MOST = 200;
    // Together five seconds, for a product that somebody else is looking at.
    private static final int TRIES = 20;
    private static final Duration PAUSE = Duration.ofMillis(250);

    private static final String CONCERNS = """
            (r.originator = :agency OR r.holds LIKE :asked
                OR (r.gateway = :agency AND r.holds LIKE '%"mode":"GATEWAY"%'))
            """;

    // The most overdue first. A deadline never moves while an item waits, so the place of the last item that was read
    // stays its place. What another agency is asked about is no place, as what does not exist is none.
    private static final String PLACE = """
            AND (r.deadline, r.id) > (
                SELECT coalesce(max(a.deadline), CAST('-infinity' AS timestamptz)), coalesce(max(a.id), 0) FROM release a
                WHERE a.id = :after AND (a.awaiting = :agency OR %s)
            ) ORDER BY r.deadline, r.id LIMIT :most
            """.formatted(CONCERNS.replace("r.", "a."));

    private static final String QUEUE = "SELECT r.* FROM release r WHERE r.state = :state"
            + " AND ((r.state = 'PENDING' AND r.awaiting = :agency) OR (r.state <> 'PENDING' AND " + CONCERNS + "))"
            + " AND (NOT :overdue OR r.deadline < clock_timestamp()) " + PLACE;
    // What was released at once is before the agency whose officer did so, until a second one has said whether it was
    // right.
    private static final String UNCONFIRMED = """
            SELECT r.* FROM release r WHERE r.threat = 'UNCONFIRMED' AND r.awaiting = :agency
            AND (NOT :overdue OR r.deadline < clock_timestamp())
            """ + PLACE;
    // What another agency is asked about is not even read: no more is done for it than for what does not exist.
    private static final String CONCERNING = "FROM Release r WHERE r.id = :id AND " + CONCERNS;
    // What is decided on is read behind the lock, and not before it as well.
    private static final String EVENT = "SELECT r.eventId " + CONCERNING;
    private static final String OWN = """
            SELECT CAST(s.source AS text), s.revision FROM product_source s JOIN event_head h ON h.event_id = s.source
            WHERE s.product = CAST(CAST(:product AS text) AS uuid) AND h.originator = :agency ORDER BY 1
            """;
    private static final String SAID =
            "SELECT step, decision, agency, subject FROM release_decision WHERE release_id = :id ORDER BY at";
    private static final String SAY = """
            INSERT INTO release_decision (release_id, step, decision, agency, subject, reason, case_reference, until)
            SELECT r.id, CAST(:step AS integer), CAST(:decision AS text), CAST(:agency AS text), CAST(:subject AS text),
                CASE WHEN h.status = 'ERASED' THEN '' ELSE CAST(:reason AS text) END,
                CASE WHEN h.status = 'ERASED' THEN '' ELSE CAST(:reference AS text) END,
                CAST(nullif(CAST(:until AS text), '') AS timestamptz)
            FROM release r JOIN event_head h ON h.event_id = r.event_id WHERE r.id = :id
            """;
    private static final String NOW_DECIDED = """
            SELECT c.epoch, d.decision FROM current_epoch c
            JOIN decision d ON d.epoch = c.epoch AND d.class_id = :classId AND d.feed = :feed
            WHERE %s
            """.formatted(Suspension.NOT_SUSPENDED);
    private static final String MAKE_ROOM = """
            UPDATE Release r SET r.state = 'SUPERSEDED' WHERE r.eventId = :event AND r.feed = :feed AND r.state = 'APPROVED'
            """;
    private static final String OVER = """
            SELECT r.* FROM release r WHERE r.state = 'APPROVED' AND r.until <= statement_timestamp()
            ORDER BY r.until, r.id LIMIT :most
            """;
    private static final String NOW = "SELECT to_json(clock_timestamp()) #>> '{}'";

    private final Mutiny.SessionFactory sessions;
    private final DecisionTable decisions;
    private final LateRows rows;
    private final Products products;
    private final UnlawfulRecall recall;
    private final Notices notices;
    private final HoldTimes times;
    private final AuditLog audit;
    private final Clock clock;
    private final Vertx vertx;

    ReleaseDesk(
            Mutiny.SessionFactory sessions,
            DecisionTable decisions,
            LateRows rows,
            Products products,
            UnlawfulRecall recall,
            Notices notices,
            HoldTimes times,
            AuditLog audit,
            Clock clock,
            Vertx vertx) {
        this.sessions = sessions;
        this.decisions = decisions;
        this.rows = rows;
        this.products = products;
        this.recall = recall;
        this.notices = notices;
        this.times = times;
        this.audit = audit;
        this.clock = clock;
        this.vertx = vertx;
    }

    /** What came of a word that was said. */
    enum Outcome {
        RECORDED,
        REPEATED,
        UNKNOWN,
        SAME_OFFICER,
        TOO_LATE,
        /** The rules have changed since the item was held; it may not leave this way any more. */
        NOT_HELD,
        /** There is no content, or the leak check stopped the bytes. */
        LEAKS,
        /** A source of the product has just moved, and whoever looks at it has not finished. */
        BEING_LOOKED_AT,
        /** Only the originator can let it go, even where a life is threatened. */
        CONSENT_NEEDED
    }

    /** The outcome, and the item as it now is unless it is unknown. */
    record Answer(Outcome outcome, Optional<Release> release) {}

    /** An item with what the partner would get; to the originator of one source of a product, only which of its events it is about. */
    record Opened(Release release, LateRows.Preview preview, List<RevisionId> own) {}

    /** What waits for an agency, or what became of it; {@code after} is the last item that was read. */
    Uni<List<Release>> queue(Caller caller, Release.State state, boolean overdue, long after) {
        return sessions.withTransaction(session -> session.createNativeQuery(QUEUE, Release.class)
                .setParameter("state", state.name())
                .setParameter("agency", caller.agency().value())
                .setParameter("asked", askedByName(caller.agency()))
                .setParameter("overdue", overdue)
                .setParameter("after", after)
                .setParameter("most", MOST)
                .getResultList()
                .call(found -> listed(session, caller, found)));
    }

    /** What one officer of the agency released at once, and no second one has confirmed. */
    Uni<List<Release>> unconfirmed(Caller caller, boolean overdue, long after) {
        return sessions.withTransaction(session -> session.createNativeQuery(UNCONFIRMED, Release.class)
                .setParameter("agency", caller.agency().value())
                .setParameter("asked", askedByName(caller.agency()))
                .setParameter("overdue", overdue)
                .setParameter("after", after)
                .setParameter("most", MOST)
                .getResultList()
                .call(found -> listed(session, caller, found)));
    }

    /** A list names events and partners, and none of their content. */
    private Uni<Void> listed(Mutiny.Session session, Caller caller, List<Release> found) {
        return found.isEmpty()
                ? Uni.createFrom().voidItem()
                : audit.append(
                        session,
                        AuditEntry.of(clock.instant(), Operation.CONSULTATION, "releases.listed", Actor.of(caller))
                                .about(Concern.count(found.size())));
    }

    /** An item that the caller's agency is asked about or has a part in, with what would leave. Looking is logged before it is shown. */
    Uni<Optional<Opened>> open(Caller caller, Justification why, long id) {
        return sessions.withTransaction(session -> find(session, caller.agency(), id)
                .chain(found -> {
                    if (found.isEmpty()) {
                        return Uni.createFrom().item(Optional.empty());
                    }
                    Release release = found.get();
                    Uni<LateRows.Preview> shown = item(release).openTo(caller.agency())
                            ? preview(session, release)
                            : Uni.createFrom().item(LateRows.Preview.NOTHING);
                    return shown.call(preview -> audit.append(
                                    session,
                                    entry(Operation.CONSULTATION, "release.opened", caller, why, item(release))))
                            .chain(preview -> own(session, release, caller.agency())
                                    .map(own -> Optional.of(new Opened(release, preview, own))));
                }));
    }

    /** The sources of a product that this agency said itself. */
    private static Uni<List<RevisionId>> own(Mutiny.Session session, Release release, AgencyId agency) {
        return session.createNativeQuery(OWN, Object[].class)
                .setParameter("product", release.eventId.toString())
                .setParameter("agency", agency.value())
                .getResultList()
                .map(rows -> rows.stream()
                        .map(row -> new RevisionId(
                                EventId.parse((String) row[0]).orElseThrow(), ((Number) row[1]).intValue()))
                        .toList());
    }

    Uni<Answer> say(Caller caller, long id, Word word) {
        return say(caller, id, word, TRIES);
    }

    /** Nobody waits until all other products were looked at: this one is looked at first, and the word said again. */
    private Uni<Answer> say(Caller caller, long id, Word word, int tries) {
        return sayOnce(caller, id, word)
                .chain(answer -> answer.outcome() != Outcome.BEING_LOOKED_AT || tries == 0
                        ? Uni.createFrom().item(answer)
                        : products.lookAtFirst(new EventId(answer.release().orElseThrow().eventId))
                                .chain(looked -> looked ? Uni.createFrom().voidItem() : Pause.of(vertx, PAUSE))
                                .chain(() -> say(caller, id, word, tries - 1)));
    }

    private Uni<Answer> sayOnce(Caller caller, long id, Word word) {
        return sessions.withTransaction(session -> concerning(session, EVENT, UUID.class, caller.agency(), id)
                .chain(event -> event.isEmpty()
                        ? answer(Outcome.UNKNOWN, null)
                        : rows.hold(session, new EventId(event.get()))
                                .chain(() -> find(session, caller.agency(), id))
                                .chain(held -> judge(session, caller, held.orElseThrow(), word))));
    }

    private Uni<Answer> judge(Mutiny.Session session, Caller caller, Release release, Word word) {
        return said(session, release.id).chain(said -> judge(session, caller, release, said, word));
    }

    private Uni<Answer> judge(Mutiny.Session session, Caller caller, Release release, List<Said> said, Word word) {
        HeldItem item = item(release);
        Verdict verdict = Verdict.of(
                item,
                Release.State.valueOf(release.state),
                release.step,
                said,
                caller.agency(),
                caller.subject(),
                word.kind());
        return switch (verdict) {
            case REPEATED -> answer(Outcome.REPEATED, release);
            case NOT_ASKED -> answer(Outcome.UNKNOWN, null);
            case SAME_OFFICER -> answer(Outcome.SAME_OFFICER, release);
            case TOO_LATE -> answer(Outcome.TOO_LATE, release);
            case ANOTHER_NEEDED -> record(session, caller, release, word).replaceWith(recorded(release));
            case NEXT ->
                record(session, caller, release, word)
                        .invoke(() -> {
                            release.step++;
                            release.awaiting = item.asked(release.step).value();
                        })
                        .chain(() -> notices.tell(session, request(release, item)))
                        .replaceWith(recorded(release));
            case DONE -> done(session, caller, release, word);
            case AT_ONCE -> atOnce(session, caller, release, word);
            case CONSENT_NEEDED -> answer(Outcome.CONSENT_NEEDED, release);
            case CONFIRMED ->
                record(session, caller, release, word)
                        .invoke(() -> release.threat = "CONFIRMED")
                        .replaceWith(recorded(release));
            case TAKEN_BACK -> takenBack(session, caller, release, word);
        };
    }

    private static List<Notices.Telling> request(Release release, HeldItem item) {
        return HeldItems.request(
                        item.holds().get(release.step),
                        release.id,
                        item.revision(),
                        item.partner(),
                        item.asked(release.step),
                        release.deadline.toString())
                .stream()
                .toList();
    }

    /** It leaves now, a second officer has until the deadline, and whoever said it is told. */
    private Uni<Answer> atOnce(Mutiny.Session session, Caller caller, Release release, Word word) {
        HeldItem item = item(release);
        Notices.Telling told = new Notices.Telling(
                NoticeKind.RELEASED_FOR_LIFE_THREAT,
                Optional.empty(),
                item.revision(),
                item.partner(),
                release.id,
                "Directive (EU) 2016/680 Art. 35(2)",
                Optional.empty());
        return approve(session, caller, release, word).chain(answer -> {
            if (answer.outcome() != Outcome.RECORDED) {
                return Uni.createFrom().item(answer);
            }
            release.threat = Release.UNCONFIRMED;
            release.deadline = clock.instant().plus(times.confirmation());
            return notices.tell(session, List.of(told)).replaceWith(answer);
        });
    }

    /** It should not have left: the partner erases it, it does not come again, and whoever said it is told. */
    private Uni<Answer> takenBack(Mutiny.Session session, Caller caller, Release release, Word word) {
        return record(session, caller, release, word)
                .invoke(() -> release.threat = "REFUSED")
                .chain(() -> decided(session, release, Release.State.REVOKED))
                .chain(() -> recall.of(
                        session,
                        List.of(new LateRows.Holder(item(release).revision().eventId(), release.feed)),
                        new UnlawfulRecall.Found(
                                NoticeKind.RELEASE_TAKEN_BACK, release.id, Actor.of(caller), why(word))))
                .replaceWith(recorded(release));
    }

    private Uni<Answer> done(Mutiny.Session session, Caller caller, Release release, Word word) {
        return switch (word.kind()) {
            case REJECT ->
                record(session, caller, release, word)
                        .chain(() -> decided(session, release, Release.State.REJECTED))
                        .chain(() ->
                                rows.lookAgain(session, item(release).revision().eventId()))
                        .replaceWith(recorded(release));
            case REVOKE ->
                record(session, caller, release, word)
                        .chain(() -> decided(session, release, Release.State.REVOKED))
                        .chain(() -> rows.releaseEnded(session, release.feed, new EventId(release.eventId)))
                        .replaceWith(recorded(release));
            case APPROVE -> approve(session, caller, release, word);
            case LIFE_THREAT, CONFIRM, REFUSE ->
                throw new IllegalStateException("these words have verdicts of their own");
        };
    }

    private Uni<Answer> approve(Mutiny.Session session, Caller caller, Release release, Word word) {
        return stillHeld(session, release).chain(now -> {
            Optional<Feed> feed = decisions.find(release.feed);
            if (now.isEmpty() || feed.isEmpty()) {
                return answer(Outcome.NOT_HELD, release);
            }
            return rows.bring(session, feed.get(), item(release).revision(), now.get(), Cause.RELEASE)
                    .chain(brought -> switch (brought) {
                        case APPENDED -> approved(session, caller, release, word);
                        case STOPPED -> answer(Outcome.LEAKS, release);
                        case BEING_LOOKED_AT -> answer(Outcome.BEING_LOOKED_AT, release);
                    });
        });
    }

    private Uni<Answer> approved(Mutiny.Session session, Caller caller, Release release, Word word) {
        return session.createMutationQuery(MAKE_ROOM)
                .setParameter("event", release.eventId)
                .setParameter("feed", release.feed)
                .executeUpdate()
                .chain(() -> record(session, caller, release, word))
                .chain(() -> decided(session, release, Release.State.APPROVED))
                .invoke(() -> release.until = word.until().orElse(null))
                .replaceWith(recorded(release));
    }

    /** The decision of this moment, if it still holds the item under the profile the officers have seen, and of the gateway that was asked. */
    private Uni<Optional<Decision>> stillHeld(Mutiny.Session session, Release release) {
        HeldItem item = item(release);
        return decisions
                .sight()
                .map(sight -> sight.partners().find(item.partner()).filter(now -> asksAsItDid(item, now)))
                .chain(same -> same.isPresent()
                        ? heldNow(session, release)
                        : Uni.createFrom().item(Optional.empty()));
    }

    private static boolean asksAsItDid(HeldItem item, Partner now) {
        return item.gateway().equals(now.releasedBy())
                || item.holds().stream().noneMatch(hold -> hold.mode() == ReleaseMode.GATEWAY);
    }

    private static Uni<Optional<Decision>> heldNow(Mutiny.Session session, Release release) {
        return session.createNativeQuery(NOW_DECIDED, Object[].class)
                .setParameter("classId", release.classId)
                .setParameter("feed", (int) release.feed)
                .getSingleResultOrNull()
                .map(row -> Optional.ofNullable(row)
                        .map(columns -> Decision.parse((String) columns[1]))
                        .filter(now ->
                                now instanceof Decision.Held && now.profile().equals(Optional.of(release.profile))));
    }

    /**
     * Releases whose time is over end, each in a transaction of its own, and the partner is told of what it may have by them alone; all that
     * are over, at most so many being read at a time.
     */
    Uni<Void> endThoseThatAreOver(int most) {
        return Uni.createFrom()
                .deferred(() -> endTheFirst(most))
                .repeat()
                .whilst(ended -> ended == most)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Integer> endTheFirst(int most) {
        return sessions.withSession(session -> session.createNativeQuery(OVER, Release.class)
                        .setParameter("most", most)
                        .getResultList())
                .onItem()
                .transformToMulti(over -> Multi.createFrom().iterable(over))
                .onItem()
                .transformToUniAndConcatenate(this::end)
                .collect()
                .asList()
                .map(List::size);
    }

    private Uni<Release> end(Release over) {
        return sessions.withTransaction(session -> rows.hold(session, new EventId(over.eventId))
                .chain(() -> session.find(Release.class, over.id))
                .call(release -> {
                    if (!release.state.equals(Release.State.APPROVED.name())) {
                        return Uni.createFrom().voidItem();
                    }
                    return decided(session, release, Release.State.LAPSED)
                            .chain(() -> rows.releaseEnded(session, release.feed, new EventId(release.eventId)));
                }));
    }

    /** By the clock that dates the rows of the feeds: what was brought under a release came before its end. */
    private static Uni<Void> decided(Mutiny.Session session, Release release, Release.State state) {
        return session.createNativeQuery(NOW, String.class)
                .getSingleResult()
                .invoke(now -> {
                    release.state = state.name();
                    release.decidedAt = OffsetDateTime.parse(now).toInstant();
                })
                .replaceWithVoid();
    }

    private Uni<Void> record(Mutiny.Session session, Caller caller, Release release, Word word) {
        String until = word.until()
                .map(end -> OffsetDateTime.ofInstant(end, ZoneOffset.UTC).toString())
                .orElse("");
        return session.createNativeQuery(SAY)
                .setParameter("id", release.id)
                .setParameter("step", release.step)
                .setParameter("decision", word.kind().name())
                .setParameter("agency", caller.agency().value())
                .setParameter("subject", caller.subject())
                .setParameter("reason", word.reason())
                .setParameter("reference", word.caseReference())
                .setParameter("until", until)
                .executeUpdate()
                .chain(() -> audit.append(
                        session, entry(Operation.DISCLOSURE, action(word), caller, why(word), item(release))));
    }

    private static Justification why(Word word) {
        return new Justification(Optional.empty(), Optional.of(word.reason()), Optional.of(word.caseReference()));
    }

    private static String action(Word word) {
        return switch (word.kind()) {
            case APPROVE -> "release.approved";
            case REJECT -> "release.rejected";
            case REVOKE -> "release.revoked";
            case LIFE_THREAT -> "release.life-threat";
            case CONFIRM -> "release.life-threat.confirmed";
            case REFUSE -> "release.life-threat.refused";
        };
    }

    private AuditEntry entry(Operation operation, String action, Caller caller, Justification why, HeldItem item) {
        return AuditEntry.of(clock.instant(), operation, action, Actor.of(caller))
                .because(why)
                .about(Concern.of(item.revision()))
                .to(item.partner());
    }

    private Uni<LateRows.Preview> preview(Mutiny.Session session, Release release) {
        Optional<Feed> feed = decisions.find(release.feed);
        return stillHeld(session, release)
                .chain(now -> now.isEmpty() || feed.isEmpty()
                        ? Uni.createFrom().item(LateRows.Preview.NOTHING)
                        : rows.preview(session, feed.get(), item(release).revision(), now.get()));
    }

    /** The item, if the agency said the event or its word is asked for at some step. */
    private static Uni<Optional<Release>> find(Mutiny.Session session, AgencyId agency, long id) {
        return concerning(session, CONCERNING, Release.class, agency, id);
    }

    private static <T> Uni<Optional<T>> concerning(
            Mutiny.Session session, String query, Class<T> type, AgencyId agency, long id) {
        return session.createQuery(query, type)
                .setParameter("id", id)
                .setParameter("agency", agency.value())
                .setParameter("asked", askedByName(agency))
                .getSingleResultOrNull()
                .map(Optional::ofNullable);
    }

    private static String askedByName(AgencyId agency) {
        return "%\"by\":\"" + agency + "\"%";
    }

    private static Uni<List<Said>> said(Mutiny.Session session, long id) {
        return session.createNativeQuery(SAID, Object[].class)
                .setParameter("id", id)
                .getResultList()
                .map(rows -> rows.stream()
                        .map(row -> new Said(
                                ((Number) row[0]).intValue(),
                                Word.Kind.valueOf((String) row[1]),
                                new AgencyId((String) row[2]),
                                (String) row[3]))
                        .toList());
    }

    static HeldItem item(Release release) {
        return new HeldItem(
                release.feed,
                new AgencyId(release.partner),
                new RevisionId(new EventId(release.eventId), release.revision),
                release.classId,
                new AgencyId(release.originator),
                new AgencyId(release.gateway),
                release.profile,
                Decision.parseHolds(release.holds));
    }

    private static Answer recorded(Release release) {
        return new Answer(Outcome.RECORDED, Optional.of(release));
    }

    private static Uni<Answer> answer(Outcome outcome, @Nullable Release release) {
        return Uni.createFrom().item(new Answer(outcome, Optional.ofNullable(release)));
    }
}
