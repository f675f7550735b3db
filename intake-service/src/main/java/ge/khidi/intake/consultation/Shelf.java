package ge.khidi.intake.consultation;

import ge.khidi.contract.EventId;
import ge.khidi.intake.submission.Author;
import ge.khidi.intake.submission.Version;
import ge.khidi.relay.audit.Actor;
import ge.khidi.relay.audit.AuditEntry;
import ge.khidi.relay.audit.AuditLog;
import ge.khidi.relay.audit.Concern;
import ge.khidi.relay.audit.Operation;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/** What an originator can read again. Each look is in the audit log before the caller gets to see it. */
@Singleton
class Shelf {

    // An analyst's decisions are theirs alone, and an agency's system sees everything else of its agency.
    private static final String MINE = "e.originator = :originator AND (e.type = 'LINK_DECISION') = :decisions";

    private static final String REVISION = """
        SELECT r.revision, r.sha256, r.content
        FROM event e JOIN event_revision r ON r.event_id = e.id
        WHERE e.id = CAST(:id AS uuid) AND r.revision = coalesce(nullif(CAST(:revision AS int), 0), e.revision)
          AND r.content <> ''
          AND %s
        """.formatted(MINE);

    private static final int CURRENT = 0;

    private static final String HISTORY = """
        SELECT r.revision, r.kind, r.status, r.sha256, r.accepted_at
        FROM event e JOIN event_revision r ON r.event_id = e.id
        WHERE e.id = CAST(:id AS uuid)
          AND %s
        ORDER BY r.revision
        LIMIT :most
        """.formatted(MINE);

    // See the migration: once alone with the lock, everything up to the last position is decided.
    private static final String ALONE = "SELECT CAST(pg_advisory_xact_lock(1001, hashtext(:originator)) AS text)";
    private static final String LAST = "SELECT last_value FROM event_position";

    private static final String PAGE = """
        SELECT e.position, CAST(e.id AS text), e.reference, e.type, e.status, e.revision, r.sha256, r.accepted_at
        FROM event e JOIN event_revision r ON r.event_id = e.id AND r.revision = e.revision
        WHERE e.position > :after AND e.position <= :last AND r.accepted_at >= :moment
          AND %s
        ORDER BY e.position
        LIMIT :most
        """.formatted(MINE);

    private final Mutiny.SessionFactory sessions;
    private final AuditLog audit;
    private final Clock clock;

    Shelf(Mutiny.SessionFactory sessions, AuditLog audit, Clock clock) {
        this.sessions = sessions;
        this.audit = audit;
        this.clock = clock;
    }

    /** One revision, as it travels. */
    record Kept(Version version, String content) {}

    /** A revision without its content. */
    record Past(int revision, String kind, String status, String sha256, Instant acceptedAt) {}

    /** An event without its content, as its newest revision left it. */
    record Line(
            String eventId,
            Optional<String> reference,
            String type,
            String status,
            int revision,
            String sha256,
            Instant acceptedAt) {}

    /** Lines in the order in which the events last changed; {@code next} goes on behind them. */
    record Page(List<Line> items, Since next, boolean more) {}

    /** The newest revision, or an earlier one. */
    Uni<Optional<Kept>> find(Author author, Actor actor, EventId id, Optional<Integer> revision) {
        return sessions.withTransaction(session -> mine(session, REVISION, author)
                .setParameter("id", id.toString())
                .setParameter("revision", revision.orElse(CURRENT))
                .getResultList()
                .map(rows -> rows.stream().map(Shelf::kept).findFirst())
                .call(kept -> kept.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : enter(session, "event.read", actor, Concern.of(id))));
    }

    Uni<List<Past>> listRevisions(Author author, Actor actor, EventId id, int most) {
        return sessions.withTransaction(session -> mine(session, HISTORY, author)
                .setParameter("id", id.toString())
                .setParameter("most", most)
                .getResultList()
                .map(rows -> rows.stream().map(Shelf::past).toList())
                .call(past -> past.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : enter(session, "event.revisions-read", actor, Concern.of(id))));
    }

    /** Never passes over an event that is still being accepted while it looks. */
    Uni<Page> list(Author author, Actor actor, Since since, int most) {
        return lastDecided(author)
                .chain(last -> sessions.withTransaction(session -> mine(session, PAGE, author)
                        .setParameter("after", since.position())
                        .setParameter("last", last)
                        .setParameter("moment", since.moment())
                        .setParameter("most", most + 1)
                        .getResultList()
                        .map(rows -> page(rows, since, most))
                        .call(page -> page.items().isEmpty()
                                ? Uni.createFrom().voidItem()
                                : enter(
                                        session,
                                        "events.listed",
                                        actor,
                                        Concern.count(page.items().size())))));
    }

    private Uni<Long> lastDecided(Author author) {
        return sessions.withTransaction(session -> session.createNativeQuery(ALONE, String.class)
                .setParameter("originator", author.agency().value())
                .getSingleResult()
                .chain(() -> session.createNativeQuery(LAST, Long.class).getSingleResult()));
    }

    private Uni<Void> enter(Mutiny.Session session, String action, Actor actor, Concern concern) {
        return audit.append(
                session,
                AuditEntry.of(clock.instant(), Operation.CONSULTATION, action, actor)
                        .about(concern));
    }

    private static Mutiny.SelectionQuery<Object[]> mine(Mutiny.Session session, String query, Author author) {
        return session.createNativeQuery(query, Object[].class)
                .setParameter("originator", author.agency().value())
                .setParameter("decisions", author.kind() == Author.Kind.ANALYST);
    }

    private static Kept kept(Object[] row) {
        return new Kept(new Version((Integer) row[0], (String) row[1]), (String) row[2]);
    }

    private static Past past(Object[] row) {
        return new Past((Integer) row[0], (String) row[1], (String) row[2], (String) row[3], instant(row[4]));
    }

    private static Page page(List<Object[]> rows, Since since, int most) {
        List<Object[]> shown = rows.subList(0, Math.min(most, rows.size()));
        Since next = shown.isEmpty() ? since : Since.after((Long) shown.get(shown.size() - 1)[0]);
        return new Page(shown.stream().map(Shelf::line).toList(), next, rows.size() > most);
    }

    private static Line line(Object[] row) {
        return new Line(
                (String) row[1],
                Optional.ofNullable((String) row[2]),
                (String) row[3],
                (String) row[4],
                (Integer) row[5],
                (String) row[6],
                instant(row[7]));
    }

    private static Instant instant(Object value) {
        return value instanceof Instant moment ? moment : ((java.time.OffsetDateTime) value).toInstant();
    }
}
