package ge.khidi.relay.audit;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * The service's audit log. An entry counts once the transaction that added it has committed; whoever shows or acknowledges
 * something waits for that commit first.
 */
@ApplicationScoped
public class AuditLog {

    private static final String COLUMNS =
            "INSERT INTO audit_entry (at, operation, action, agency, recipient, event_id, feed, first_row, last_row, line) ";

    // The inner cast keeps the driver from sending the text as one JSON string.
    private static final String APPEND = COLUMNS + """
            SELECT e.at, e.operation, e.action, e.agency, e.recipient, e.event_id, e.feed, e.first_row, e.last_row, e.line
            FROM jsonb_to_recordset(CAST(CAST(:entries AS text) AS jsonb)) AS e
                (at timestamptz, operation text, action text, agency text, recipient text, event_id uuid,
                 feed text, first_row bigint, last_row bigint, line text)
            """;
    private static final String APPEND_ONE = COLUMNS + "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

    /** Adds an entry to the session's current transaction: one plain insert. */
    public Uni<Void> append(Mutiny.Session session, AuditEntry entry) {
        return append(session, List.of(entry));
    }

    /** Adds entries to the session's current transaction, all in one statement. */
    public Uni<Void> append(Mutiny.Session session, List<AuditEntry> entries) {
        if (entries.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return session.createNativeQuery(APPEND)
                .setParameter("entries", rows(entries).encode())
                .executeUpdate()
                .replaceWithVoid();
    }

    /** The same in the current transaction of a connection, for who reads without a session. */
    public Future<Void> append(SqlConnection connection, List<AuditEntry> entries) {
        return entries.isEmpty()
                ? Future.succeededFuture()
                : connection
                        .preparedQuery(APPEND_ONE)
                        .executeBatch(entries.stream().map(AuditLog::tuple).toList())
                        .mapEmpty();
    }

    private static Tuple tuple(AuditEntry entry) {
        Optional<FeedRange> rows = entry.concern().rows();
        return Tuple.from(Arrays.asList(
                entry.at().atOffset(ZoneOffset.UTC),
                entry.operation().name(),
                entry.action(),
                entry.actor().agency().value(),
                entry.recipient().map(AgencyId::value).orElse(null),
                entry.concern().event().map(EventId::value).orElse(null),
                rows.map(range -> range.feed().value()).orElse(null),
                rows.map(FeedRange::first).orElse(null),
                rows.map(FeedRange::last).orElse(null),
                entry.line()));
    }

    private static JsonArray rows(List<AuditEntry> entries) {
        JsonArray rows = new JsonArray();
        entries.forEach(entry -> rows.add(row(entry)));
        return rows;
    }

    private static JsonObject row(AuditEntry entry) {
        JsonObject row = new JsonObject()
                .put("at", entry.at().toString())
                .put("operation", entry.operation().name())
                .put("action", entry.action())
                .put("agency", entry.actor().agency().value())
                .put("recipient", entry.recipient().map(AgencyId::value).orElse(null))
                .put("event_id", entry.concern().event().map(Objects::toString).orElse(null))
                .put("line", entry.line());
        entry.concern()
                .rows()
                .ifPresent(rows -> row.put("feed", rows.feed().value())
                        .put("first_row", rows.first())
                        .put("last_row", rows.last()));
        return row;
    }
}
