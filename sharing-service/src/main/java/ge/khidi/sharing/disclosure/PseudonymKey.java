package ge.khidi.sharing.disclosure;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.entity.FieldGroup;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret by which one partner's pseudonyms are made. The same value has the same pseudonym in everything that partner gets, and
 * another one for every other partner, so two partners cannot compare what they hold.
 *
 * <p>The key never leaves; {@code toString} does not show it.
 */
public final class PseudonymKey {

    private static final String PREFIX = "pseudonym:";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int LEAST_BYTES = 32;

    private final SecretKeySpec key;

    private PseudonymKey(byte[] secret) {
        this.key = new SecretKeySpec(secret, ALGORITHM);
    }

    /** A partner's own secret, at least 32 bytes. */
    public static PseudonymKey of(byte[] secret) {
        if (secret.length < LEAST_BYTES) {
            throw new IllegalArgumentException("a pseudonym key has at least 32 bytes");
        }
        return new PseudonymKey(secret.clone());
    }

    /** A partner's secret made from the installation's, at least 32 bytes. */
    public static PseudonymKey derive(byte[] master, AgencyId partner) {
        return new PseudonymKey(of(master).mac("khidi/pseudonym/v1/" + partner.value()));
    }

    /** Whether a text that leaves stands for a value and is none: nobody can be called, paid or looked for under it. */
    public static boolean isPseudonym(String text) {
        return text.startsWith(PREFIX);
    }

    /** The pseudonym of a value among the values of its group; spelling, case and separators do not matter. */
    String pseudonym(FieldGroup group, String value) {
        byte[] mac = mac(group.name() + "/" + Normal.form(value));
        return PREFIX + HexFormat.of().formatHex(mac, 0, 16);
    }

    private byte[] mac(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    @Override
    public String toString() {
        return "PseudonymKey[withheld]";
    }
}
