package ge.khidi.contract.codec;

import ge.khidi.contract.event.Submission;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.erdtman.jcs.JsonCanonicalizer;

/**
 * The SHA-256 of the canonical JSON (RFC 8785) of a submission, in lower-case hex: what a receipt names, and what tells a repeat
 * from other content. Neither the order of fields nor white space, nor a default that is written out, changes it.
 */
public final class ContentDigest {

    private ContentDigest() {}

    public static String sha256(Submission submission) {
        try {
            byte[] canonical = new JsonCanonicalizer(SubmissionCodec.print(submission)).getEncodedUTF8();
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(canonical));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
