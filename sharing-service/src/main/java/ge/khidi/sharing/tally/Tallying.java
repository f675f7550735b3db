package ge.khidi.sharing.tally;

import static java.nio.charset.StandardCharsets.UTF_8;

import ge.khidi.contract.codec.EventCodec;
import ge.khidi.contract.event.Event;
import ge.khidi.relay.housekeeping.Rounds;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/**
 * Counts what the append does not: the rows of the feeds, and events that arrived before there were tallies. Some at a time, each time in
 * one transaction with the place it got to; of several instances one counts a feed at a time.
 */
@Singleton
public class Tallying {

    private static final Logger LOG = Logger.getLogger(Tallying.class);
    private static final Duration EVERY = Duration.ofSeconds(5);

    private static final String DUE = """
            WITH taken AS (
                DELETE FROM tally_due WHERE event_id IN (SELECT event_id FROM tally_due LIMIT 200 FOR UPDATE SKIP LOCKED)
                RETURNING event_id
            )
            SELECT v.body, h.revision FROM taken t JOIN event_head h ON h.event_id = t.event_id
            JOIN event_revision v ON v.event_id = h.event_id AND v.revision = h.revision
            """;

    private static final String NEW_FEEDS =
            "INSERT INTO offered_until (feed, seq) SELECT id, 0 FROM feed ON CONFLICT DO NOTHING";
    private static final String NEXT = """
            SELECT u.feed, u.seq, least(f.last_seq, u.seq + 20000) FROM offered_until u JOIN feed f ON f.id = u.feed
            WHERE u.seq < f.last_seq ORDER BY u.feed LIMIT 1 FOR UPDATE OF u
            """;
    // A rendition that is gone (its event was erased) is taken to have shown what there was.
    private static final String COUNT = """
            INSERT INTO offered AS o (feed, day, class_id, kind, special, items)
            SELECT r.feed, CAST(r.added AT TIME ZONE 'UTC' AS date), v.class_id, r.kind,
                r.kind <= 3 AND CAST(CAST(c.facts AS jsonb) ->> 'specialCategories' AS boolean)
                    AND coalesce(n.withheld NOT LIKE '%SPECIAL_CATEGORIES%', true), count(*)
            FROM feed_row r JOIN event_revision v ON v.event_id = r.event_id AND v.revision = r.revision
            JOIN disclosure_class c ON c.id = v.class_id
            LEFT JOIN rendition n ON n.event_id = r.event_id AND n.revision = r.revision AND n.variant = r.variant
            WHERE r.feed = :feed AND r.seq > :after AND r.seq <= :last
            GROUP BY 1, 2, 3, 4, 5
            ON CONFLICT (day, feed, class_id, kind, special) DO UPDATE SET items = o.items + excluded.items
            """;
    private static final String COUNTED = "UPDATE offered_until SET seq = :last WHERE feed = :feed";

    private final Mutiny.SessionFactory sessions;
    private final Vertx vertx;

    Tallying(Mutiny.SessionFactory sessions, Vertx vertx) {
        this.sessions = sessions;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent started) {
        Rounds.begin(vertx, EVERY, this::catchUp, LOG, "Counting of what arrived");
    }

    /** Completes when every row that was committed before is counted, by whomever. */
    public Uni<Void> catchUp() {
        return sessions.withTransaction(
                        session -> session.createNativeQuery(NEW_FEEDS).executeUpdate())
                .chain(() -> untilNothingIsLeft(this::countEvents))
                .chain(() -> untilNothingIsLeft(this::countRows));
    }

    private Uni<Void> untilNothingIsLeft(Function<Mutiny.Session, Uni<Boolean>> some) {
        return Uni.createFrom()
                .deferred(() -> sessions.withTransaction(some))
                .repeat()
                .whilst(more -> more)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Boolean> countEvents(Mutiny.Session session) {
        return session.createNativeQuery(DUE, Object[].class)
                .getResultList()
                .chain(rows -> Tallies.keep(session, events(rows)).replaceWith(!rows.isEmpty()));
    }

    private static List<Event> events(List<Object[]> rows) {
        return rows.stream()
                .map(row -> row[0])
                .filter(Objects::nonNull)
                .map(body -> EventCodec.parse(((String) body).getBytes(UTF_8))
                        .toOptional()
                        .orElseThrow())
                .toList();
    }

    private Uni<Boolean> countRows(Mutiny.Session session) {
        return session.createNativeQuery(NEXT, Object[].class)
                .getResultList()
                .chain(places -> places.isEmpty() ? Uni.createFrom().item(false) : count(session, places.get(0)));
    }

    private static Uni<Boolean> count(Mutiny.Session session, Object[] place) {
        int feed = ((Number) place[0]).intValue();
        long last = ((Number) place[2]).longValue();
        return session.createNativeQuery(COUNT)
                .setParameter("feed", feed)
                .setParameter("after", ((Number) place[1]).longValue())
                .setParameter("last", last)
                .executeUpdate()
                .chain(() -> session.createNativeQuery(COUNTED)
                        .setParameter("feed", feed)
                        .setParameter("last", last)
                        .executeUpdate())
                .replaceWith(true);
    }
}
