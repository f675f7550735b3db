package ge.khidi.relay.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Proofs are made from subtrees and checked by an algorithm that knows none. */
class EntryProofTest {

    private static final HexFormat HEX = HexFormat.of();
    private static final SigningKey KEY = SigningKey.generate();
    private static final String L0 = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d";
    private static final String L1 = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7";
    private static final String N2 = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e";
    private static final String N4 = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4";
    private static final String L4 = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b";
    private static final String L5 = "4271a26be0d8a84f0bd54c8c302e7cb3a3b5d1fa6780a40bcce2873477dab658";
    private static final String N6 = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a";
    private static final String N67 = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0";
    private static final String N0123 = "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7";
    private static final String N01 = "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125";

    /** The proofs with which the implementations of Certificate Transparency test themselves. */
    @Test
    void theProofsAreThoseOfCertificateTransparency() {
        Log log = new Log(MerkleTreeTest.LEAVES.stream().map(HEX::parseHex).toList());

        assertThat(log.hex(Subtree.inclusion(0, 1))).isEmpty();
        assertThat(log.hex(Subtree.inclusion(0, 8))).containsExactly(L1, N2, N4);
        assertThat(log.hex(Subtree.inclusion(5, 8))).containsExactly(L4, N67, N0123);
        assertThat(log.hex(Subtree.inclusion(2, 3))).containsExactly(N01);
        assertThat(log.hex(Subtree.inclusion(1, 5))).containsExactly(L0, N2, L4);

        assertThat(log.hex(Subtree.consistency(1, 1))).isEmpty();
        assertThat(log.hex(Subtree.consistency(1, 8))).containsExactly(L1, N2, N4);
        assertThat(log.hex(Subtree.consistency(6, 8))).containsExactly(N6, N67, N0123);
        assertThat(log.hex(Subtree.consistency(2, 5))).containsExactly(N2, L4);
        assertThat(log.hex(Subtree.inclusion(4, 6))).as("not among theirs").containsExactly(L5, N0123);
    }

    @Test
    void everyLeafOfEveryTreeIsProvedAndNoOtherEntryIs() {
        Log log = Log.of(140);

        for (int size = 1; size <= log.size(); size++) {
            for (int leaf = 0; leaf < size; leaf++) {
                EntryProof.Path path = log.inclusion(leaf, size);

                assertThat(EntryProof.includes(path, log.leaf(leaf), log.root(size)))
                        .as("leaf %d of %d", leaf, size)
                        .isTrue();
                assertThat(EntryProof.includes(path, log.leaf(leaf + 1), log.root(size)))
                        .isFalse();
            }
        }
    }

    @Test
    void everyTreeIsProvedToContinueEveryEarlierOneAndNoOther() {
        Log log = Log.of(140);

        for (int newer = 1; newer <= log.size(); newer++) {
            for (int older = 1; older <= newer; older++) {
                EntryProof.Path path = log.consistency(older, newer);

                assertThat(EntryProof.extendsTree(path, log.root(older), log.root(newer)))
                        .as("%d to %d", older, newer)
                        .isTrue();
                assertThat(EntryProof.extendsTree(path, log.root(older == 1 ? 2 : older - 1), log.root(newer)))
                        .isFalse();
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void aProofThatWasTouchedProvesNothing(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Log log = Log.of(140);

        for (int i = 0; i < 500; i++) {
            int size = random.nextInt(3, 140);
            int first = random.nextInt(1, size - 1);
            EntryProof.Path inclusion = touched(log.inclusion(first, size), random);
            EntryProof.Path consistency = touched(log.consistency(first, size), random);

            assertThat(EntryProof.includes(inclusion, log.leaf(first), log.root(size)))
                    .isFalse();
            assertThat(EntryProof.extendsTree(consistency, log.root(first), log.root(size)))
                    .isFalse();
        }
    }

    /** A hash more, less or other. */
    private static EntryProof.Path touched(EntryProof.Path path, SplittableRandom random) {
        List<byte[]> hashes = new ArrayList<>(path.hashes());
        int at = random.nextInt(hashes.size());
        switch (random.nextInt(3)) {
            case 0 -> hashes.remove(at);
            case 1 -> hashes.add(at, hashes.get(random.nextInt(hashes.size())));
            default -> {
                byte[] other = hashes.get(at).clone();
                other[random.nextInt(other.length)] ^= (byte) (1 << random.nextInt(8));
                hashes.set(at, other);
            }
        }
        return new EntryProof.Path(path.kind(), path.first(), path.size(), hashes);
    }

    @Test
    void aProofIsReadAsItIsPrinted() {
        Log log = Log.of(20);

        for (EntryProof.Path path : List.of(log.inclusion(0, 1), log.inclusion(7, 20), log.consistency(7, 20))) {
            String line = EntryProof.print(path);

            assertThat(EntryProof.parse(line).map(EntryProof::print)).contains(line);
            assertThat(EntryProof.parse(line.replace("\"path\":[", "\"path\":[,")))
                    .isEmpty();
            assertThat(EntryProof.parse(line + " ")).isEmpty();
        }
    }

    @Test
    void anEntryIsCheckedUnderOneCheckpointAndAgainstTheOneThatWasKept() {
        Log log = Log.of(90);
        String entry = log.text(30) + "\n" + EntryProof.print(log.inclusion(30, 90)) + "\n" + checkpoint(log, 90);
        String kept = checkpoint(log, 70);
        String growth = kept + EntryProof.print(log.consistency(70, 90)) + "\n" + checkpoint(log, 90);
        List<PublicKey> keys = List.of(KEY.shown());

        assertThat(Verify.checkEntry(entry, keys)).isEmpty();
        assertThat(Verify.checkEntry(entry, keys, growth, kept)).isEmpty();

        assertThat(Verify.checkEntry(entry.replaceFirst("entry 30", "entry 31"), keys))
                .isPresent();
        assertThat(Verify.checkEntry(entry, List.of(SigningKey.generate().shown())))
                .isPresent();
        assertThat(Verify.checkEntry(entry, keys, growth, checkpoint(log, 71)))
                .as("another kept checkpoint")
                .isPresent();
        assertThat(Verify.checkEntry(entry, keys, growth, checkpoint(Log.of(70, "rewritten "), 70)))
                .as("the log was rewritten since")
                .isPresent();
    }

    private static String checkpoint(Log log, int size) {
        String head = new TreeHead("sharing", 0, size, log.root(size), Instant.EPOCH).text();
        return Checkpoint.print(head, KEY.id(), KEY.sign(head));
    }

    /** A log that keeps every node. */
    private static final class Log {
        private final List<byte[]> leaves;
        private final List<String> roots = new ArrayList<>();
        private final Map<Subtree.Node, byte[]> nodes = new HashMap<>();

        Log(List<byte[]> leaves) {
            this.leaves = leaves;
            MerkleTree tree = new MerkleTree();
            for (byte[] leaf : leaves) {
                nodes.put(new Subtree.Node(0, tree.size()), MerkleTree.leafHash(leaf));
                tree.append(leaf, nodes::put);
                roots.add(tree.rootText());
            }
        }

        static Log of(int size) {
            return of(size, "entry ");
        }

        static Log of(int size, String what) {
            return new Log(IntStream.rangeClosed(0, size)
                    .mapToObj(i -> (what + i).getBytes(UTF_8))
                    .toList());
        }

        int size() {
            return leaves.size() - 1;
        }

        byte[] leaf(int at) {
            return leaves.get(at);
        }

        String text(int at) {
            return new String(leaves.get(at), UTF_8);
        }

        String root(int size) {
            return roots.get(size - 1);
        }

        List<byte[]> hashes(List<Subtree> parts) {
            return parts.stream()
                    .map(part -> part.hash(node -> Objects.requireNonNull(nodes.get(node))))
                    .toList();
        }

        List<String> hex(List<Subtree> parts) {
            return hashes(parts).stream().map(HEX::formatHex).toList();
        }

        EntryProof.Path inclusion(int leaf, int size) {
            return new EntryProof.Path(EntryProof.INCLUSION, leaf, size, hashes(Subtree.inclusion(leaf, size)));
        }

        EntryProof.Path consistency(int older, int newer) {
            return new EntryProof.Path(EntryProof.CONSISTENCY, older, newer, hashes(Subtree.consistency(older, newer)));
        }
    }

    @Test
    void aRootOfAnEmptyPathIsTheLeafItself() {
        Log log = Log.of(1);

        assertThat(log.root(1)).isEqualTo(Base64.getEncoder().encodeToString(MerkleTree.leafHash(log.leaf(0))));
    }
}
