package ge.khidi.intake.retention;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.contract.event.EventType;
import ge.khidi.intake.submission.Author;
import ge.khidi.relay.audit.Actor;
import ge.khidi.relay.audit.AuditEntry;
import ge.khidi.relay.audit.AuditLog;
import ge.khidi.relay.audit.Concern;
import ge.khidi.relay.audit.Operation;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/** Which events are to be reviewed, and which nobody kept. Days are days in UTC. */
@Singleton
class Reviews {

    // A restricted event is kept until the restriction is lifted, and reviewed all the same.
    private static final String SOON = """
        SELECT CAST(id AS text), reference, type, status, review_by
        FROM event
        WHERE originator = :originator AND (type = 'LINK_DECISION') = :decisions AND status <> 'ERASED'
          AND (review_by, id) > (CAST(:day AS date), CAST(:id AS uuid)) AND review_by <= :until
        ORDER BY review_by, id
        LIMIT :most
        """;

    private static final String OVERDUE = """
        SELECT CAST(id AS text), originator, type
        FROM event
        WHERE review_by < :today AND status NOT IN ('RESTRICTED', 'ERASED')
          AND (originator, type = 'LINK_DECISION', id) > (:originator, :decisions, CAST(:id AS uuid))
        ORDER BY originator, type = 'LINK_DECISION', id
        LIMIT :most
        """;

    private static final String FORGET_REPEATS = "DELETE FROM erased_content WHERE until < :today";

    private final Mutiny.SessionFactory sessions;
    private final AuditLog audit;
    private final Clock clock;

    Reviews(Mutiny.SessionFactory sessions, AuditLog audit, Clock clock) {
        this.sessions = sessions;
        this.audit = audit;
        this.clock = clock;
    }

    /** An event that its originator has to decide on by the end of a day. */
    record Review(EventId id, Optional<String> reference, EventType type, String status, LocalDate reviewBy) {

        /** References may name a person or a case. */
        @Override
        public String toString() {
            return "Review[" + id + ", " + reviewBy + "]";
        }
    }

    /** Where a list goes on: behind this event of this day. */
    record After(LocalDate day, EventId id) {
        static final After NOTHING = new After(LocalDate.EPOCH, new EventId(new UUID(0, 0)));
    }

    /** An event that nobody decided to keep. */
    record Overdue(EventId id, AgencyId originator, EventType type) {
        boolean decision() {
            return type == EventType.LINK_DECISION;
        }
    }

    /** The author's events to be reviewed within so many days, those overdue first. */
    Uni<List<Review>> listSoon(Author author, Actor actor, int days, After after, int most) {
        return sessions.withTransaction(session -> session.createNativeQuery(SOON, Object[].class)
                .setParameter("originator", author.agency().value())
                .setParameter("decisions", author.kind() == Author.Kind.ANALYST)
                .setParameter("day", after.day())
                .setParameter("id", after.id().toString())
                .setParameter("until", today().plusDays(days))
                .setParameter("most", most)
                .getResultList()
                .map(rows -> rows.stream().map(Reviews::review).toList())
                .call(found -> found.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : audit.append(
                                session,
                                AuditEntry.of(clock.instant(), Operation.CONSULTATION, "reviews.listed", actor)
                                        .about(Concern.count(found.size())))));
    }

    /** The overdue events behind this one, or from the beginning: by originator, its analysts' decisions last. */
    Uni<List<Overdue>> listOverdue(Optional<Overdue> after, int most) {
        return sessions.withSession(session -> session.createNativeQuery(OVERDUE, Object[].class)
                .setParameter("today", today())
                .setParameter(
                        "originator",
                        after.map(last -> last.originator().value()).orElse(""))
                .setParameter("decisions", after.map(Overdue::decision).orElse(false))
                .setParameter(
                        "id", after.map(Overdue::id).orElse(After.NOTHING.id()).toString())
                .setParameter("most", most)
                .getResultList()
                .map(rows -> rows.stream()
                        .map(row -> new Overdue(
                                id(row[0]), new AgencyId((String) row[1]), EventType.valueOf((String) row[2])))
                        .toList()));
    }

    /** The digests by which repeats of what was erased were known, once none is on its way any more. */
    Uni<Void> forgetRepeats() {
        return sessions.withTransaction(session -> session.createNativeQuery(FORGET_REPEATS)
                .setParameter("today", today())
                .executeUpdate()
                .replaceWithVoid());
    }

    private LocalDate today() {
        return clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
    }

    private static Review review(Object[] row) {
        return new Review(
                id(row[0]),
                Optional.ofNullable((String) row[1]),
                EventType.valueOf((String) row[2]),
                (String) row[3],
                (LocalDate) row[4]);
    }

    private static EventId id(Object text) {
        return new EventId(UUID.fromString((String) text));
    }
}
