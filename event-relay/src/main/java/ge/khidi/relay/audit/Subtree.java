package ge.khidi.relay.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The leaves {@code from} up to, not including, {@code to} of the log, as a part of its Merkle tree: what proofs are made of.
 *
 * <p>A proof is a list of such parts whose hashes the reader cannot make himself (RFC 6962 sections 2.1.1 and 2.1.2). A hash is made from
 * that of complete subtrees, of which there are as many as the size has binary ones at most, so nothing depends on how long the log is.
 */
record Subtree(long from, long to) {

    /** From this level on the hashes of complete subtrees are stored. */
    static final int KEPT_FROM = 6;

    Subtree {
        if (from < 0 || to <= from) {
            throw new IllegalArgumentException("A subtree has a leaf");
        }
    }

    /** A complete subtree: {@code 2^level} leaves, beginning at a multiple of that. */
    record Node(int level, long index) {
        long first() {
            return index << level;
        }

        long end() {
            return (index + 1) << level;
        }
    }

    /** The audit path of a leaf in the tree of {@code size} leaves, from the leaf up: section 2.1.1. */
    static List<Subtree> inclusion(long leaf, long size) {
        if (leaf < 0 || leaf >= size) {
            throw new IllegalArgumentException("The leaf is not in the tree");
        }
        List<Subtree> path = new ArrayList<>();
        descend(leaf, 0, size, path);
        return path;
    }

    private static void descend(long leaf, long from, long to, List<Subtree> path) {
        if (to - from == 1) {
            return;
        }
        long middle = from + leftSize(to - from);
        if (leaf < middle) {
            descend(leaf, from, middle, path);
            path.add(new Subtree(middle, to));
        } else {
            descend(leaf, middle, to, path);
            path.add(new Subtree(from, middle));
        }
    }

    /** What shows that the tree of {@code newer} leaves begins with that of {@code older}: section 2.1.2. */
    static List<Subtree> consistency(long older, long newer) {
        if (older < 1 || older > newer) {
            throw new IllegalArgumentException("The older tree is the smaller one, and not empty");
        }
        List<Subtree> proof = new ArrayList<>();
        subproof(older, 0, newer, true, proof);
        return proof;
    }

    private static void subproof(long older, long from, long to, boolean known, List<Subtree> proof) {
        if (older == to) {
            if (!known) {
                proof.add(new Subtree(from, to));
            }
            return;
        }
        long middle = from + leftSize(to - from);
        if (older <= middle) {
            subproof(older, from, middle, known, proof);
            proof.add(new Subtree(middle, to));
        } else {
            subproof(older, middle, to, false, proof);
            proof.add(new Subtree(from, middle));
        }
    }

    /** The complete subtrees it consists of, from left to right. */
    List<Node> nodes() {
        if (complete()) {
            return List.of(new Node(level(), from >> level()));
        }
        long middle = from + leftSize(to - from);
        List<Node> nodes = new ArrayList<>(new Subtree(from, middle).nodes());
        nodes.addAll(new Subtree(middle, to).nodes());
        return nodes;
    }

    /** Its hash, made from those of its {@link #nodes}. */
    byte[] hash(Function<Node, byte[]> known) {
        if (complete()) {
            return known.apply(new Node(level(), from >> level()));
        }
        long middle = from + leftSize(to - from);
        return MerkleTree.nodeHash(new Subtree(from, middle).hash(known), new Subtree(middle, to).hash(known));
    }

    private boolean complete() {
        return Long.bitCount(to - from) == 1;
    }

    private int level() {
        return Long.numberOfTrailingZeros(to - from);
    }

    /** The largest power of two below {@code size}. */
    private static long leftSize(long size) {
        return Long.highestOneBit(size - 1);
    }
}
