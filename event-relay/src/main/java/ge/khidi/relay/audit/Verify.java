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
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks an exported audit log with nothing but a JDK: {@code java -cp event-relay.jar ge.khidi.relay.audit.Verify EXPORT
 * PUBLIC-KEY.pem [KEPT-CHECKPOINT]}.
 *
 * <p>It rebuilds the Merkle tree from the lines and holds it against every signed checkpoint, so a line that was changed, removed,
 * inserted or moved is found. That the log was cut off at an earlier checkpoint can only be seen by someone who kept a later one: give
 * that line as third argument. The key must come from the auditor's own files; the one in the export proves nothing.
 *
 * <p>Exit status 0 and one line when all is well; 1 and the first fault otherwise; 2 when it could not be checked.
 */
public final class Verify {

    private static final Pattern CHECKPOINT = Pattern.compile(
            "\\{\"checkpoint\":(\\{\"log\":\"([a-z0-9-]+)\",\"previous\":([0-9]{1,18}),\"size\":([0-9]{1,18}),\"root\":\"([A-Za-z0-9+/=]{44})\","
                    + "\"at\":\"([0-9TZ:.+-]+)\"\\}),\"key\":\"([0-9a-f]{16})\",\"signature\":\"([A-Za-z0-9+/=]{88})\"\\}");
    private static final Pattern KEY = Pattern.compile("\\{\"key\":\"[0-9a-f]{16}\",\"public\":\"[A-Za-z0-9+/=]+\"\\}");

    private final PublicKey key;
    private final MerkleTree tree = new MerkleTree();
    private long sealed;
    private long checkpoints;
    private String log = "";
    private Instant last = Instant.MIN;

    private Verify(PublicKey key) {
        this.key = key;
    }

    /** What was found: no fault and the number of entries, or the first fault. It never quotes an entry. */
    public record Finding(long entries, long checkpoints, Optional<String> fault) {

        /** Whether the log is as it was sealed. */
        public boolean intact() {
            return fault.isEmpty();
        }
    }

    private record Checkpoint(
            String head, String log, long previous, long size, String root, Instant at, String key, String signature) {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 2 || arguments.length > 3) {
            System.err.println("Usage: Verify EXPORT PUBLIC-KEY.pem [KEPT-CHECKPOINT]");
            System.exit(2);
        }
        PublicKey key = publicKey(Files.readString(Path.of(arguments[1])));
        Optional<String> kept = arguments.length == 3
                ? Optional.of(Files.readString(Path.of(arguments[2])).strip())
                : Optional.empty();
        Finding finding;
        try (InputStream export = Files.newInputStream(Path.of(arguments[0]))) {
            finding = check(export, key, kept);
        }
        System.out.println(finding.fault()
                .map(fault -> "NOT INTACT: " + fault)
                .orElse("INTACT: " + finding.entries() + " entries, " + finding.checkpoints() + " checkpoints"));
        System.exit(finding.intact() ? 0 : 1);
    }

    /** Checks an export against the auditor's own copy of the public key and, if there is one, a checkpoint line kept from earlier. */
    public static Finding check(InputStream export, PublicKey key, Optional<String> kept) throws IOException {
        Verify verify = new Verify(key);
        Optional<String> fault = verify.read(export, kept);
        return new Finding(verify.tree.size(), verify.checkpoints, fault);
    }

    /** The key in a PEM file as {@code /v1/audit/key} shows it. */
    public static PublicKey publicKey(String pem) {
        try {
            byte[] encoded = Base64.getMimeDecoder()
                    .decode(pem.replaceAll("-----[A-Z ]+-----", "").getBytes(US_ASCII));
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not an Ed25519 public key", e);
        }
    }

    private Optional<String> read(InputStream export, Optional<String> kept) throws IOException {
        Optional<Checkpoint> expected = kept.flatMap(Verify::checkpoint);
        if (kept.isPresent() && (expected.isEmpty() || !signed(expected.get()))) {
            return Optional.of("the kept checkpoint is not one of this key");
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
                if (!tree.rootText().equals(expected.get().root())) {
                    return Optional.of("the log is not the one the kept checkpoint was taken from");
                }
                expectedSeen = true;
            }
        }
        if (tree.size() != sealed) {
            return Optional.of((tree.size() - sealed) + " entries at the end are under no checkpoint");
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
            return KEY.matcher(text).matches() && tree.size() == 0
                    ? Optional.empty()
                    : Optional.of("a key where none belongs");
        }
        if (text.startsWith("{\"checkpoint\":")) {
            return checkpoint(text).map(this::compare).orElse(Optional.of("not a checkpoint"));
        }
        tree.append(content);
        return Optional.empty();
    }

    private Optional<String> compare(Checkpoint checkpoint) {
        if (!signed(checkpoint)) {
            return Optional.of("the checkpoint is not signed with this key");
        }
        if (checkpoint.size() != tree.size()) {
            return Optional.of(
                    "the checkpoint is over " + checkpoint.size() + " entries, but " + tree.size() + " precede it");
        }
        if (!tree.rootText().equals(checkpoint.root())) {
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
        checkpoints++;
        return Optional.empty();
    }

    private boolean signed(Checkpoint checkpoint) {
        try {
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(key);
            check.update(checkpoint.head().getBytes(UTF_8));
            byte[] signature = Base64.getDecoder().decode(checkpoint.signature());
            return check.verify(signature)
                    && Base64.getEncoder().encodeToString(signature).equals(checkpoint.signature())
                    && SigningKey.idOf(key.getEncoded()).equals(checkpoint.key());
        } catch (GeneralSecurityException | IllegalArgumentException notASignature) {
            return false;
        }
    }

    private static Optional<Checkpoint> checkpoint(String line) {
        Matcher matcher = CHECKPOINT.matcher(line);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Checkpoint(
                    matcher.group(1),
                    matcher.group(2),
                    Long.parseLong(matcher.group(3)),
                    Long.parseLong(matcher.group(4)),
                    matcher.group(5),
                    Instant.parse(matcher.group(6)),
                    matcher.group(7),
                    matcher.group(8)));
        } catch (DateTimeParseException notATime) {
            return Optional.empty();
        }
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
