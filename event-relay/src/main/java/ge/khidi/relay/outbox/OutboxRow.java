package ge.khidi.relay.outbox;

import ge.khidi.relay.trace.TraceContext;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A row that waits, as a sender reads it. */
record OutboxRow(long id, int lane, OutboxRecord message) {

    static OutboxRow from(Row row) {
        Map<String, String> headers = new HashMap<>();
        JsonObject stored = row.get(JsonObject.class, "headers");
        stored.fieldNames().forEach(name -> headers.put(name, stored.getString(name)));
        OutboxRecord message = OutboxRecord.of(
                row.getString("topic"),
                row.getString("record_key"),
                headers,
                row.getBuffer("payload").getBytes());
        @Nullable String traceparent = row.getString("traceparent");
        if (traceparent != null) {
            message = message.tracedAs(new TraceContext(traceparent, row.getString("tracestate")));
        }
        return new OutboxRow(row.getLong("id"), row.getInteger("lane"), message);
    }
}
