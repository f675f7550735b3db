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
 * Secrets that Keycloak found right a moment ago, with the access token it gave: at most a thousand, each for a minute at most and never
 * longer than its token. Only a hash of id and secret is kept, under a key that lives as long as this process. A wrong secret is not
 * remembered, neither as right nor as wrong.
 */
final class Proven {

    static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int MOST = 1_000;
    private static final String HMAC = "HmacSHA256";

    private final SecretKeySpec key;
    private final Map<String, Token> tokens = Collections.synchronizedMap(new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Token> eldest) {
            return size() > MOST;
        }
    });

    private record Token(String value, Instant until) {
        @Override
        public String toString() {
            return "Token[withheld]";
        }
    }

    Proven() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        this.key = new SecretKeySpec(random, HMAC);
    }

    /** The token of these credentials, if they were proven and the time is not over. */
    Optional<String> find(BasicCredentials given, Instant now) {
        return Optional.ofNullable(tokens.get(hash(given)))
                .filter(token -> now.isBefore(token.until))
                .map(Token::value);
    }

    /** Remembers what Keycloak answered. {@code life} is how long the token is good for. */
    void keep(BasicCredentials given, String token, Duration life, Instant now) {
        Duration kept = life.compareTo(LONGEST) < 0 ? life : LONGEST;
        tokens.put(hash(given), new Token(token, now.plus(kept)));
    }

    int size() {
        return tokens.size();
    }

    /** No client id has a colon, so no two pairs are the same text. */
    private String hash(BasicCredentials given) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            byte[] pair = (given.client() + ":" + given.secret()).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(mac.doFinal(pair));
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
