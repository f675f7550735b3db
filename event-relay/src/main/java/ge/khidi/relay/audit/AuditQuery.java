package ge.khidi.relay.audit;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Questions to the log, answered from its columns. */
@Singleton
class AuditQuery {

    private static final String FIND = """
            SELECT id, leaf, line FROM audit_entry
            WHERE id > $1
            AND ($2::uuid IS NULL OR event_id = $2) AND ($3::text IS NULL OR agency = $3)
            AND ($4::text IS NULL OR operation = $4) AND ($5::timestamptz IS NULL OR at >= $5)
            ORDER BY id LIMIT $6
            """;
    private static final String KEYS = "SELECT public_key FROM audit_key ORDER BY since, id";

    private final Pool pool;

    AuditQuery(Pool pool) {
        this.pool = pool;
    }

    /** What is asked for; what is null is not asked for. */
    record Filter(
            long after,
            @Nullable UUID event,
            @Nullable String agency,
            @Nullable String operation,
            @Nullable OffsetDateTime since) {}

    /** An entry: its place in the tree once it is sealed, and its line. */
    record Found(long id, @Nullable Long leaf, String line) {}

    Uni<List<Found>> find(Filter filter, int limit) {
        Tuple parameters = Tuple.tuple()
                .addLong(filter.after())
                .addUUID(filter.event())
                .addString(filter.agency())
                .addString(filter.operation())
                .addOffsetDateTime(filter.since())
                .addInteger(limit);
        return pool.preparedQuery(FIND).execute(parameters).map(rows -> {
            List<Found> found = new ArrayList<>();
            for (Row row : rows) {
                found.add(new Found(row.getLong(0), row.getLong(1), row.getString(2)));
            }
            return found;
        });
    }

    /** The public keys in PEM, the oldest first. */
    Uni<String> keys() {
        return pool.query(KEYS).execute().map(rows -> {
            StringBuilder pem = new StringBuilder();
            rows.forEach(row -> pem.append(SigningKey.pemOf(row.getBuffer(0).getBytes())));
            return pem.toString();
        });
    }
}
