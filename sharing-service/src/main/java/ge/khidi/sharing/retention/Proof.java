package ge.khidi.sharing.retention;

import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import ge.khidi.relay.audit.Actor;
import ge.khidi.relay.audit.AuditEntry;
import ge.khidi.relay.audit.AuditLog;
import ge.khidi.relay.audit.Operation;
import ge.khidi.relay.housekeeping.Pause;
import ge.khidi.relay.housekeeping.Rounds;
import ge.khidi.sharing.decision.OffLoop;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/**
 * Looks whether erased events are gone from the topics, so many records at a time and never once per event. What a look has met is in memory
 * only: a service that is killed begins its look again, and several instances each prove for themselves.
 */
@Singleton
class Proof {

    private static final Logger LOG = Logger.getLogger(Proof.class);
    private static final Actor RETENTION = Actor.platform("retention");
    private static final int MOST = 10_000;

    private final Mutiny.SessionFactory sessions;
    private final Erasures erasures;
    private final TopicReader topics;
    private final AuditLog audit;
    private final RetentionConfig config;
    private final Vertx vertx;
    private final Clock clock;
    private final AtomicInteger stillThere;

    Proof(
            Mutiny.SessionFactory sessions,
            Erasures erasures,
            TopicReader topics,
            AuditLog audit,
            RetentionConfig config,
            Vertx vertx,
            MeterRegistry meters,
            Clock clock) {
        this.sessions = sessions;
        this.erasures = erasures;
        this.topics = topics;
        this.audit = audit;
        this.config = config;
        this.vertx = vertx;
        this.clock = clock;
        this.stillThere = meters.gauge("khidi.erasures.still.there", new AtomicInteger());
    }

    void start(@Observes StartupEvent started) {
        Rounds.begin(
                vertx,
                config.every(),
                () -> look(clock.instant().minus(config.compactionAfter())),
                LOG,
                "Proving erasures");
    }

    /** One look, for what was erased before then: the topics once, then the dead letters. */
    Uni<Void> look(Instant due) {
        return sessions.withTransaction(session -> erasures.waiting(session, due, MOST))
                .chain(waiting -> waiting.isEmpty() ? Uni.createFrom().voidItem() : look(waiting))
                .chain(() -> OffLoop.run(topics::oldestDeadLetter))
                .chain(oldest ->
                        sessions.withTransaction(session -> erasures.done(session, oldest.orElse(clock.instant()))
                                .call(done -> audit.append(session, entries("erasure.done", done)))))
                .replaceWithVoid();
    }

    private Uni<Void> look(List<RevisionId> waiting) {
        Pass pass = new Pass(waiting);
        return OffLoop.run(topics::ends)
                .chain(ends -> read(fromTheBeginning(ends), ends, pass))
                .chain(() -> sessions.withTransaction(session -> erasures.gone(session, pass.gone())
                        .chain(() -> erasures.looked(session, pass.stillThere()))
                        .chain(() -> audit.append(session, entries("erasure.compacted", pass.gone())))))
                .invoke(() -> told(pass));
    }

    private Uni<Void> read(Map<TopicPartition, Long> places, Map<TopicPartition, Long> ends, Pass pass) {
        return OffLoop.run(() -> topics.read(places, ends, config.records(), pass))
                .chain(left -> left.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : Pause.of(vertx, config.pause()).chain(() -> read(left, ends, pass)));
    }

    private static Map<TopicPartition, Long> fromTheBeginning(Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> places = new HashMap<>(ends);
        places.replaceAll((partition, end) -> 0L);
        return places;
    }

    private void told(Pass pass) {
        stillThere.set(pass.stillThere().size());
        LOG.infof(
                "Erased events were looked for in the topics. gone=%d stillThere=%d",
                pass.gone().size(), pass.stillThere().size());
    }

    private List<AuditEntry> entries(String action, Collection<EventId> events) {
        return events.stream()
                .map(event -> AuditEntry.of(clock.instant(), Operation.ERASURE, action, RETENTION)
                        .about(event))
                .toList();
    }
}
