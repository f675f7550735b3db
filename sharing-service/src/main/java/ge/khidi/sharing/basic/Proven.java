package ge.khidi.sharing.basic;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Secrets that were found right a moment ago, with what came of it: at most a thousand, each for a minute at most and never longer than its
 * token. Only a hash of the secret is kept, under a key that lives as long as this process. A wrong secret is not remembered, neither as
 * right nor as wrong.
 */
final class Proven<V> {

    static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int MOST = 1_000;
    private static final String HMAC = "HmacSHA256";

    private final SecretKeySpec key;
    private final Map<String, Known<V>> known = Collections.synchronizedMap(new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known<V>> eldest) {
            return size() > MOST;
        }
    });

    private record Known<V>(V value, Instant until) {
        @Override
        public String toString() {
            return "Known[withheld]";
        }
    }

    Proven() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        this.key = new SecretKeySpec(random, HMAC);
    }

    /** What came of this secret, if it was proven and the time is not over. */
    Optional<V> find(String secret, Instant now) {
        return Optional.ofNullable(known.get(hash(secret)))
                .filter(one -> now.isBefore(one.until))
                .map(Known::value);
    }

    /** Remembers what came of it. {@code life} is how long the token is good for. */
    void keep(String secret, V value, Duration life, Instant now) {
        Duration kept = life.compareTo(LONGEST) < 0 ? life : LONGEST;
        known.put(hash(secret), new Known<>(value, now.plus(kept)));
    }

    int size() {
        return known.size();
    }

    private String hash(String secret) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
