package ge.khidi.sharing.suspension;

import ge.khidi.contract.AgencyId;
import ge.khidi.relay.audit.Actor;
import ge.khidi.relay.audit.AuditEntry;
import ge.khidi.relay.audit.AuditLog;
import ge.khidi.relay.audit.Justification;
import ge.khidi.relay.audit.Operation;
import ge.khidi.relay.caller.Caller;
import ge.khidi.relay.caller.Role;
import ge.khidi.relay.housekeeping.Pause;
import ge.khidi.relay.suspension.SuspendedNow;
import ge.khidi.sharing.rulebook.Officer;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * Begins a suspension at one registrar's word, and ends it at the word of two. Each word, its audit entry and what the other services are told of it are one
 * transaction.
 */
@Singleton
public class Suspensions {

    private static final String ALL = """
            SELECT agency, reason, to_json(since) #>> '{}', by_agency, by_subject, lift_agency, lift_subject FROM suspension
            """;
    private static final String ONE = ALL + " WHERE agency = :agency FOR UPDATE";
    private static final String SUSPEND = """
            INSERT INTO suspension (agency, reason, by_agency, by_subject) VALUES (:agency, :reason, :by, :subject)
            ON CONFLICT (agency) DO UPDATE SET lift_agency = NULL, lift_subject = NULL
            """;
    private static final String ASK =
            "UPDATE suspension SET lift_agency = :by, lift_subject = :subject WHERE agency = :agency";
    private static final String LIFT = "DELETE FROM suspension WHERE agency = :agency";

    private final Mutiny.SessionFactory sessions;
    private final AuditLog audit;
    private final Announcements announcements;
    private final Event<Suspended> suspended;
    private final Vertx vertx;
    private final Clock clock;

    Suspensions(
            Mutiny.SessionFactory sessions,
            AuditLog audit,
            Announcements announcements,
            Event<Suspended> suspended,
            Vertx vertx,
            Clock clock) {
        this.sessions = sessions;
        this.audit = audit;
        this.announcements = announcements;
        this.suspended = suspended;
        this.vertx = vertx;
        this.clock = clock;
    }

    /** What came of the word that a suspension should end. */
    public enum Lifting {
        NOT_SUSPENDED,
        /** It has to come from a registrar first. */
        NOT_A_REGISTRAR,
        /** Somebody else has to say so too. */
        ASKED,
        LIFTED
    }

    public Uni<List<Suspension>> all() {
        return sessions.withSession(session -> session.createNativeQuery(ALL, Object[].class)
                .getResultList()
                .map(rows -> rows.stream().map(Suspensions::suspension).toList()));
    }

    /**
     * From the commit on no page, link or release shows the agency anything; from the answer on no instance of this service lets it in, and intake follows as
     * soon as it has heard of it. Said again it only takes back what was asked about its end.
     */
    public Uni<Void> suspend(Caller caller, AgencyId agency, String reason) {
        return sessions.withTransaction(session -> session.createNativeQuery(SUSPEND)
                        .setParameter("agency", agency.value())
                        .setParameter("reason", reason)
                        .setParameter("by", caller.agency().value())
                        .setParameter("subject", caller.subject())
                        .executeUpdate()
                        .chain(() -> announcements.add(session))
                        .chain(() -> audit.append(session, entry("agency.suspended", caller, agency, reason))))
                .invoke(() -> suspended.fire(new Suspended(agency)))
                .call(this::untilKnownEverywhere);
    }

    private Uni<Void> untilKnownEverywhere() {
        return Pause.of(vertx, SuspendedNow.EVERYWHERE);
    }

    /** A registrar asks for the end, and another officer agrees; when that is answered, every instance lets the agency in again. */
    public Uni<Lifting> lift(Caller caller, AgencyId agency, String reason) {
        Officer officer = new Officer(caller.agency(), caller.subject());
        return sessions.withTransaction(session -> session.createNativeQuery(ONE, Object[].class)
                        .setParameter("agency", agency.value())
                        .getResultList()
                        .map(rows -> rows.stream().findFirst().map(Suspensions::suspension))
                        .chain(found -> {
                            Lifting lifting = lifting(caller, officer, found);
                            return switch (lifting) {
                                case NOT_SUSPENDED, NOT_A_REGISTRAR ->
                                    Uni.createFrom().item(lifting);
                                case ASKED ->
                                    ask(session, caller, agency, reason).replaceWith(lifting);
                                case LIFTED ->
                                    session.createNativeQuery(LIFT)
                                            .setParameter("agency", agency.value())
                                            .executeUpdate()
                                            .chain(() -> announcements.add(session))
                                            .chain(() -> audit.append(
                                                    session, entry("agency.suspension-lifted", caller, agency, reason)))
                                            .replaceWith(lifting);
                            };
                        }))
                .call(lifting -> lifting == Lifting.LIFTED
                        ? untilKnownEverywhere()
                        : Uni.createFrom().voidItem());
    }

    private static Lifting lifting(Caller caller, Officer officer, Optional<Suspension> found) {
        if (found.isEmpty()) {
            return Lifting.NOT_SUSPENDED;
        }
        Optional<Officer> asked = found.get().liftAskedBy();
        if (asked.isEmpty()) {
            return caller.has(Role.AGENCY_REGISTRAR) ? Lifting.ASKED : Lifting.NOT_A_REGISTRAR;
        }
        return asked.get().isSamePersonAs(officer) ? Lifting.ASKED : Lifting.LIFTED;
    }

    private Uni<Void> ask(Mutiny.Session session, Caller caller, AgencyId agency, String reason) {
        return session.createNativeQuery(ASK)
                .setParameter("agency", agency.value())
                .setParameter("by", caller.agency().value())
                .setParameter("subject", caller.subject())
                .executeUpdate()
                .chain(() -> audit.append(session, entry("agency.lifting-asked", caller, agency, reason)));
    }

    private static Suspension suspension(Object[] row) {
        return new Suspension(
                new AgencyId((String) row[0]),
                (String) row[1],
                OffsetDateTime.parse((String) row[2]).toInstant(),
                officer(row[3], row[4]).orElseThrow(),
                officer(row[5], row[6]));
    }

    private static Optional<Officer> officer(@Nullable Object agency, @Nullable Object subject) {
        return agency == null || subject == null
                ? Optional.empty()
                : Optional.of(new Officer(new AgencyId((String) agency), (String) subject));
    }

    private AuditEntry entry(String action, Caller caller, AgencyId agency, String reason) {
        return AuditEntry.of(clock.instant(), Operation.ALTERATION, action, Actor.of(caller))
                .because(new Justification(Optional.empty(), Optional.of(reason), Optional.empty()))
                .to(agency);
    }
}
