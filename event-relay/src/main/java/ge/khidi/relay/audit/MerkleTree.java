package ge.khidi.relay.audit;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * A growing Merkle tree of RFC 6962 section 2.1 with SHA-256, of which only the roots of the complete subtrees are kept: as many as
 * there are ones in the binary form of its size, the largest subtree first. Plain JDK, so that {@link Verify} stands alone.
 */
final class MerkleTree {

    static final int HASH_BYTES = 32;

    private final List<byte[]> frontier = new ArrayList<>();
    private long size;

    /** The tree of {@code size} leaves that {@link #frontier()} described. */
    static MerkleTree of(long size, byte[] frontier) {
        if (frontier.length != Long.bitCount(size) * HASH_BYTES) {
            throw new IllegalArgumentException("The frontier does not fit the size of the tree");
        }
        MerkleTree tree = new MerkleTree();
        tree.size = size;
        for (int from = 0; from < frontier.length; from += HASH_BYTES) {
            tree.frontier.add(Arrays.copyOfRange(frontier, from, from + HASH_BYTES));
        }
        return tree;
    }

    long size() {
        return size;
    }

    byte[] frontier() {
        byte[] all = new byte[frontier.size() * HASH_BYTES];
        for (int i = 0; i < frontier.size(); i++) {
            System.arraycopy(frontier.get(i), 0, all, i * HASH_BYTES, HASH_BYTES);
        }
        return all;
    }

    void append(byte[] entry) {
        append(entry, (node, hash) -> {});
    }

    /** Appends an entry, and names every subtree above it that it completes, the lowest first. */
    void append(byte[] entry, BiConsumer<Subtree.Node, byte[]> completed) {
        byte[] subtree = leafHash(entry);
        int level = 0;
        for (long rest = size; (rest & 1) == 1; rest >>= 1) {
            subtree = nodeHash(frontier.remove(frontier.size() - 1), subtree);
            level++;
            completed.accept(new Subtree.Node(level, rest >> 1), subtree);
        }
        frontier.add(subtree);
        size++;
    }

    byte[] root() {
        if (frontier.isEmpty()) {
            return sha256().digest();
        }
        byte[] root = frontier.get(frontier.size() - 1);
        for (int i = frontier.size() - 2; i >= 0; i--) {
            root = nodeHash(frontier.get(i), root);
        }
        return root;
    }

    /** The root in Base64, as heads name it. */
    String rootText() {
        return Base64.getEncoder().encodeToString(root());
    }

    static byte[] leafHash(byte[] entry) {
        MessageDigest digest = sha256();
        digest.update((byte) 0);
        return digest.digest(entry);
    }

    static byte[] nodeHash(byte[] left, byte[] right) {
        MessageDigest digest = sha256();
        digest.update((byte) 1);
        digest.update(left);
        return digest.digest(right);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
