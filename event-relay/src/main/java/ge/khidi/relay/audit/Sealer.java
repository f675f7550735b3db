package ge.khidi.relay.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import ge.khidi.relay.housekeeping.Rounds;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Gives committed entries their place in the tree, in the order of their ids, and signs the new head.
 *
 * <p>Of all instances only the one that holds the tree's row seals; the others look again later. An entry that commits late, below
 * ids already sealed, takes the next free place: the order of leaves is the order of sealing, and no id is waited for.
 */
@Singleton
class Sealer {

    private static final Logger LOG = Logger.getLogger(Sealer.class);

    private static final String HOLD = "SELECT size, frontier FROM audit_tree FOR UPDATE SKIP LOCKED";
    // A clock that was put back, or a standby's that is slower, must not make a checkpoint older than the one before
    // it.
    private static final String NOW = """
            SELECT greatest(clock_timestamp(), (SELECT at FROM audit_checkpoint ORDER BY size DESC LIMIT 1))
            """;
    private static final String UNSEALED = "SELECT id, line FROM audit_entry WHERE leaf IS NULL ORDER BY id LIMIT $1";
    private static final String PLACE = """
            UPDATE audit_entry e SET leaf = $1 + p.place - 1
            FROM unnest($2::bigint[]) WITH ORDINALITY AS p (id, place) WHERE e.id = p.id
            """;
    private static final String KEEP_NODES = """
            INSERT INTO audit_node (level, index, hash) SELECT * FROM unnest($1::smallint[], $2::bigint[], $3::bytea[])
            """;
    private static final String GROW = "UPDATE audit_tree SET size = $1, frontier = $2";
    private static final String SIGNED =
            "INSERT INTO audit_checkpoint (size, head, key_id, signature, at) VALUES ($1, $2, $3, $4, $5)";
    private static final String OWN_KEY = """
            SELECT public_key, private_key FROM audit_key WHERE private_key IS NOT NULL ORDER BY since DESC LIMIT 1
            """;
    private static final String PUBLISH_KEY =
            "INSERT INTO audit_key (id, public_key, private_key) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";

    private final Pool pool;
    private final Vertx vertx;
    private final AuditConfig config;
    private final MeterRegistry meters;
    private final AtomicLong treeSize = new AtomicLong();
    private volatile @Nullable Rounds rounds;
    private volatile @Nullable SigningKey key;

    Sealer(Pool pool, Vertx vertx, AuditConfig config, MeterRegistry meters) {
        this.pool = pool;
        this.vertx = vertx;
        this.config = config;
        this.meters = meters;
    }

    void start(@Observes StartupEvent started) {
        if (!config.sealer()) {
            return;
        }
        meters.gauge("khidi.audit.sealed", treeSize);
        config.keyFile().ifPresent(file -> key = SigningKey.inFile(file));
        if (key == null) {
            LOG.warn("No khidi.audit.key-file is configured: the audit key lies in the database, which proves nothing"
                    + " against those who administer it");
        }
        rounds = Rounds.begin(vertx, config.interval(), this::round, LOG, "Sealing of the audit log");
    }

    void stop(@Observes ShutdownEvent stopping) {
        Rounds begun = rounds;
        if (begun != null) {
            begun.end();
        }
    }

    private Uni<Integer> round() {
        return sealAll()
                .onFailure()
                .invoke(() -> meters.counter("khidi.audit.seal.failures").increment());
    }

    private Uni<Integer> sealAll() {
        return pool.withTransaction(this::seal)
                .chain(entries ->
                        entries == config.batch() ? sealAll() : Uni.createFrom().item(entries));
    }

    /** Seals what has committed, at most a batch of it, and answers how many entries that were. */
    Uni<Integer> seal(SqlConnection connection) {
        return connection.query(HOLD).execute().chain(held -> {
            if (held.rowCount() == 0) {
                return Uni.createFrom().item(0);
            }
            Row row = held.iterator().next();
            MerkleTree tree = MerkleTree.of(row.getLong(0), row.getBuffer(1).getBytes());
            return connection
                    .preparedQuery(UNSEALED)
                    .execute(Tuple.of(config.batch()))
                    .chain(unsealed -> now(connection).chain(now -> extend(connection, tree, unsealed, now)));
        });
    }

    private static Uni<Instant> now(SqlConnection connection) {
        return connection
                .query(NOW)
                .execute()
                .map(rows -> rows.iterator().next().getOffsetDateTime(0).toInstant());
    }

    private Uni<Integer> extend(SqlConnection connection, MerkleTree tree, RowSet<Row> unsealed, Instant now) {
        if (unsealed.rowCount() == 0) {
            treeSize.set(tree.size());
            return Uni.createFrom().item(0);
        }
        long first = tree.size();
        List<Long> ids = new ArrayList<>();
        Map<Subtree.Node, byte[]> completed = new LinkedHashMap<>();
        for (Row entry : unsealed) {
            ids.add(entry.getLong(0));
            tree.append(entry.getString(1).getBytes(UTF_8), completed::put);
        }
        completed.keySet().removeIf(node -> node.level() < Subtree.KEPT_FROM);
        String head = new TreeHead(config.log(), first, tree.size(), tree.rootText(), now).text();
        return connection
                .preparedQuery(PLACE)
                .execute(Tuple.of(first, ids.toArray(Long[]::new)))
                .chain(() ->
                        connection.preparedQuery(GROW).execute(Tuple.of(tree.size(), Buffer.buffer(tree.frontier()))))
                .chain(() -> keep(connection, completed))
                .chain(() -> key(connection))
                .chain(signer -> connection
                        .preparedQuery(SIGNED)
                        .execute(Tuple.of(
                                tree.size(),
                                head,
                                signer.id(),
                                Buffer.buffer(signer.sign(head)),
                                OffsetDateTime.ofInstant(now, ZoneOffset.UTC))))
                .invoke(() -> treeSize.set(tree.size()))
                .replaceWith(ids.size());
    }

    private static Uni<Void> keep(SqlConnection connection, Map<Subtree.Node, byte[]> completed) {
        if (completed.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return connection
                .preparedQuery(KEEP_NODES)
                .execute(Tuple.of(
                        completed.keySet().stream()
                                .map(node -> (short) node.level())
                                .toArray(Short[]::new),
                        completed.keySet().stream().map(Subtree.Node::index).toArray(Long[]::new),
                        completed.values().stream().map(Buffer::buffer).toArray(Buffer[]::new)))
                .replaceWithVoid();
    }

    /** The key to sign with, its public half published. Called with the tree's row locked. */
    private Uni<SigningKey> key(SqlConnection connection) {
        SigningKey known = key;
        if (known != null) {
            return publish(connection, known, config.keyFile().isEmpty());
        }
        return connection
                .query(OWN_KEY)
                .execute()
                .map(rows -> rows.rowCount() == 0
                        ? SigningKey.generate()
                        : kept(rows.iterator().next()))
                .invoke(found -> key = found)
                .chain(found -> publish(connection, found, true));
    }

    private static SigningKey kept(Row row) {
        return SigningKey.of(row.getBuffer(0).getBytes(), row.getBuffer(1).getBytes());
    }

    private static Uni<SigningKey> publish(SqlConnection connection, SigningKey key, boolean keep) {
        return connection
                .preparedQuery(PUBLISH_KEY)
                .execute(Tuple.of(
                        key.id(),
                        Buffer.buffer(key.shown().getEncoded()),
                        keep ? Buffer.buffer(key.secret().getEncoded()) : null))
                .replaceWith(key);
    }
}
