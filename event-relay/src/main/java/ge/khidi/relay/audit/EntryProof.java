package ge.khidi.relay.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The answers of {@code /v1/audit/proofs} and how they are checked, with the algorithms of RFC 9162 sections 2.1.3.2 and 2.1.4.2, which
 * share nothing with those that make the proofs. Plain JDK, so that {@link Verify} stands alone.
 */
final class EntryProof {

    private static final int HASH_TEXT = 44;
    private static final Pattern LINE = Pattern.compile(
            "\\{\"(inclusion|consistency)\":\\{\"(?:leaf|from)\":([0-9]{1,18}),\"(?:size|to)\":([0-9]{1,18}),\"path\":\\[([A-Za-z0-9+/=\",]*)\\]\\}\\}");

    /** A proof as a line: {@code first} is the leaf or the older size, {@code size} that of the tree. */
    record Path(String kind, long first, long size, List<byte[]> hashes) {}

    static final String INCLUSION = "inclusion";
    static final String CONSISTENCY = "consistency";

    /** One line of JSON, without a line feed. */
    static String print(Path path) {
        boolean inclusion = path.kind().equals(INCLUSION);
        return "{\"" + path.kind() + "\":{\"" + (inclusion ? "leaf" : "from") + "\":" + path.first() + ",\""
                + (inclusion ? "size" : "to") + "\":" + path.size() + ",\"path\":"
                + path.hashes().stream()
                        .map(hash -> "\"" + Base64.getEncoder().encodeToString(hash) + "\"")
                        .collect(Collectors.joining(",", "[", "]"))
                + "}}";
    }

    /** Reads {@link #print}; only what it could have written. */
    static Optional<Path> parse(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        List<String> texts = matcher.group(4).isEmpty()
                ? List.of()
                : Arrays.stream(matcher.group(4).split(",", -1))
                        .map(text -> text.replace("\"", ""))
                        .toList();
        if (texts.stream().anyMatch(text -> text.length() != HASH_TEXT)) {
            return Optional.empty();
        }
        try {
            Path path = new Path(
                    matcher.group(1),
                    Long.parseLong(matcher.group(2)),
                    Long.parseLong(matcher.group(3)),
                    texts.stream().map(Base64.getDecoder()::decode).toList());
            return Optional.of(path).filter(read -> print(read).equals(line));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** RFC 9162 section 2.1.3.2: whether the entry is the leaf it is said to be, of the tree with this root. */
    static boolean includes(Path path, byte[] entry, String root) {
        if (!path.kind().equals(INCLUSION) || path.first() >= path.size()) {
            return false;
        }
        long place = path.first();
        long last = path.size() - 1;
        byte[] hash = MerkleTree.leafHash(entry);
        for (byte[] sibling : path.hashes()) {
            if (last == 0) {
                return false;
            }
            if ((place & 1) == 1 || place == last) {
                hash = MerkleTree.nodeHash(sibling, hash);
                while ((place & 1) == 0 && place != 0) {
                    place >>= 1;
                    last >>= 1;
                }
            } else {
                hash = MerkleTree.nodeHash(hash, sibling);
            }
            place >>= 1;
            last >>= 1;
        }
        return last == 0 && text(hash).equals(root);
    }

    /** RFC 9162 section 2.1.4.2: whether the newer tree begins with all of the older one. */
    static boolean extendsTree(Path path, String olderRoot, String newerRoot) {
        long older = path.first();
        if (!path.kind().equals(CONSISTENCY) || older < 1 || older > path.size()) {
            return false;
        }
        if (older == path.size()) {
            return path.hashes().isEmpty() && olderRoot.equals(newerRoot);
        }
        Iterator<byte[]> hashes = path.hashes().iterator();
        if (!hashes.hasNext()) {
            return false;
        }
        byte[] fromOlder = Long.bitCount(older) == 1 ? Base64.getDecoder().decode(olderRoot) : hashes.next();
        byte[] fromNewer = fromOlder;
        long place = older - 1;
        long last = path.size() - 1;
        while ((place & 1) == 1) {
            place >>= 1;
            last >>= 1;
        }
        while (hashes.hasNext()) {
            byte[] hash = hashes.next();
            if (last == 0) {
                return false;
            }
            if ((place & 1) == 1 || place == last) {
                fromOlder = MerkleTree.nodeHash(hash, fromOlder);
                fromNewer = MerkleTree.nodeHash(hash, fromNewer);
                while ((place & 1) == 0 && place != 0) {
                    place >>= 1;
                    last >>= 1;
                }
            } else {
                fromNewer = MerkleTree.nodeHash(fromNewer, hash);
            }
            place >>= 1;
            last >>= 1;
        }
        return last == 0 && text(fromOlder).equals(olderRoot) && text(fromNewer).equals(newerRoot);
    }

    /** What is wrong with an entry, its proof and the checkpoint it is proved under, if anything. */
    static Optional<String> faultOfEntry(String entry, Path path, Checkpoint checkpoint) {
        if (path.size() != checkpoint.size()) {
            return Optional.of("the proof and the checkpoint are of different trees");
        }
        return includes(path, entry.getBytes(UTF_8), checkpoint.root())
                ? Optional.empty()
                : Optional.of("the entry is not in the log at this place");
    }

    /** What is wrong with the proof that the log of the newer checkpoint continues that of the older, if anything. */
    static Optional<String> faultOfGrowth(Checkpoint older, Path path, Checkpoint newer) {
        if (path.first() != older.size()
                || path.size() != newer.size()
                || !older.log().equals(newer.log())) {
            return Optional.of("the proof is not of these checkpoints");
        }
        return extendsTree(path, older.root(), newer.root())
                ? Optional.empty()
                : Optional.of("the newer log does not continue the older one");
    }

    private static String text(byte[] hash) {
        return Base64.getEncoder().encodeToString(hash);
    }

    private EntryProof() {}
}
