package ge.khidi.sharing.feed;

import ge.khidi.relay.audit.AuditEntry;
import ge.khidi.relay.audit.AuditLog;
import ge.khidi.relay.audit.Concern;
import ge.khidi.relay.audit.Operation;
import ge.khidi.relay.housekeeping.Rounds;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/** Counts looks into a feed that showed nothing; once a minute each reader's count becomes one audit entry. */
@Singleton
public class EmptyPolls {

    private static final Logger LOG = Logger.getLogger(EmptyPolls.class);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Map<Reader, Long> counts = new ConcurrentHashMap<>();
    private final Mutiny.SessionFactory sessions;
    private final AuditLog audit;
    private final Vertx vertx;
    private final Clock clock;

    EmptyPolls(Mutiny.SessionFactory sessions, AuditLog audit, Vertx vertx, Clock clock) {
        this.sessions = sessions;
        this.audit = audit;
        this.vertx = vertx;
        this.clock = clock;
    }

    void start(@Observes StartupEvent started) {
        Rounds.begin(vertx, MINUTE, this::flush, LOG, "Logging of empty polls");
    }

    /** One more look that showed nothing. */
    public void count(Reader reader) {
        counts.merge(reader, 1L, Long::sum);
    }

    private Uni<Void> flush() {
        Map<Reader, Long> taken = Map.copyOf(counts);
        if (taken.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        taken.forEach((reader, count) ->
                counts.computeIfPresent(reader, (same, now) -> now.equals(count) ? null : Long.valueOf(now - count)));
        List<AuditEntry> entries = new ArrayList<>();
        taken.forEach((reader, count) ->
                entries.add(AuditEntry.of(clock.instant(), Operation.CONSULTATION, "feed.polled", reader.actor())
                        .because(reader.why())
                        .about(Concern.count(count))
                        .to(reader.caller().agency())));
        return sessions.withTransaction(session -> audit.append(session, entries))
                .onFailure()
                .invoke(() -> keep(taken));
    }

    /** The database is away: they are counted again with the next minute's. */
    private void keep(Map<Reader, Long> taken) {
        taken.forEach((reader, count) -> counts.merge(reader, count, Long::sum));
    }
}
