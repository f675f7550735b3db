package ge.khidi.sharing.suspension;

import ge.khidi.contract.AgencyId;
import ge.khidi.relay.outbox.Outbox;
import ge.khidi.relay.suspension.SuspendedAgencies;
import ge.khidi.relay.trace.FreshContext;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/**
 * Tells the other services who is suspended: the whole set, in the transaction that changes it, and once more at each start, for a topic that was lost, a
 * database that was restored, and what was suspended before anybody was told.
 */
@Singleton
class Announcements {

    private static final Logger LOG = Logger.getLogger(Announcements.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /** At least the time in microseconds, so that it also goes on growing where the database was restored from a backup. */
    private static final String NEXT = """
            UPDATE suspension_number
            SET number = greatest(number + 1, CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint))
            RETURNING number
            """;

    /** A statement of its own: it sees what was committed while the number was waited for. */
    private static final String ALL = "SELECT agency FROM suspension";

    private final Mutiny.SessionFactory sessions;
    private final Outbox outbox;
    private final Vertx vertx;
    private final Clock clock;

    Announcements(Mutiny.SessionFactory sessions, Outbox outbox, Vertx vertx, Clock clock) {
        this.sessions = sessions;
        this.outbox = outbox;
        this.vertx = vertx;
        this.clock = clock;
    }

    void start(@Observes StartupEvent started) {
        FreshContext.run(vertx, FreshContext.untraced(), () -> sessions.withTransaction(this::add))
                .onFailure()
                .invoke(failure -> LOG.warnf(
                        "Who is suspended cannot be told at present, it is tried again. cause=%s",
                        failure.getClass().getName()))
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely()
                .subscribe()
                .with(told -> LOG.debug("Who is suspended was told."));
    }

    /** In the session's transaction, after what it changes; the number stays locked until it ends. */
    Uni<Void> add(Mutiny.Session session) {
        return session.createNativeQuery(NEXT, Long.class)
                .getSingleResult()
                .chain(number -> session.createNativeQuery(ALL, String.class)
                        .getResultList()
                        .map(agencies -> new SuspendedAgencies(
                                number, agencies.stream().map(AgencyId::new).collect(Collectors.toSet())))
                        .chain(set -> outbox.add(session, List.of(set.message(clock.instant())))));
    }
}
