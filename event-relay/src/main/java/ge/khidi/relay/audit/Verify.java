package ge.khidi.relay.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks an exported audit log, or the proof of one entry, with nothing but a JDK:
 *
 * <pre>
 * java -cp event-relay.jar ge.khidi.relay.audit.Verify EXPORT PUBLIC-KEYS.pem [KEPT-CHECKPOINT]
 * java -cp event-relay.jar ge.khidi.relay.audit.Verify --entry ENTRY-PROOF PUBLIC-KEYS.pem [GROWTH-PROOF KEPT-CHECKPOINT]
 * </pre>
 *
 * <p>Of an export it rebuilds the Merkle tree from the lines and holds it against every signed checkpoint, so a line that was changed,
 * removed, inserted or moved is found. That the log was cut off at an earlier checkpoint can only be seen by someone who kept a later one:
 * give that line as third argument. The keys must come from the auditor's own files; those in the export prove nothing, and must be
 * among the auditor's.
 *
 * <p>Of one entry it checks the answer of {@code /v1/audit/proofs/inclusion}; with an answer of {@code /v1/audit/proofs/consistency} and a
 * checkpoint kept from earlier also that the log it is in continues the log of that day.
 *
 * <p>Exit status 0 and one line when all is well; 1 and the first fault otherwise; 2 when it could not be checked.
 */
public final class Verify {

    private static final Pattern KEY =
            Pattern.compile("\\{\"key\":\"([0-9a-f]{16})\",\"public\":\"([A-Za-z0-9+/=]+)\"\\}");
    private static final Pattern PEM = Pattern.compile("-----BEGIN PUBLIC KEY-----([^-]+)-----END PUBLIC KEY-----");

    private final List<PublicKey> keys;
    private final MerkleTree tree = new MerkleTree();
    private final List<String> shown = new ArrayList<>();
    private final Set<String> used = new LinkedHashSet<>();
    private long sealed;
    private long checkpoints;
    private String log = "";
    private Instant last = Instant.MIN;

    private Verify(List<PublicKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /** What was found: no fault and the number of entries, or the first fault. It never quotes an entry. */
    public record Finding(long entries, long checkpoints, Optional<String> fault) {

        /** Whether the log is as it was sealed. */
        public boolean intact() {
            return fault.isEmpty();
        }
    }

    public static void main(String[] arguments) throws IOException {
        boolean entry = arguments.length > 0 && arguments[0].equals("--entry");
        if (entry ? arguments.length != 3 && arguments.length != 5 : arguments.length < 2 || arguments.length > 3) {
            System.err.println("Usage: Verify EXPORT PUBLIC-KEYS.pem [KEPT-CHECKPOINT]");
            System.err.println("       Verify --entry ENTRY-PROOF PUBLIC-KEYS.pem [GROWTH-PROOF KEPT-CHECKPOINT]");
            System.exit(2);
        }
        try {
            System.exit(entry ? entry(arguments) : export(arguments));
        } catch (IOException | IllegalArgumentException unreadable) {
            System.err.println("It could not be checked: " + unreadable.getMessage());
            System.exit(2);
        }
    }

    private static int export(String[] arguments) throws IOException {
        List<PublicKey> keys = publicKeys(text(arguments[1]));
        Optional<String> kept =
                arguments.length == 3 ? Optional.of(text(arguments[2]).strip()) : Optional.empty();
        Finding finding;
        try (InputStream export = Files.newInputStream(Path.of(arguments[0]))) {
            finding = check(export, keys, kept);
        }
        return said(
                finding.fault(),
                "INTACT: " + finding.entries() + " entries, " + finding.checkpoints() + " checkpoints");
    }

    private static int entry(String[] arguments) throws IOException {
        List<PublicKey> keys = publicKeys(text(arguments[2]));
        Optional<String> fault = arguments.length == 3
                ? checkEntry(text(arguments[1]), keys)
                : checkEntry(text(arguments[1]), keys, text(arguments[3]), text(arguments[4]));
        return said(fault, "INTACT: the entry is in the log");
    }

    private static String text(String file) throws IOException {
        return Files.readString(Path.of(file));
    }

    private static int said(Optional<String> fault, String allIsWell) {
        System.out.println(fault.map(what -> "NOT INTACT: " + what).orElse(allIsWell));
        return fault.isPresent() ? 1 : 0;
    }

    /** Checks an export against the auditor's own copy of the public keys and, if there is one, a checkpoint line kept from earlier. */
    public static Finding check(InputStream export, List<PublicKey> keys, Optional<String> kept) throws IOException {
        Verify verify = new Verify(keys);
        Optional<String> fault = verify.read(export, kept);
        return new Finding(verify.tree.size(), verify.checkpoints, fault);
    }

    /** What is wrong with the proof of one entry, if anything: the entry, its path, the checkpoint, each on a line. */
    public static Optional<String> checkEntry(String entryProof, List<PublicKey> keys) {
        List<String> lines = entryProof.lines().toList();
        Optional<EntryProof.Path> path = lines.size() == 3 ? EntryProof.parse(lines.get(1)) : Optional.empty();
        if (path.isEmpty()) {
            return Optional.of("this is not the proof of an entry");
        }
        return signed(lines.get(2), keys)
                .map(checkpoint -> EntryProof.faultOfEntry(lines.get(0), path.get(), checkpoint))
                .orElse(Optional.of("the checkpoint is not signed with one of these keys"));
    }

    /** The same, and that the log it is in continues the one of which a checkpoint was kept. */
    public static Optional<String> checkEntry(
            String entryProof, List<PublicKey> keys, String growthProof, String keptCheckpoint) {
        List<String> lines = growthProof.lines().toList();
        Optional<EntryProof.Path> path = lines.size() == 3 ? EntryProof.parse(lines.get(1)) : Optional.empty();
        if (path.isEmpty()) {
            return Optional.of("this is not the proof that the log has grown");
        }
        Optional<Checkpoint> kept = signed(keptCheckpoint.strip(), keys);
        Optional<Checkpoint> newer = signed(lines.get(2), keys);
        if (kept.isEmpty() || newer.isEmpty()) {
            return Optional.of("a checkpoint is not signed with one of these keys");
        }
        String under = entryProof.lines().skip(2).findFirst().orElse("");
        if (!under.equals(lines.get(2)) && !under.equals(keptCheckpoint.strip())) {
            return Optional.of("the entry is proved under neither of the checkpoints");
        }
        return checkEntry(entryProof, keys).or(() -> EntryProof.faultOfGrowth(kept.get(), path.get(), newer.get()));
    }

    private static Optional<Checkpoint> signed(String line, List<PublicKey> keys) {
        return Checkpoint.parse(line).filter(checkpoint -> keys.stream().anyMatch(checkpoint::signedBy));
    }

    /** The keys in a PEM file as {@code /v1/audit/keys} shows it. */
    public static List<PublicKey> publicKeys(String pem) {
        List<PublicKey> keys = PEM.matcher(pem)
                .results()
                .map(found ->
                        publicKey(Base64.getMimeDecoder().decode(found.group(1).getBytes(US_ASCII))))
                .toList();
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("there is no public key");
        }
        return keys;
    }

    private static PublicKey publicKey(byte[] encoded) {
        try {
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not an Ed25519 public key", e);
        }
    }

    private Optional<String> read(InputStream export, Optional<String> kept) throws IOException {
        Optional<Checkpoint> expected = kept.flatMap(line -> signed(line, keys));
        if (kept.isPresent() && expected.isEmpty()) {
            return Optional.of("the kept checkpoint is not one of these keys");
        }
        boolean expectedSeen = expected.isEmpty();
        long number = 0;
        for (byte[] line = next(export); line.length > 0; line = next(export)) {
            number++;
            Optional<String> fault = take(line);
            if (fault.isPresent()) {
                return Optional.of("line " + number + ": " + fault.get());
            }
            if (expected.isPresent() && tree.size() == expected.get().size()) {
                if (!expected.get().isOf(tree.size(), tree.rootText())) {
                    return Optional.of("the log is not the one the kept checkpoint was taken from");
                }
                expectedSeen = true;
            }
        }
        if (tree.size() != sealed) {
            return Optional.of((tree.size() - sealed) + " entries at the end are under no checkpoint");
        }
        if (checkpoints == 0) {
            return Optional.of("there is no checkpoint");
        }
        if (!shown.equals(List.copyOf(used))) {
            return Optional.of("the keys at the beginning are not those of the checkpoints");
        }
        return expectedSeen ? Optional.empty() : Optional.of("the log ends before the kept checkpoint");
    }

    private Optional<String> take(byte[] line) {
        if (line[line.length - 1] != '\n') {
            return Optional.of("cut off");
        }
        byte[] content = Arrays.copyOf(line, line.length - 1);
        String text = new String(content, UTF_8);
        if (text.startsWith("{\"key\":")) {
            return key(text);
        }
        if (text.startsWith("{\"checkpoint\":")) {
            return Checkpoint.parse(text).map(this::compare).orElse(Optional.of("not a checkpoint"));
        }
        tree.append(content);
        return Optional.empty();
    }

    private Optional<String> key(String line) {
        Matcher matcher = KEY.matcher(line);
        if (!matcher.matches() || tree.size() > 0) {
            return Optional.of("a key where none belongs");
        }
        boolean known = keys.stream()
                .map(PublicKey::getEncoded)
                .anyMatch(key -> SigningKey.idOf(key).equals(matcher.group(1))
                        && Base64.getEncoder().encodeToString(key).equals(matcher.group(2)));
        shown.add(matcher.group(1));
        return known ? Optional.empty() : Optional.of("a key that is not among the auditor's");
    }

    private Optional<String> compare(Checkpoint checkpoint) {
        if (keys.stream().noneMatch(checkpoint::signedBy)) {
            return Optional.of("the checkpoint is not signed with one of these keys");
        }
        if (checkpoint.size() != tree.size()) {
            return Optional.of(
                    "the checkpoint is over " + checkpoint.size() + " entries, but " + tree.size() + " precede it");
        }
        if (!checkpoint.isOf(tree.size(), tree.rootText())) {
            return Optional.of(
                    "the " + (tree.size() - sealed) + " entries before the checkpoint are not those that were sealed");
        }
        if (checkpoints > 0 && !checkpoint.log().equals(log)) {
            return Optional.of("the checkpoint belongs to another log");
        }
        if (checkpoint.previous() != sealed) {
            return Optional.of("a checkpoint before this one is missing or out of place");
        }
        if (checkpoint.at().isBefore(last)) {
            return Optional.of("the checkpoint is older than the one before it");
        }
        log = checkpoint.log();
        last = checkpoint.at();
        sealed = checkpoint.size();
        used.add(checkpoint.key());
        checkpoints++;
        return Optional.empty();
    }

    /** The next line with its line feed; empty at the end. */
    private static byte[] next(InputStream export) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = export.read(); octet >= 0; octet = export.read()) {
            line.write(octet);
            if (octet == '\n') {
                break;
            }
        }
        return line.toByteArray();
    }
}
