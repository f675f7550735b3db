package ge.khidi.relay.outbox;

import ge.khidi.relay.trace.FreshContext;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How the outbox is doing: {@code khidi.outbox.waiting} (rows), {@code khidi.outbox.oldest.age}, {@code khidi.outbox.sent} and
 * {@code khidi.outbox.failed}.
 *
 * <p>An oldest age that grows is the alarm: a lane stands still, whatever the reason. The two gauges are not a number while
 * the database cannot be asked.
 */
@Singleton
class OutboxMeters {

    private static final String MEASURE =
            "SELECT count(*) AS waiting, (SELECT added_at FROM outbox ORDER BY id LIMIT 1) AS oldest FROM outbox";

    private final Counter sent;
    private final Counter failed;
    private final Vertx vertx;
    private final Pool pool;
    private final Duration interval;
    private final Clock clock = Clock.systemUTC();
    private volatile double waiting = Double.NaN;
    private volatile @Nullable Instant oldest;
    private volatile long timer = -1;

    OutboxMeters(MeterRegistry meters, Vertx vertx, Pool pool, OutboxConfig config) {
        this.vertx = vertx;
        this.pool = pool;
        this.interval = config.measureInterval();
        this.sent = Counter.builder("khidi.outbox.sent")
                .description("Records the broker acknowledged")
                .register(meters);
        this.failed = Counter.builder("khidi.outbox.failed")
                .description("Turns of a lane that ended with a failure")
                .register(meters);
        Gauge.builder("khidi.outbox.waiting", this, it -> it.waiting)
                .description("Rows that are accepted and not yet published")
                .register(meters);
        TimeGauge.builder("khidi.outbox.oldest.age", this, TimeUnit.SECONDS, OutboxMeters::ageOfOldest)
                .description("How long the oldest of them has waited")
                .register(meters);
    }

    void start(@Observes StartupEvent started) {
        timer = vertx.setPeriodic(
                interval.toMillis(),
                tick -> measure().subscribe().with(measured -> {}, unmeasured -> waiting = Double.NaN));
    }

    void stop(@Observes ShutdownEvent stopping) {
        vertx.cancelTimer(timer);
    }

    void sent(int records) {
        sent.increment(records);
    }

    void failed() {
        failed.increment();
    }

    private double ageOfOldest() {
        if (Double.isNaN(waiting)) {
            return Double.NaN;
        }
        Instant since = oldest;
        return since == null ? 0 : Duration.between(since, clock.instant()).toMillis() / 1000.0;
    }

    Uni<Void> measure() {
        return FreshContext.run(vertx, FreshContext.untraced(), () -> pool.withConnection(this::measureOn));
    }

    private Uni<Void> measureOn(SqlConnection connection) {
        return connection
                .query(MEASURE)
                .execute()
                .invoke(rows -> keep(rows.iterator().next()))
                .replaceWithVoid();
    }

    private void keep(Row measured) {
        OffsetDateTime added = measured.getOffsetDateTime("oldest");
        oldest = added == null ? null : added.toInstant();
        waiting = measured.getLong("waiting");
    }
}
