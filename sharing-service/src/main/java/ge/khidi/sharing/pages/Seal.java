package ge.khidi.sharing.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import ge.khidi.sharing.installation.Secret;
import jakarta.inject.Singleton;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Marks what a browser keeps for us, so that it is known again as ours and as this person's. */
@Singleton
class Seal {

    private static final int NONCE_BYTES = 16;

    private final SecureRandom random = new SecureRandom();
    private final SecretKeySpec key;

    Seal(Secret secret) {
        this.key = new SecretKeySpec(secret.key("pages/v1"), "HmacSHA256");
    }

    String nonce() {
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        return encode(bytes);
    }

    /** @param use what the mark is for; a mark of one use is none of another */
    String of(String use, String subject, String what) {
        try {
            Mac mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            return encode(mac.doFinal((use + "\n" + subject + "\n" + what).getBytes(UTF_8)));
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    boolean holds(String mark, String use, String subject, String what) {
        return MessageDigest.isEqual(
                mark.getBytes(UTF_8), of(use, subject, what).getBytes(UTF_8));
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
