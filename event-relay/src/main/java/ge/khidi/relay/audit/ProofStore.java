package ge.khidi.relay.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Signed checkpoints, and proofs made for their trees. Of a log of any length a proof reads two indexes: the stored subtrees it needs, one
 * for each level at most twice, and fewer than two hundred lines for what lies below them.
 */
@Singleton
class ProofStore {

    /** Most checkpoints in one answer. */
    static final int PAGE = 500;

    private static final String LATEST =
            "SELECT head, key_id, signature FROM audit_checkpoint ORDER BY size DESC LIMIT 1";
    private static final String OF_SIZE = "SELECT head, key_id, signature FROM audit_checkpoint WHERE size = $1";
    private static final String FOLLOWING =
            "SELECT head, key_id, signature FROM audit_checkpoint WHERE size > $1 ORDER BY size LIMIT $2";
    private static final String LINES = "SELECT leaf, line FROM audit_entry WHERE leaf = ANY($1)";
    private static final String NODES = """
            SELECT n.level, n.index, n.hash FROM unnest($1::smallint[], $2::bigint[]) AS q (level, index)
            JOIN audit_node n ON n.level = q.level AND n.index = q.index
            """;

    private final Pool pool;

    ProofStore(Pool pool) {
        this.pool = pool;
    }

    /** The checkpoint of this size, or the newest, as lines print it. */
    Uni<Optional<Checkpoint>> find(@Nullable Long size) {
        Uni<RowSet<Row>> found = size == null
                ? pool.query(LATEST).execute()
                : pool.preparedQuery(OF_SIZE).execute(Tuple.of(size));
        return found.map(rows -> lines(rows).lines().findFirst().flatMap(Checkpoint::parse));
    }

    /** Checkpoints of more than so many entries, the smallest first, at most {@link #PAGE}, each on a line. */
    Uni<String> after(long size) {
        return pool.preparedQuery(FOLLOWING).execute(Tuple.of(size, PAGE)).map(ProofStore::lines);
    }

    private static String lines(RowSet<Row> rows) {
        StringBuilder lines = new StringBuilder();
        rows.forEach(row -> lines.append(Checkpoint.print(
                row.getString(0), row.getString(1), row.getBuffer(2).getBytes())));
        return lines.toString();
    }

    /** The line that is this leaf. */
    Uni<String> entry(long leaf) {
        return linesOf(List.of(leaf))
                .map(lines -> Optional.ofNullable(lines.get(leaf)).orElseThrow());
    }

    /** The hashes of these parts of the tree, in their order. */
    Uni<List<byte[]>> hashes(List<Subtree> parts) {
        List<Subtree.Node> nodes =
                parts.stream().flatMap(part -> part.nodes().stream()).toList();
        List<Subtree.Node> stored =
                nodes.stream().filter(node -> node.level() >= Subtree.KEPT_FROM).toList();
        List<Long> leaves = nodes.stream()
                .filter(node -> node.level() < Subtree.KEPT_FROM)
                .flatMap(node -> LongStream.range(node.first(), node.end()).boxed())
                .toList();
        return stored(stored)
                .chain(known -> linesOf(leaves)
                        .invoke(lines -> nodes.stream()
                                .filter(node -> node.level() < Subtree.KEPT_FROM)
                                .forEach(node -> known.put(node, made(node, lines))))
                        .map(lines -> parts.stream()
                                .map(part -> part.hash(node -> taken(known, node)))
                                .toList()));
    }

    private static byte[] made(Subtree.Node node, Map<Long, String> lines) {
        MerkleTree below = new MerkleTree();
        LongStream.range(node.first(), node.end())
                .forEach(leaf -> below.append(
                        Optional.ofNullable(lines.get(leaf)).orElseThrow().getBytes(UTF_8)));
        return below.root();
    }

    private static byte[] taken(Map<Subtree.Node, byte[]> known, Subtree.Node node) {
        return Optional.ofNullable(known.get(node)).orElseThrow();
    }

    private Uni<Map<Long, String>> linesOf(List<Long> leaves) {
        if (leaves.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return pool.preparedQuery(LINES)
                .execute(Tuple.of(leaves.toArray(Long[]::new)))
                .onItem()
                .transformToMulti(rows -> Multi.createFrom().iterable(rows))
                .collect()
                .asMap(row -> row.getLong(0), row -> row.getString(1));
    }

    private Uni<Map<Subtree.Node, byte[]>> stored(List<Subtree.Node> nodes) {
        if (nodes.isEmpty()) {
            return Uni.createFrom().item(new HashMap<>());
        }
        return pool.preparedQuery(NODES)
                .execute(Tuple.of(
                        nodes.stream().map(node -> (short) node.level()).toArray(Short[]::new),
                        nodes.stream().map(Subtree.Node::index).toArray(Long[]::new)))
                .map(rows -> {
                    Map<Subtree.Node, byte[]> known = new HashMap<>();
                    rows.forEach(row -> known.put(
                            new Subtree.Node(row.getShort(0), row.getLong(1)),
                            row.getBuffer(2).getBytes()));
                    return known;
                });
    }
}
