package ge.khidi.sharing.stix;

import static java.nio.charset.StandardCharsets.UTF_8;

import ge.khidi.contract.EventId;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The ids of one partner's STIX objects. All are made with the partner's key (HMAC-SHA-256), so nobody can try values against them, and two
 * partners cannot compare what they hold. They have the shape of a UUID of version 5, as the standard wants it.
 */
public final class StixIds {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int LEAST_BYTES = 32;
    private static final long VERSION_5 = 0x5000L;
    private static final long VARIANT = 0x8000000000000000L;

    private final SecretKeySpec key;

    private StixIds(byte[] secret) {
        this.key = new SecretKeySpec(secret, ALGORITHM);
    }

    /** @param secret one partner's own, at least 32 bytes; {@code Secret.key("stix-ids/v1/" + partner)} */
    public static StixIds of(byte[] secret) {
        if (secret.length < LEAST_BYTES) {
            throw new IllegalArgumentException("a key of STIX ids has at least 32 bytes");
        }
        return new StixIds(secret.clone());
    }

    /**
     * The id of an object that belongs to one event: the same in every revision. The profiles have different bodies, so they have
     * different ids.
     *
     * @param part what it is in the event, such as the local id of an entity
     */
    String own(String type, StixProfile profile, EventId event, String part) {
        return type + "--" + uuid("own\n" + type + "\n" + profile + "\n" + event + "\n" + part);
    }

    /** The id of a cyber observable: of its content, and of nothing else. */
    String observable(String type, String content) {
        return type + "--" + uuid("observable\n" + type + "\n" + content);
    }

    private UUID uuid(String text) {
        ByteBuffer mac = ByteBuffer.wrap(mac(text));
        return new UUID((mac.getLong() & ~0xF000L) | VERSION_5, (mac.getLong() & 0x3FFFFFFFFFFFFFFFL) | VARIANT);
    }

    private byte[] mac(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    @Override
    public String toString() {
        return "StixIds[withheld]";
    }
}
