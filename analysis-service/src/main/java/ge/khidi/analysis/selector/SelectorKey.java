package ge.khidi.analysis.selector;

import static java.nio.charset.StandardCharsets.UTF_8;

import ge.khidi.contract.detail.LinkDetail.SelectorKind;
import ge.khidi.contract.event.Context;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret under which selectors are hashed (HMAC-SHA-256, RFC 2104, cut to 128 bits). Plates and phone numbers are few enough
 * to be tried one by one, so a hash without a key would protect nothing. Whoever has both the key and the state can test a guess;
 * keep them apart.
 */
public final class SelectorKey {

    private static final Pattern HEXADECIMAL = Pattern.compile("(?:[0-9a-fA-F]{2})+");
    private static final String ALGORITHM = "HmacSHA256";
    private static final int LEAST_BYTES = 32;
    private static final int KEPT_BYTES = 16;

    private final SecretKeySpec key;

    private SelectorKey(byte[] secret) {
        this.key = new SecretKeySpec(secret, ALGORITHM);
    }

    /** From at least 32 bytes in hexadecimal digits or in Base64; nothing if it is less or neither. */
    public static Optional<SelectorKey> parse(String text) {
        String given = text.strip();
        try {
            byte[] secret = HEXADECIMAL.matcher(given).matches()
                    ? HexFormat.of().parseHex(given.toLowerCase(Locale.ROOT))
                    : Base64.getDecoder().decode(given);
            return secret.length < LEAST_BYTES ? Optional.empty() : Optional.of(new SelectorKey(secret));
        } catch (IllegalArgumentException neither) {
            return Optional.empty();
        }
    }

    Selector selector(Context context, SelectorKind kind, String normalised) {
        String what = context + "\0" + kind + "\0" + normalised;
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] hash = Arrays.copyOf(mac.doFinal(what.getBytes(UTF_8)), KEPT_BYTES);
            return new Selector(kind, HexFormat.of().formatHex(hash));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The secret never reaches a log. */
    @Override
    public String toString() {
        return "SelectorKey[withheld]";
    }
}
