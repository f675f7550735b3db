package ge.khidi.relay.audit;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Questions to the log, answered from its columns. */
@Singleton
class AuditQuery {

    private static final String FIND = "SELECT id, leaf, line FROM audit_entry WHERE %s ORDER BY id LIMIT %d";
    private static final String KEYS = "SELECT public_key FROM audit_key ORDER BY since, id";

    private final Pool pool;

    AuditQuery(Pool pool) {
        this.pool = pool;
    }

    /** An entry: its place in the tree once it is sealed, and its line. */
    record Found(long id, @Nullable Long leaf, String line) {}

    Uni<List<Found>> find(Question question, int limit) {
        return pool.preparedQuery(FIND.formatted(question.where(), limit))
                .execute(question.values())
                .map(rows -> {
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
