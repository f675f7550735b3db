package ge.khidi.localstack.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** A service that follows the discovery document accepts what the issuer signs, and only that. */
class TestIssuerTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void aTokenVerifiesAgainstThePublishedKey() throws Exception {
        JsonNode discovery = get(TestIssuer.issuer() + "/.well-known/openid-configuration");
        JsonNode key = get(discovery.get("jwks_uri").asText()).get("keys").get(0);

        String token = TestIssuer.machine("BORDER-POLICE", "event-publisher")
                .unit("Batumi")
                .mint();

        assertThat(discovery.get("issuer").asText()).isEqualTo(TestIssuer.issuer());
        assertThat(verifies(token, key)).isTrue();
        JsonNode claims = part(token, 1);
        assertThat(claims.get("azp").asText()).isEqualTo("border-police-system");
        assertThat(claims.get("preferred_username").asText()).isEqualTo("service-account-border-police-system");
        assertThat(claims.get("aud").asText()).isEqualTo("khidi");
        assertThat(claims.get("agency").asText()).isEqualTo("BORDER-POLICE");
        assertThat(claims.get("unit").asText()).isEqualTo("Batumi");
        assertThat(claims.at("/realm_access/roles/0").asText()).isEqualTo("event-publisher");
        assertThat(claims.get("exp").asLong()).isGreaterThan(Instant.now().getEpochSecond());
    }

    @Test
    void everyForgeryIsWrongInItsOneWay() throws Exception {
        JsonNode key = get(TestIssuer.issuer() + "/protocol/openid-connect/certs")
                .get("keys")
                .get(0);

        assertThat(verifies(draft().signedWithAnotherKey().mint(), key)).isFalse();
        assertThat(part(draft().unsigned().mint(), 0).get("alg").asText()).isEqualTo("none");
        assertThat(part(draft().signedHs256WithThePublicKey().mint(), 0)
                        .get("alg")
                        .asText())
                .isEqualTo("HS256");
        assertThat(part(draft().expired().mint(), 1).get("exp").asLong())
                .isLessThan(Instant.now().minus(Duration.ofMinutes(30)).getEpochSecond());
        assertThat(part(draft().withoutAgency().mint(), 1).has("agency")).isFalse();
        assertThat(part(draft().issuer("http://elsewhere").mint(), 1).get("iss").asText())
                .isEqualTo("http://elsewhere");
    }

    private static TokenDraft draft() {
        return TestIssuer.machine("IAD", "feed-reader");
    }

    private static boolean verifies(String token, JsonNode key) throws Exception {
        String[] parts = token.split("\\.", -1);
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(
                KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(number(key, "n"), number(key, "e"))));
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
    }

    private static BigInteger number(JsonNode key, String name) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(key.get(name).asText()));
    }

    private static JsonNode part(String token, int index) throws Exception {
        return JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[index]));
    }

    private static JsonNode get(String url) throws Exception {
        HttpResponse<byte[]> response = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(response.statusCode()).isEqualTo(200);
        return JSON.readTree(response.body());
    }
}
