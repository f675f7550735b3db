package ge.khidi.relay.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import ge.khidi.relay.trace.Causes;
import ge.khidi.relay.trace.EventSpans;
import ge.khidi.relay.trace.FreshContext;
import ge.khidi.relay.trace.TraceContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Empties lanes of the outbox, on a thread of its own, with a producer of its own.
 *
 * <p>One turn is one transaction: lock lanes that have rows and that nobody else holds, read their rows in order of id, send
 * them, wait for the broker, delete what it acknowledged up to the first failure of each lane, commit. If the process
 * dies anywhere in between, the locks fall and another sender sends the same rows again in the same order.
 *
 * <p>Rows are deleted by their ids, never "up to id n": a row with a smaller id may have become visible after the others were
 * read, when its transaction committed later.
 */
final class LaneSender implements Runnable {

    private static final Logger LOG = Logger.getLogger(LaneSender.class);

    // The order starts at another lane each time, so that several relays share the lanes.
    private static final String LOCK = """
            SELECT l.lane FROM outbox_lane l
            WHERE l.lane <> ALL ($1) AND EXISTS (SELECT 1 FROM outbox o WHERE o.lane = l.lane)
            ORDER BY (l.lane + $2) % 16
            LIMIT $3
            FOR UPDATE SKIP LOCKED
            """;

    // A statement of its own, so that its snapshot is taken after the lock: it sees what the former holder deleted.
    private static final String READ = """
            SELECT id, lane, topic, record_key, headers, payload, traceparent, tracestate
            FROM (SELECT o.*, sum(octet_length(o.payload)) OVER (ORDER BY o.id) - octet_length(o.payload) AS before
                  FROM (SELECT * FROM outbox WHERE lane = ANY ($1) ORDER BY id LIMIT $2) o) sized
            WHERE before < $3
            ORDER BY id
            """;

    private static final String DELETE = "DELETE FROM outbox WHERE id = ANY ($1)";

    /** What a sender works with. */
    record Means(
            Vertx vertx,
            Pool pool,
            Supplier<Producer<byte[], byte[]>> producers,
            OutboxConfig config,
            LaneBackOff backOff,
            EventSpans spans,
            OutboxMeters meters,
            Clock clock) {}

    private record Sending(OutboxRow row, CompletableFuture<Void> acknowledgement) {}

    private final Means means;
    private final int lanesPerTurn;
    private final Semaphore bell = new Semaphore(0);
    private volatile boolean stopping;
    private @Nullable Producer<byte[], byte[]> producer;
    private int databaseFailures;

    LaneSender(Means means) {
        this.means = means;
        this.lanesPerTurn = Math.max(1, Lane.COUNT / means.config.senders());
    }

    /** Somebody committed rows: look now. */
    void wake() {
        if (bell.availablePermits() == 0) {
            bell.release();
        }
    }

    /** Finishes the turn under way and starts no other. */
    void stop() {
        stopping = true;
        wake();
    }

    @Override
    public void run() {
        try {
            while (!stopping) {
                bell.drainPermits();
                if (!turn()) {
                    rest(means.config.pollInterval());
                }
            }
        } catch (InterruptedException | InterruptException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            discardProducer();
        }
    }

    private void rest(Duration most) throws InterruptedException {
        boolean rung = bell.tryAcquire(most.toMillis(), TimeUnit.MILLISECONDS);
        LOG.tracef("An outbox sender looks again. woken=%s", rung);
    }

    /** Answers whether there may be more to send at once. */
    private boolean turn() throws InterruptedException {
        try {
            boolean more = sendOnce();
            if (databaseFailures > 0) {
                LOG.info("The outbox can be read again.");
                databaseFailures = 0;
            }
            return more;
        } catch (InterruptException stopped) {
            throw stopped;
        } catch (RuntimeException unreadable) {
            if (databaseFailures++ == 0) {
                LOG.warnf("The outbox cannot be read; its rows wait. cause=%s", Causes.describe(unreadable));
            }
            means.meters.failed();
            discardProducer();
            return restAfterFailure();
        }
    }

    private boolean restAfterFailure() throws InterruptedException {
        Duration pause = means.config.backOff().multipliedBy(1L << Math.min(databaseFailures - 1, 16));
        Duration most = means.config.backOffLimit();
        if (!stopping) {
            rest(pause.compareTo(most) > 0 ? most : pause);
        }
        return true;
    }

    private boolean sendOnce() throws InterruptedException {
        SqlConnection connection = await(connect());
        try {
            Transaction transaction = await(connection.begin());
            Integer[] lanes = lockLanes(connection);
            if (lanes.length == 0) {
                await(transaction.commit());
                return false;
            }
            List<OutboxRow> rows = read(connection, lanes);
            Long[] acknowledged = send(rows);
            if (acknowledged.length > 0) {
                await(connection.preparedQuery(DELETE).execute(Tuple.tuple().addArrayOfLong(acknowledged)));
            }
            await(transaction.commit());
            means.meters.sent(acknowledged.length);
            return acknowledged.length == rows.size();
        } finally {
            // An open transaction is rolled back with it.
            connection.close().subscribe().with(closed -> {}, gone -> LOG.debug("A connection was gone already."));
        }
    }

    /** On a context that traces nothing: looking for work belongs to no event. */
    private Uni<SqlConnection> connect() {
        return FreshContext.run(means.vertx, FreshContext.untraced(), means.pool::getConnection);
    }

    private Integer[] lockLanes(SqlConnection connection) {
        Tuple parameters = Tuple.tuple()
                .addArrayOfInteger(means.backOff.stopped(means.clock.instant()))
                .addInteger(ThreadLocalRandom.current().nextInt(Lane.COUNT))
                .addInteger(lanesPerTurn);
        return StreamSupport.stream(
                        await(connection.preparedQuery(LOCK).execute(parameters))
                                .spliterator(),
                        false)
                .map(row -> row.getInteger("lane"))
                .toArray(Integer[]::new);
    }

    private List<OutboxRow> read(SqlConnection connection, Integer[] lanes) {
        Tuple parameters = Tuple.tuple()
                .addArrayOfInteger(lanes)
                .addInteger(means.config.batchRows())
                .addLong(means.config.batchBytes());
        return StreamSupport.stream(
                        await(connection.preparedQuery(READ).execute(parameters))
                                .spliterator(),
                        false)
                .map(OutboxRow::from)
                .toList();
    }

    /** Sends in order and answers the ids the broker acknowledged, of each lane up to its first failure. */
    private Long[] send(List<OutboxRow> rows) throws InterruptedException {
        List<Sending> sendings = startInOrder(rows);
        flush();
        Map<Integer, Throwable> failures = new LinkedHashMap<>();
        Set<Integer> served = new LinkedHashSet<>();
        List<Long> acknowledged = new ArrayList<>(rows.size());
        for (Sending sending : sendings) {
            int lane = sending.row.lane();
            if (failures.containsKey(lane)) {
                continue;
            }
            try {
                sending.acknowledgement.get();
                acknowledged.add(sending.row.id());
                served.add(lane);
            } catch (ExecutionException refused) {
                failures.put(lane, refused.getCause() == null ? refused : refused.getCause());
            }
        }
        served.stream().filter(lane -> !failures.containsKey(lane)).forEach(this::laneServed);
        failures.forEach(this::laneFailed);
        return acknowledged.toArray(Long[]::new);
    }

    /**
     * A lane stops where a record fails, and so does every other lane at its next record for a topic that cannot be sent to at
     * all: each try would block again.
     */
    private List<Sending> startInOrder(List<OutboxRow> rows) {
        Set<Integer> stopped = ConcurrentHashMap.newKeySet();
        Map<String, Sending> unsendable = new HashMap<>();
        List<Sending> sendings = new ArrayList<>(rows.size());
        for (OutboxRow row : rows) {
            if (stopped.contains(row.lane())) {
                continue;
            }
            String topic = row.message().topic();
            Sending failed = unsendable.get(topic);
            Sending sending = failed == null ? start(row, stopped) : new Sending(row, failed.acknowledgement);
            sendings.add(sending);
            if (sending.acknowledgement.isCompletedExceptionally()) {
                stopped.add(row.lane());
                unsendable.put(topic, sending);
            }
        }
        return sendings;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback tells all that the future knows
    private Sending start(OutboxRow row, Set<Integer> stopped) {
        CompletableFuture<Void> acknowledgement = new CompletableFuture<>();
        ProducerRecord<byte[], byte[]> message = message(row.message());
        Span span = means.spans.publishing(
                message.topic(), message.headers(), row.message().trace().orElse(null));
        TraceContext.of(Context.root().with(span))
                .or(row.message()::trace)
                .ifPresent(place -> place.addTo(message.headers()));
        try {
            producer().send(message, (metadata, failure) -> finish(row, span, acknowledgement, stopped, failure));
        } catch (InterruptException stop) {
            span.end();
            throw stop;
        } catch (KafkaException | IllegalStateException refused) {
            finish(row, span, acknowledgement, stopped, refused);
        }
        return new Sending(row, acknowledgement);
    }

    /** On the producer's thread, or on the sender's if the record failed at once. */
    private static void finish(
            OutboxRow row,
            Span span,
            CompletableFuture<Void> acknowledgement,
            Set<Integer> stopped,
            @Nullable Exception failure) {
        if (failure == null) {
            acknowledgement.complete(null);
        } else {
            EventSpans.failed(span, failure.getClass().getName());
            stopped.add(row.lane());
            acknowledgement.completeExceptionally(failure);
        }
        span.end();
    }

    private static ProducerRecord<byte[], byte[]> message(OutboxRecord row) {
        ProducerRecord<byte[], byte[]> message =
                new ProducerRecord<>(row.topic(), null, row.key().getBytes(UTF_8), row.payload());
        row.headers().forEach((name, value) -> message.headers().add(name, value.getBytes(UTF_8)));
        return message;
    }

    private void laneServed(int lane) {
        if (means.backOff.succeeded(lane)) {
            LOG.info("The outbox publishes again.");
        }
    }

    private void laneFailed(int lane, Throwable failure) {
        means.meters.failed();
        if (means.backOff.failed(lane, means.clock.instant())) {
            LOG.warnf("The outbox cannot publish; its rows wait. lane=%d cause=%s", lane, Causes.describe(failure));
        }
        discardProducer();
    }

    private void flush() {
        if (producer != null) {
            producer.flush();
        }
    }

    private Producer<byte[], byte[]> producer() {
        Producer<byte[], byte[]> current = producer;
        if (current == null) {
            current = means.producers.get();
            producer = current;
        }
        return current;
    }

    /** What it still holds is in the outbox as well; a new one starts without the memory of the failure. */
    private void discardProducer() {
        if (producer != null) {
            producer.close(Duration.ZERO);
            producer = null;
        }
    }

    private <T> T await(Uni<T> database) {
        return database.await().atMost(means.config.databaseTimeout());
    }
}
