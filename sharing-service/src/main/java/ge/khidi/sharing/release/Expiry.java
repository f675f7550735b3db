package ge.khidi.sharing.release;

import ge.khidi.relay.housekeeping.Rounds;
import ge.khidi.sharing.hold.HoldTimes;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/** Ends releases whose time is over, and counts what waits and what leaked, for the operator. */
@Singleton
class Expiry {

    private static final Logger LOG = Logger.getLogger(Expiry.class);
    private static final int MOST = 100;
    private static final String COUNTS = """
            SELECT (SELECT count(*) FROM release WHERE state = 'PENDING'), (SELECT count(*) FROM leak),
                (SELECT count(*) FROM release WHERE state = 'PENDING' AND deadline < clock_timestamp()),
                (SELECT count(*) FROM release WHERE threat = 'UNCONFIRMED')
            """;

    private final ReleaseDesk desk;
    private final HoldTimes times;
    private final Pool pool;
    private final Vertx vertx;
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicLong leaks = new AtomicLong();
    private final AtomicLong overdue = new AtomicLong();
    private final AtomicLong unconfirmed = new AtomicLong();

    Expiry(ReleaseDesk desk, HoldTimes times, Pool pool, Vertx vertx, MeterRegistry meters) {
        this.desk = desk;
        this.times = times;
        this.pool = pool;
        this.vertx = vertx;
        meters.gauge("khidi.releases.pending", waiting);
        meters.gauge("khidi.disclosure.leaks", leaks);
        meters.gauge("khidi.releases.overdue", overdue);
        meters.gauge("khidi.releases.unconfirmed", unconfirmed);
    }

    void start(@Observes StartupEvent started) {
        Rounds.begin(vertx, times.look(), this::look, LOG, "The look through the releases");
    }

    /** How many items the leak check holds back. */
    long leaks() {
        return leaks.get();
    }

    private Uni<Void> look() {
        return desk.endThoseThatAreOver(MOST)
                .chain(() -> pool.query(COUNTS).execute())
                .invoke(counts -> count(counts.iterator().next()))
                .replaceWithVoid();
    }

    private void count(Row counts) {
        waiting.set(counts.getLong(0));
        leaks.set(counts.getLong(1));
        overdue.set(counts.getLong(2));
        unconfirmed.set(counts.getLong(3));
    }
}
