package ge.khidi.relay.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The sealed log as NDJSON, in chunks of whole lines: every entry in the order of its leaf, after each sealed batch its checkpoint,
 * and before the first checkpoint of a key that key. An entry's line is byte for byte what was sealed. It ends with the newest
 * checkpoint there was when the export began.
 */
@Singleton
class Export {

    private static final int CHUNK = 1000;

    private static final String NEWEST = "SELECT coalesce(max(size), 0) FROM audit_checkpoint";
    private static final String KEYS = "SELECT id, public_key FROM audit_key ORDER BY since, id";
    private static final String LINES = """
            SELECT e.leaf, e.line, c.head, c.key_id, c.signature
            FROM audit_entry e LEFT JOIN audit_checkpoint c ON c.size = e.leaf + 1
            WHERE e.leaf >= $1 AND e.leaf < $2 ORDER BY e.leaf LIMIT $3
            """;

    private final Pool pool;

    Export(Pool pool) {
        this.pool = pool;
    }

    Multi<byte[]> lines() {
        return pool.query(NEWEST)
                .execute()
                .map(rows -> rows.iterator().next().getLong(0))
                .onItem()
                .transformToMulti(this::lines);
    }

    private Multi<byte[]> lines(long end) {
        AtomicLong from = new AtomicLong();
        Multi<byte[]> entries = Multi.createBy()
                .repeating()
                .uni(() -> chunk(from.get(), end))
                .whilst(rows -> rows.rowCount() == CHUNK)
                .filter(rows -> rows.rowCount() > 0)
                .map(rows -> {
                    from.addAndGet(rows.rowCount());
                    return print(rows);
                });
        return Multi.createBy().concatenating().streams(keys().toMulti(), entries);
    }

    private Uni<RowSet<Row>> chunk(long from, long end) {
        return pool.preparedQuery(LINES).execute(Tuple.of(from, end, CHUNK));
    }

    private Uni<byte[]> keys() {
        return pool.query(KEYS).execute().map(rows -> {
            StringBuilder text = new StringBuilder();
            for (Row row : rows) {
                text.append("{\"key\":\"")
                        .append(row.getString(0))
                        .append("\",\"public\":\"")
                        .append(Base64.getEncoder()
                                .encodeToString(row.getBuffer(1).getBytes()))
                        .append("\"}\n");
            }
            return text.toString().getBytes(UTF_8);
        });
    }

    private static byte[] print(RowSet<Row> rows) {
        StringBuilder text = new StringBuilder();
        for (Row row : rows) {
            text.append(row.getString(1)).append('\n');
            String head = row.getString(2);
            if (head != null) {
                text.append(checkpoint(head, row.getString(3), row.getBuffer(4).getBytes()));
            }
        }
        return text.toString().getBytes(UTF_8);
    }

    static String checkpoint(String head, String keyId, byte[] signature) {
        return "{\"checkpoint\":" + head + ",\"key\":\"" + keyId + "\",\"signature\":\""
                + Base64.getEncoder().encodeToString(signature) + "\"}\n";
    }
}
