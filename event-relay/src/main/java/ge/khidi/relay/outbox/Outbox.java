package ge.khidi.relay.outbox;

import ge.khidi.relay.trace.TraceContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.hibernate.reactive.engine.ReactiveAfterTransactionCompletionProcess;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.mutiny.impl.MutinySessionImpl;
import org.hibernate.reactive.session.ReactiveSession;
import org.jspecify.annotations.Nullable;

/**
 * Where a service puts what it wants to publish: in the transaction that makes it true.
 *
 * <p>A service has the tables when {@code db/relay} is among its {@code quarkus.flyway.locations}; versions below 1 are for the
 * migrations of this module.
 *
 * <p>Rows of one event are published in the order in which they were added. Two writers of the same event must therefore not
 * overlap: the caller holds a lock on the event (its row, its unique key) before it adds, until its transaction ends.
 */
@ApplicationScoped
public class Outbox {

    // The inner cast keeps the driver from sending the text as one JSON string.
    private static final String ADD = """
            INSERT INTO outbox (lane, topic, record_key, headers, payload, traceparent, tracestate)
            SELECT r.lane, r.topic, r.record_key, r.headers, decode(r.payload, 'base64'), r.traceparent, r.tracestate
            FROM ROWS FROM (jsonb_to_recordset(CAST(CAST(:records AS text) AS jsonb)) AS
                (lane smallint, topic text, record_key text, headers jsonb, payload text, traceparent text, tracestate text))
                WITH ORDINALITY AS r (lane, topic, record_key, headers, payload, traceparent, tracestate, place)
            ORDER BY r.place
            """;

    private static final String FORGET = """
            DELETE FROM outbox
            WHERE record_key IN (SELECT jsonb_array_elements_text(CAST(CAST(:keys AS text) AS jsonb)))
            """;

    private final Bell bell;
    private final int mostBytes;

    public Outbox(Bell bell, OutboxConfig config) {
        this.bell = bell;
        this.mostBytes = config.recordBytes();
    }

    /**
     * Adds records, in this order, to the session's current transaction. The relay is woken when that transaction has
     * committed. A record without a trace context of its own takes the one that is current now.
     *
     * <p>Fails with {@link RecordTooLargeException}, and so must the transaction, if the broker could never take a record.
     */
    public Uni<Void> add(Mutiny.Session session, List<OutboxRecord> records) {
        if (records.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        String rows;
        try {
            rows = rows(records);
        } catch (RecordTooLargeException tooLarge) {
            return Uni.createFrom().failure(tooLarge);
        }
        return session.createNativeQuery(ADD)
                .setParameter("records", rows)
                .executeUpdate()
                .invoke(() -> ringAfterCommit(session))
                .replaceWithVoid();
    }

    /**
     * Takes back what waits under these keys, in the session's current transaction: for content that is erased. What a relay is
     * sending at this moment still arrives, before whatever is added under the key afterwards.
     */
    public Uni<Void> forget(Mutiny.Session session, List<String> keys) {
        return session.createNativeQuery(FORGET)
                .setParameter("keys", new JsonArray(keys).encode())
                .executeUpdate()
                .replaceWithVoid();
    }

    /** Mutiny sessions show no hook for this; Hibernate Reactive's own does. Without it the relay finds the rows by polling. */
    private void ringAfterCommit(Mutiny.Session session) {
        if (session instanceof MutinySessionImpl hibernate) {
            ReactiveAfterTransactionCompletionProcess ring = (committed, reactiveSession) -> {
                if (committed) {
                    bell.ring();
                }
                return CompletableFuture.completedFuture(null);
            };
            hibernate.unwrap(ReactiveSession.class).getReactiveActionQueue().registerProcess(ring);
        }
    }

    private String rows(List<OutboxRecord> records) {
        @Nullable TraceContext current = TraceContext.current().orElse(null);
        JsonArray rows = new JsonArray();
        for (OutboxRecord added : records) {
            if (added.size() > mostBytes) {
                throw new RecordTooLargeException(added, mostBytes);
            }
            rows.add(row(added, added.trace().orElse(current)));
        }
        return rows.encode();
    }

    private static JsonObject row(OutboxRecord added, @Nullable TraceContext trace) {
        JsonObject headers = new JsonObject();
        for (Map.Entry<String, String> header : added.headers().entrySet()) {
            headers.put(header.getKey(), header.getValue());
        }
        JsonObject row = new JsonObject()
                .put("lane", Lane.of(added.key()))
                .put("topic", added.topic())
                .put("record_key", added.key())
                .put("headers", headers)
                .put("payload", Base64.getEncoder().encodeToString(added.payload()));
        if (trace != null) {
            row.put("traceparent", trace.traceparent()).put("tracestate", trace.tracestate());
        }
        return row;
    }
}
