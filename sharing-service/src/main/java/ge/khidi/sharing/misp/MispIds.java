package ge.khidi.sharing.misp;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The UUIDs of what MISP keeps beside the event, whose own is the event id. That of an attribute or an object comes from its place in the
 * event, never from its value, and is keyed for the partner: a corrected value keeps it, and two partners cannot compare what they hold.
 */
final class MispIds {

    private final SecretKeySpec key;
    private final AgencyId partner;

    MispIds(byte[] key, AgencyId partner) {
        this.key = new SecretKeySpec(key, "HmacSHA256");
        this.partner = partner;
    }

    /** Of what stands at a place of an event, such as {@code c-1/value}. */
    UUID of(EventId event, String place) {
        try {
            Mac mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            return named(mac.doFinal((partner.value() + "\n" + event + "\n" + place).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** Of an organisation: the same for everybody, since MISP tells organisations apart by it, and its name is no secret. */
    static UUID ofOrganisation(String name) {
        try {
            byte[] url = ("https://khidi.ge/organisation/" + name).getBytes(StandardCharsets.UTF_8);
            return named(MessageDigest.getInstance("SHA-256").digest(url));
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** As version 5, the only one for names that MISP takes: it refuses the newer ones. */
    private static UUID named(byte[] digest) {
        ByteBuffer bytes = ByteBuffer.wrap(digest);
        return new UUID(
                (bytes.getLong() & ~0xF000L) | 0x5000L, (bytes.getLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L);
    }

    @Override
    public String toString() {
        return "MispIds[withheld]";
    }
}
