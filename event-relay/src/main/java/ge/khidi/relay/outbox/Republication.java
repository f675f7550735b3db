package ge.khidi.relay.outbox;

import ge.khidi.relay.trace.FreshContext;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Refills a topic from the service's database of record, through the outbox like everything else.
 *
 * <p>How far it has come is moved in the transaction that adds a chunk, under a lock on the run's name: a run that was cut off is
 * taken up where it stopped, two instances share one run, and a finished run adds nothing. Consumers ignore what they have
 * already handled.
 */
@ApplicationScoped
public class Republication {

    private static final int CHUNK = 500;

    /** Above this many waiting rows it holds back, so that what happens now is not delayed by what happened once. */
    private static final int ENOUGH_WAITING = 2 * CHUNK;

    private static final Duration HOLD_BACK = Duration.ofMillis(200);
    private static final long FINISHED = -1;

    private static final String BEGIN = """
            INSERT INTO outbox_refill (name, position) VALUES (:name, :position) ON CONFLICT (name) DO NOTHING
            """;
    private static final String LOCK = "SELECT position FROM outbox_refill WHERE name = :name FOR UPDATE";
    private static final String ADVANCE = """
            UPDATE outbox_refill SET position = :position, added = added + :added, updated_at = clock_timestamp()
            WHERE name = :name
            """;
    private static final String WAITING = "SELECT count(*) FROM (SELECT 1 FROM outbox LIMIT :most) waiting";

    private final Vertx vertx;
    private final Outbox outbox;

    public Republication(Vertx vertx, Outbox outbox) {
        this.vertx = vertx;
        this.outbox = outbox;
    }

    /**
     * Adds everything after {@code start} to the outbox, and answers how many records this call added.
     *
     * @param name of the run: the same name goes on with the same run, another name begins another one
     * @param start where a new run begins; a run that has begun knows its place
     */
    public Uni<Long> republish(Mutiny.SessionFactory sessions, String name, long start, DatabaseOfRecord source) {
        return Multi.createBy()
                .repeating()
                .uni(() -> step(sessions, name, start, source))
                .whilst(added -> added != FINISHED)
                .filter(added -> added != FINISHED)
                .collect()
                .with(Collectors.summingLong(Long::longValue));
    }

    private Uni<Long> step(Mutiny.SessionFactory sessions, String name, long start, DatabaseOfRecord source) {
        return FreshContext.run(
                        vertx,
                        FreshContext.untraced(),
                        () -> sessions.withTransaction(session -> begin(session, name, start)
                                .chain(() -> isBusy(session))
                                .chain(busy -> busy ? Uni.createFrom().item(0L) : addChunk(session, name, source))))
                .call(added -> added == 0
                        ? Uni.createFrom().voidItem().onItem().delayIt().by(HOLD_BACK)
                        : Uni.createFrom().voidItem());
    }

    private static Uni<Integer> begin(Mutiny.Session session, String name, long start) {
        return session.createNativeQuery(BEGIN)
                .setParameter("name", name)
                .setParameter("position", start)
                .executeUpdate();
    }

    private static Uni<Boolean> isBusy(Mutiny.Session session) {
        return session.createNativeQuery(WAITING, Long.class)
                .setParameter("most", ENOUGH_WAITING)
                .getSingleResult()
                .map(waiting -> waiting >= ENOUGH_WAITING);
    }

    private Uni<Long> addChunk(Mutiny.Session session, String name, DatabaseOfRecord source) {
        return session.createNativeQuery(LOCK, Long.class)
                .setParameter("name", name)
                .getSingleResult()
                .chain(position -> source.listAfter(session, position, CHUNK))
                .chain(entries -> entries.isEmpty() ? Uni.createFrom().item(FINISHED) : add(session, name, entries));
    }

    private Uni<Long> add(Mutiny.Session session, String name, List<DatabaseOfRecord.Entry> entries) {
        long added = entries.size();
        return outbox.add(
                        session,
                        entries.stream().map(DatabaseOfRecord.Entry::message).toList())
                .chain(() -> session.createNativeQuery(ADVANCE)
                        .setParameter("name", name)
                        .setParameter(
                                "position", entries.get(entries.size() - 1).position())
                        .setParameter("added", added)
                        .executeUpdate())
                .replaceWith(added);
    }
}
