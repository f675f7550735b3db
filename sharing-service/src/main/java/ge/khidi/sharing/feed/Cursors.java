package ge.khidi.sharing.feed;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.problem.Problem;
import ge.khidi.contract.problem.ProblemType;
import ge.khidi.relay.caller.Caller;
import ge.khidi.relay.problem.ProblemException;
import ge.khidi.sharing.installation.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Cursors as they leave: 22 characters that say nothing and are good for one agency's client only. Inside is one AES block of the place
 * and 64 bits of an HMAC over agency, client and place; a cursor that was changed, or is another's, does not parse.
 */
public final class Cursors {

    /** Characters of a cursor. */
    public static final int LENGTH = 22;

    private static final int BLOCK = 16;
    private static final int MAC_BYTES = 8;

    private final SecretKeySpec cipherKey;
    private final SecretKeySpec macKey;

    /** @param key 32 bytes */
    public Cursors(byte[] key) {
        this.cipherKey = new SecretKeySpec(Arrays.copyOf(key, BLOCK), "AES");
        this.macKey = new SecretKeySpec(Arrays.copyOfRange(key, BLOCK, 2 * BLOCK), "HmacSHA256");
    }

    /** Those of items in feeds: whoever takes one from a page must read it by the same key. */
    public static Cursors ofFeed(Secret secret) {
        return new Cursors(secret.key("cursor/v1"));
    }

    /** The cursor of a place, for this caller. */
    public String print(long seq, Caller caller) {
        return print(new Cursor(seq), caller.agency(), caller.client());
    }

    public String print(Cursor cursor, AgencyId agency, String client) {
        byte[] block = ByteBuffer.allocate(BLOCK)
                .putLong(cursor.seq())
                .put(mac(cursor.seq(), agency, client))
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(crypt(Cipher.ENCRYPT_MODE, block));
    }

    public Optional<Cursor> parse(String text, AgencyId agency, String client) {
        if (text.length() != LENGTH) {
            return Optional.empty();
        }
        byte[] encrypted;
        try {
            encrypted = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        ByteBuffer block = ByteBuffer.wrap(crypt(Cipher.DECRYPT_MODE, encrypted));
        long seq = block.getLong();
        byte[] mac = new byte[MAC_BYTES];
        block.get(mac);
        boolean genuine = MessageDigest.isEqual(mac, mac(seq, agency, client));
        return genuine && seq >= 0 ? Optional.of(new Cursor(seq)) : Optional.empty();
    }

    /** Where a caller reads on from: the beginning without a cursor. Refuses (400) what is not a cursor of this client. */
    public Cursor from(@Nullable String after, Caller caller) {
        return after == null
                ? Cursor.BEGINNING
                : parse(after, caller.agency(), caller.client())
                        .orElseThrow(() -> new ProblemException(
                                Problem.of(ProblemType.INVALID_REQUEST, "after is not a cursor of this client")));
    }

    private byte[] mac(long seq, AgencyId agency, String client) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(macKey);
            mac.update(ByteBuffer.allocate(Long.BYTES).putLong(seq).array());
            mac.update((agency.value() + "\n" + client).getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(mac.doFinal(), MAC_BYTES);
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private byte[] crypt(int mode, byte[] block) {
        try {
            // One block with a MAC inside: no mode is needed, and every mode but this one would need more characters.
            Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(mode, cipherKey);
            return cipher.doFinal(block);
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
