package ge.khidi.relay.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A signed tree head as an export prints it and an auditor keeps it: {@code head} is what was signed, character by character, the other
 * components what it says. Only {@link #signedBy} makes it worth anything. Plain JDK, so that {@link Verify} stands alone.
 */
record Checkpoint(
        String head, String log, long previous, long size, String root, Instant at, String key, String signature) {

    private static final Pattern LINE = Pattern.compile(
            "\\{\"checkpoint\":(\\{\"log\":\"([a-z0-9-]+)\",\"previous\":([0-9]{1,18}),\"size\":([0-9]{1,18}),\"root\":\"([A-Za-z0-9+/=]{44})\","
                    + "\"at\":\"([0-9TZ:.+-]+)\"\\}),\"key\":\"([0-9a-f]{16})\",\"signature\":\"([A-Za-z0-9+/=]{88})\"\\}");

    /** The line of an export, with its line feed. */
    static String print(String head, String keyId, byte[] signature) {
        return "{\"checkpoint\":" + head + ",\"key\":\"" + keyId + "\",\"signature\":\""
                + Base64.getEncoder().encodeToString(signature) + "\"}\n";
    }

    /** Reads {@link #print}, without the line feed. */
    static Optional<Checkpoint> parse(String line) {
        Matcher matcher = LINE.matcher(line);
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

    /** As it was printed, with its line feed. */
    String line() {
        return "{\"checkpoint\":" + head + ",\"key\":\"" + key + "\",\"signature\":\"" + signature + "\"}\n";
    }

    /** Whether it says this of a tree. */
    boolean isOf(long leaves, String rootText) {
        return size == leaves && root.equals(rootText);
    }

    /** Whether the key made the signature, and is the one that is named. */
    boolean signedBy(PublicKey candidate) {
        if (!SigningKey.idOf(candidate.getEncoded()).equals(key)) {
            return false;
        }
        try {
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(candidate);
            check.update(head.getBytes(UTF_8));
            byte[] given = Base64.getDecoder().decode(signature);
            return check.verify(given)
                    && Base64.getEncoder().encodeToString(given).equals(signature);
        } catch (GeneralSecurityException | IllegalArgumentException notASignature) {
            return false;
        }
    }
}
