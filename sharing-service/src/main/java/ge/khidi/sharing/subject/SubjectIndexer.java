package ge.khidi.sharing.subject;

import ge.khidi.contract.codec.EventCodec;
import ge.khidi.contract.event.Event;
import ge.khidi.relay.housekeeping.Rounds;
import ge.khidi.sharing.decision.OffLoop;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/**
 * Brings into the index what arrived before there was one, some events at a time, each time in one transaction with the place it got to; and
 * erases requests whose time is over. Whoever is killed leaves whole chunks behind; of several instances one works at a time.
 */
@Singleton
class SubjectIndexer {

    private static final Logger LOG = Logger.getLogger(SubjectIndexer.class);

    private static final String BEGIN = """
            UPDATE subject_index_progress SET form = :form, done = false, looked = '00000000-0000-0000-0000-000000000000'
            WHERE form < :form
            """;
    private static final String NEXT =
            "SELECT CAST(looked AS text) FROM subject_index_progress WHERE NOT done FOR UPDATE SKIP LOCKED";
    // The heads are held, so that none of these is erased before its rows are there to be erased with it.
    private static final String EVENTS = """
            SELECT CAST(event_id AS text) FROM event_head WHERE event_id > CAST(CAST(:looked AS text) AS uuid)
            ORDER BY event_id LIMIT :most FOR SHARE
            """;
    private static final String BODIES = """
            SELECT v.body FROM event_revision v WHERE v.body IS NOT NULL
            AND v.event_id > CAST(CAST(:looked AS text) AS uuid) AND v.event_id <= CAST(CAST(:last AS text) AS uuid)
            """;
    private static final String GOT_TO = "UPDATE subject_index_progress SET looked = CAST(CAST(:last AS text) AS uuid)";
    private static final String DONE = "UPDATE subject_index_progress SET done = true";

    private final Mutiny.SessionFactory sessions;
    private final SubjectIndex index;
    private final SubjectDesk desk;
    private final SubjectConfig config;
    private final Vertx vertx;

    SubjectIndexer(
            Mutiny.SessionFactory sessions, SubjectIndex index, SubjectDesk desk, SubjectConfig config, Vertx vertx) {
        this.sessions = sessions;
        this.index = index;
        this.desk = desk;
        this.config = config;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent started) {
        Rounds.begin(vertx, config.every(), this::catchUp, LOG, "Keeping of the index of persons")
                .go();
    }

    /** Until nothing is left. */
    Uni<Void> catchUp() {
        return sessions.withTransaction(session -> session.createNativeQuery(BEGIN)
                        .setParameter("form", Identifiers.FORM)
                        .executeUpdate())
                .chain(() -> Uni.createFrom()
                        .deferred(() -> sessions.withTransaction(this::chunk))
                        .repeat()
                        .whilst(more -> more)
                        .collect()
                        .last())
                .chain(last -> desk.lapse())
                .replaceWithVoid();
    }

    private Uni<Boolean> chunk(Mutiny.Session session) {
        return session.createNativeQuery(NEXT, String.class)
                .getResultList()
                .chain(place -> place.isEmpty()
                        ? Uni.createFrom().item(false)
                        : session.createNativeQuery(EVENTS, String.class)
                                .setParameter("looked", place.get(0))
                                .setParameter("most", config.indexTogether())
                                .getResultList()
                                .chain(events -> chunk(session, place.get(0), events)));
    }

    private Uni<Boolean> chunk(Mutiny.Session session, String looked, List<String> events) {
        if (events.isEmpty()) {
            return session.createNativeQuery(DONE).executeUpdate().replaceWith(false);
        }
        String last = events.get(events.size() - 1);
        return session.createNativeQuery(BODIES, String.class)
                .setParameter("looked", looked)
                .setParameter("last", last)
                .getResultList()
                .chain(bodies -> OffLoop.run(() -> index.rows(parsed(bodies))))
                .chain(rows -> index.keep(session, rows))
                .chain(() -> session.createNativeQuery(GOT_TO)
                        .setParameter("last", last)
                        .executeUpdate())
                .replaceWith(true);
    }

    private static List<Event> parsed(List<String> bodies) {
        return bodies.stream()
                .flatMap(body -> EventCodec.parse(body.getBytes(StandardCharsets.UTF_8)).toOptional().stream())
                .toList();
    }
}
