package ge.khidi.localstack.test;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * An access token before it is signed: good as it comes from {@link TestIssuer}, and each method makes it different, or wrong, in
 * one way. {@link #mint()} may be called again for a fresh token.
 */
public final class TokenDraft {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIFETIME = Duration.ofMinutes(5);

    private final Map<String, Object> claims = new LinkedHashMap<>();
    private Instant issuedAt = Instant.now();
    private Signing signing = TokenDraft::rs256;

    TokenDraft(String issuer, String client, String username) {
        claims.put("iss", issuer);
        claims.put("aud", "khidi");
        claims.put(
                "sub",
                UUID.nameUUIDFromBytes(username.getBytes(StandardCharsets.UTF_8))
                        .toString());
        claims.put("typ", "Bearer");
        claims.put("azp", client);
        claims.put("preferred_username", username);
        roles();
    }

    public TokenDraft agency(String agency) {
        return claim("agency", agency);
    }

    public TokenDraft unit(String unit) {
        return claim("unit", unit);
    }

    /** Replaces all realm roles. */
    public TokenDraft roles(String... roles) {
        return claim("realm_access", Map.of("roles", List.of(roles)));
    }

    public TokenDraft client(String clientId) {
        return claim("azp", clientId);
    }

    String client() {
        return String.valueOf(claims.get("azp"));
    }

    public TokenDraft subject(String subject) {
        return claim("sub", subject);
    }

    public TokenDraft claim(String name, Object value) {
        claims.put(name, value);
        return this;
    }

    /** Takes a claim away, for example {@code agency}. */
    public TokenDraft without(String claim) {
        claims.remove(claim);
        return this;
    }

    public TokenDraft withoutAgency() {
        return without("agency");
    }

    public TokenDraft issuer(String issuer) {
        return claim("iss", issuer);
    }

    public TokenDraft audience(String... audience) {
        return claim("aud", audience.length == 1 ? audience[0] : Arrays.asList(audience));
    }

    /** Valid from then for five minutes. */
    public TokenDraft issuedAt(Instant issuedAt) {
        this.issuedAt = issuedAt;
        return this;
    }

    /** Valid until an hour ago. */
    public TokenDraft expired() {
        return issuedAt(Instant.now().minus(1, ChronoUnit.HOURS).minus(LIFETIME));
    }

    /** RS256 under the issuer's key id, but with a key it never published. */
    public TokenDraft signedWithAnotherKey() {
        PrivateKey stranger = TestIssuer.newKeyPair().getPrivate();
        signing = claims -> rs256(claims, stranger);
        return this;
    }

    /** Algorithm {@code none}, empty signature. */
    public TokenDraft unsigned() {
        signing = claims -> signingInput(Map.of("alg", "none", "typ", "JWT"), claims) + ".";
        return this;
    }

    /** HS256 with the issuer's public key as the secret: the forgery that works where the algorithm is taken from the token. */
    public TokenDraft signedHs256WithThePublicKey() {
        signing = TokenDraft::hs256;
        return this;
    }

    /** The encoded token, with a {@code jti} of its own. */
    public String mint() {
        Map<String, Object> all = new LinkedHashMap<>(claims);
        all.put("jti", UUID.randomUUID().toString());
        all.put("iat", issuedAt.getEpochSecond());
        all.put("exp", issuedAt.plus(LIFETIME).getEpochSecond());
        return signing.sign(all);
    }

    private interface Signing {
        String sign(Map<String, Object> claims);
    }

    private static String rs256(Map<String, Object> claims) {
        return rs256(claims, TestIssuer.keyPair().getPrivate());
    }

    private static String rs256(Map<String, Object> claims, PrivateKey key) {
        String input = signingInput(header("RS256"), claims);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + base64Url(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hs256(Map<String, Object> claims) {
        String input = signingInput(header("HS256"), claims);
        PublicKey published = TestIssuer.keyPair().getPublic();
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(published.getEncoded(), mac.getAlgorithm()));
            return input + "." + base64Url(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> header(String algorithm) {
        return Map.of("alg", algorithm, "typ", "JWT", "kid", TestIssuer.KEY_ID);
    }

    private static String signingInput(Map<String, String> header, Map<String, Object> claims) {
        try {
            return base64Url(JSON.writeValueAsBytes(header)) + "." + base64Url(JSON.writeValueAsBytes(claims));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
