package ge.khidi.sharing.release;

import ge.khidi.relay.trace.FreshContext;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/** Ends releases whose time is over, and counts what waits and what leaked, for the operator. */
@Singleton
class Expiry {

    private static final Logger LOG = Logger.getLogger(Expiry.class);
    private static final Duration EVERY = Duration.ofSeconds(30);
    private static final int MOST = 100;
    private static final String COUNTS = """
            SELECT (SELECT count(*) FROM release WHERE state = 'PENDING'), (SELECT count(*) FROM leak),
                (SELECT count(*) FROM release WHERE state = 'PENDING' AND deadline < clock_timestamp()),
                (SELECT count(*) FROM release WHERE threat = 'UNCONFIRMED')
            """;

    private final ReleaseDesk desk;
    private final Pool pool;
    private final Vertx vertx;
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicLong leaks = new AtomicLong();
    private final AtomicLong overdue = new AtomicLong();
    private final AtomicLong unconfirmed = new AtomicLong();

    Expiry(ReleaseDesk desk, Pool pool, Vertx vertx, MeterRegistry meters) {
        this.desk = desk;
        this.pool = pool;
        this.vertx = vertx;
        meters.gauge("khidi.releases.pending", waiting);
        meters.gauge("khidi.disclosure.leaks", leaks);
        meters.gauge("khidi.releases.overdue", overdue);
        meters.gauge("khidi.releases.unconfirmed", unconfirmed);
    }

    void start(@Observes StartupEvent started) {
        vertx.setPeriodic(EVERY.toMillis(), tick -> look());
    }

    /** How many items the leak check holds back. */
    long leaks() {
        return leaks.get();
    }

    private void look() {
        FreshContext.run(
                        vertx,
                        FreshContext.untraced(),
                        () -> desk.endThoseThatAreOver(MOST)
                                .chain(() -> pool.query(COUNTS).execute()))
                .subscribe()
                .with(
                        counts -> {
                            Row row = counts.iterator().next();
                            waiting.set(row.getLong(0));
                            leaks.set(row.getLong(1));
                            overdue.set(row.getLong(2));
                            unconfirmed.set(row.getLong(3));
                        },
                        failure -> LOG.warnf(
                                "Releases could not be looked through, next look in %s. cause=%s",
                                EVERY, failure.getClass().getName()));
    }
}
