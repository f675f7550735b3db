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
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * The service's audit log. An entry counts once the transaction that added it has committed; whoever shows or acknowledges
 * something waits for that commit first.
 */
@ApplicationScoped
public class AuditLog {

    /** What the log is asked by, each as the line says it; the line itself is what is proved. */
    private static final List<Column> COLUMNS = List.of(
            new Column("at", "timestamptz", entry -> Optional.of(entry.at().atOffset(ZoneOffset.UTC))),
            new Column(
                    "operation", "text", entry -> Optional.of(entry.operation().name())),
            new Column("action", "text", entry -> Optional.of(entry.action())),
            new Column(
                    "agency",
                    "text",
                    entry -> Optional.of(entry.actor().agency().value())),
            new Column("subject", "text", entry -> entry.actor().subject()),
            new Column("client", "text", entry -> entry.actor().client()),
            new Column("purpose", "text", entry -> entry.justification().purpose()),
            new Column("recipient", "text", entry -> entry.recipient().map(AgencyId::value)),
            new Column("event_id", "uuid", entry -> entry.concern().event().map(EventId::value)),
            new Column(
                    "feed",
                    "text",
                    entry -> entry.concern().rows().map(rows -> rows.feed().value())),
            new Column("first_row", "bigint", entry -> entry.concern().rows().map(FeedRange::first)),
            new Column("last_row", "bigint", entry -> entry.concern().rows().map(FeedRange::last)),
            new Column("items", "bigint", AuditLog::items),
            new Column("epoch", "bigint", entry -> entry.authority().map(Authority::epoch)),
            new Column("policies", "text[]", AuditLog::policies),
            new Column("line", "text", entry -> Optional.of(entry.line())));

    private static final String NAMES = String.join(", ", said(Column::name));

    // The inner cast keeps the driver from sending the text as one JSON string.
    private static final String APPEND =
            """
            INSERT INTO audit_entry (%s) SELECT %s
            FROM jsonb_to_recordset(CAST(CAST(:entries AS text) AS jsonb)) AS e (%s)
            """.formatted(NAMES, NAMES, String.join(", ", said(column -> column.name() + " " + column.type())));
    private static final String APPEND_ONE = "INSERT INTO audit_entry (" + NAMES + ") VALUES ("
            + IntStream.rangeClosed(1, COLUMNS.size()).mapToObj(n -> "$" + n).collect(Collectors.joining(", ")) + ")";

    /** A column of the table and what an entry has there. */
    private record Column(String name, String type, Function<AuditEntry, Optional<?>> value) {}

    private static List<String> said(Function<Column, String> word) {
        return COLUMNS.stream().map(word).toList();
    }

    /** How many items an entry tells of, as rows of a feed or otherwise. */
    private static Optional<Long> items(AuditEntry entry) {
        return entry.concern()
                .rows()
                .map(rows -> (long) rows.items())
                .or(() -> entry.concern().count());
    }

    private static Optional<String[]> policies(AuditEntry entry) {
        return entry.authority()
                .map(Authority::policies)
                .filter(policies -> !policies.isEmpty())
                .map(policies -> policies.toArray(String[]::new));
    }

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
        Tuple tuple = Tuple.tuple();
        COLUMNS.forEach(column -> tuple.addValue(column.value().apply(entry).orElse(null)));
        return tuple;
    }

    private static JsonArray rows(List<AuditEntry> entries) {
        JsonArray rows = new JsonArray();
        entries.forEach(entry -> rows.add(row(entry)));
        return rows;
    }

    private static JsonObject row(AuditEntry entry) {
        JsonObject row = new JsonObject();
        COLUMNS.forEach(column -> column.value().apply(entry).ifPresent(value -> row.put(column.name(), json(value))));
        return row;
    }

    private static Object json(Object value) {
        if (value instanceof String[] texts) {
            return new JsonArray(List.of(texts));
        }
        return value instanceof Number ? value : value.toString();
    }
}
