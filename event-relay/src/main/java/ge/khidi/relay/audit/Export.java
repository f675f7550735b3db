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
 * The sealed log as NDJSON, in chunks of whole lines: first the keys in the order of their first checkpoints, then every entry in
 * the order of its leaf, and after each sealed batch its checkpoint. An entry's line is byte for byte what was sealed. It ends with the
 * newest checkpoint there was when the export began.
 */
@Singleton
class Export {

    private static final int CHUNK = 1000;

    // Keys and end in one statement: a key is published with its first checkpoint, so no key is shown that signed
    // nothing shown.
    private static final String BEGINNING = """
            SELECT (SELECT coalesce(max(size), 0) FROM audit_checkpoint), id, public_key FROM audit_key ORDER BY since, id
            """;
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
        return pool.query(BEGINNING)
                .execute()
                .onItem()
                .transformToMulti(begun -> begun.rowCount() == 0
                        ? Multi.createFrom().empty()
                        : Multi.createBy()
                                .concatenating()
                                .streams(
                                        Multi.createFrom().item(keys(begun)),
                                        lines(begun.iterator().next().getLong(0))));
    }

    private Multi<byte[]> lines(long end) {
        AtomicLong from = new AtomicLong();
        return Multi.createBy()
                .repeating()
                .uni(() -> chunk(from.get(), end))
                .whilst(rows -> rows.rowCount() == CHUNK)
                .filter(rows -> rows.rowCount() > 0)
                .map(rows -> {
                    from.addAndGet(rows.rowCount());
                    return print(rows);
                });
    }

    private Uni<RowSet<Row>> chunk(long from, long end) {
        return pool.preparedQuery(LINES).execute(Tuple.of(from, end, CHUNK));
    }

    private static byte[] keys(RowSet<Row> begun) {
        StringBuilder text = new StringBuilder();
        for (Row row : begun) {
            text.append("{\"key\":\"")
                    .append(row.getString(1))
                    .append("\",\"public\":\"")
                    .append(Base64.getEncoder().encodeToString(row.getBuffer(2).getBytes()))
                    .append("\"}\n");
        }
        return text.toString().getBytes(UTF_8);
    }

    private static byte[] print(RowSet<Row> rows) {
        StringBuilder text = new StringBuilder();
        for (Row row : rows) {
            text.append(row.getString(1)).append('\n');
            String head = row.getString(2);
            if (head != null) {
                text.append(Checkpoint.print(
                        head, row.getString(3), row.getBuffer(4).getBytes()));
            }
        }
        return text.toString().getBytes(UTF_8);
    }
}
