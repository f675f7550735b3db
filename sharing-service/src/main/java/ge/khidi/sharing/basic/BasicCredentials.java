package ge.khidi.sharing.basic;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** A client id and its secret as an {@code Authorization} header brings them (RFC 7617, in UTF-8). */
record BasicCredentials(String client, String secret) {

    private static final String SCHEME = "Basic ";
    private static final int LONGEST = 1_000;

    /** Whether the header speaks of Basic at all. */
    static boolean areIn(String header) {
        return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    /** Nothing where the header is not such a pair, or a part of it is empty or holds control characters. */
    static Optional<BasicCredentials> parse(String header) {
        if (!areIn(header) || header.length() > LONGEST) {
            return Optional.empty();
        }
        return decoded(header.substring(SCHEME.length()).strip())
                .filter(pair -> pair.indexOf(':') > 0 && pair.indexOf(':') < pair.length() - 1)
                .filter(pair -> pair.chars().noneMatch(Character::isISOControl))
                .map(pair -> new BasicCredentials(
                        pair.substring(0, pair.indexOf(':')), pair.substring(pair.indexOf(':') + 1)));
    }

    /** Both as one text: no client id has a colon, so no two pairs are the same. */
    String pair() {
        return client + ":" + secret;
    }

    private static Optional<String> decoded(String base64) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(base64));
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
        } catch (IllegalArgumentException | CharacterCodingException neither) {
            return Optional.empty();
        }
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return "BasicCredentials[withheld]";
    }
}
