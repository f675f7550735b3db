package ge.khidi.sharing.writing;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.health.api.Wellness;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.inject.Default;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * What agencies wrote and intake has not answered for, for the operator: {@code khidi.writing.waiting}, and {@code khidi.writing.late} of them for more
 * than five minutes. Down in {@code /q/health/well} while anything is late; the service itself is well.
 */
@Wellness
@Default
@Singleton
class Backlog implements HealthCheck {

    private static final Duration LATE = Duration.ofMinutes(5);

    private final WritingStore store;
    private final Clock clock;
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicLong late = new AtomicLong();

    Backlog(WritingStore store, Clock clock, MeterRegistry meters) {
        this.store = store;
        this.clock = clock;
        meters.gauge("khidi.writing.waiting", waiting);
        meters.gauge("khidi.writing.late", late);
    }

    Uni<Void> look(SqlConnection connection) {
        return store.waiting(connection, clock.instant().minus(LATE))
                .invoke(this::count)
                .replaceWithVoid();
    }

    /** Whether nothing waited at the last look. */
    boolean empty() {
        return waiting.get() == 0;
    }

    private void count(Row counts) {
        waiting.set(counts.getLong("waiting"));
        late.set(counts.getLong("late"));
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("writing")
                .status(late.get() == 0)
                .withData("late", late.get())
                .build();
    }
}
