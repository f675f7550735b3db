package ge.khidi.relay.outbox;

import ge.khidi.relay.Letter;
import ge.khidi.relay.trace.FreshContext;
import io.opentelemetry.context.Context;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.hibernate.reactive.mutiny.Mutiny;

/** Writes letters into the outbox as a service would: in its own transactions, several at a time. */
@ApplicationScoped
public class Sender {

    private static final Duration BOUND = Duration.ofMinutes(2);
    private static final int SIDE_BY_SIDE = 4;

    private final Vertx vertx;
    private final Mutiny.SessionFactory sessions;
    private final Outbox outbox;

    public Sender(Vertx vertx, Mutiny.SessionFactory sessions, Outbox outbox) {
        this.vertx = vertx;
        this.sessions = sessions;
        this.outbox = outbox;
    }

    static OutboxRecord to(String topic, Letter letter) {
        return OutboxRecord.of(topic, letter.eventId(), letter.headers(), letter.bytes());
    }

    <T> T inTransaction(Context trace, Function<Mutiny.Session, Uni<T>> work) {
        return FreshContext.run(vertx, trace, () -> sessions.withTransaction(work))
                .await()
                .atMost(BOUND);
    }

    void send(Context trace, OutboxRecord... records) {
        inTransaction(trace, session -> outbox.add(session, List.of(records)));
    }

    /**
     * Revisions 1 to {@code revisions} of new events; one transaction adds one revision of {@code together} events, and some
     * transactions overlap, but never two of one event.
     */
    Collection<Letter> sendMany(String topic, int events, int revisions, int together) {
        List<String> ids = IntStream.range(0, events)
                .mapToObj(number -> Letter.newEventId())
                .toList();
        List<Letter> sent = new ArrayList<>();
        for (long revision = 1; revision <= revisions; revision++) {
            long current = revision;
            List<Letter> letters =
                    ids.stream().map(id -> new Letter(id, current)).toList();
            List<Uni<Void>> transactions = IntStream.range(0, (events + together - 1) / together)
                    .mapToObj(part -> letters.subList(part * together, Math.min(events, (part + 1) * together)))
                    .map(part -> add(topic, part))
                    .toList();
            Uni.join()
                    .all(transactions)
                    .usingConcurrencyOf(SIDE_BY_SIDE)
                    .andFailFast()
                    .await()
                    .atMost(BOUND);
            sent.addAll(letters);
        }
        return sent;
    }

    private Uni<Void> add(String topic, List<Letter> letters) {
        return add(letters.stream().map(letter -> to(topic, letter)).toList());
    }

    Uni<Void> add(List<OutboxRecord> records) {
        return FreshContext.run(
                vertx, Context.root(), () -> sessions.withTransaction(session -> outbox.add(session, records)));
    }

    long waiting() {
        return inTransaction(
                FreshContext.untraced(),
                session -> session.createNativeQuery("SELECT count(*) FROM outbox", Long.class)
                        .getSingleResult());
    }
}
