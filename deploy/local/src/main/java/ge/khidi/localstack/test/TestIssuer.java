package ge.khidi.localstack.test;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import ge.khidi.localstack.StackFault;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Signs access tokens shaped like those of Keycloak's realm {@code khidi}, and publishes its key the way Keycloak does, so that the
 * service under test checks them with the code it runs in production. One issuer per test JVM.
 *
 * <pre>{@code
 * @QuarkusTestResource(TestIssuer.class)
 * …
 * String token = TestIssuer.machine("BORDER-POLICE", "event-publisher").unit("Batumi").mint();
 * String bad = TestIssuer.machine("BORDER-POLICE", "event-publisher").expired().mint();
 * }</pre>
 *
 * <p>It signs nobody in: the authorization endpoint in its discovery document answers 404. The token endpoint knows the clients that a test
 * {@link #knows made known} to it.
 */
public final class TestIssuer implements QuarkusTestResourceLifecycleManager {

    static final String KEY_ID = "test-key";
    private static final String REALM = "/realms/khidi";
    private static final String PROTOCOL = REALM + "/protocol/openid-connect";

    // Strings in system properties, since Quarkus loads test classes and test resources with different class loaders.
    private static final String PORT = "khidi.test-issuer.port";
    private static final String KEY = "khidi.test-issuer.key";
    private static final String SECRET = "khidi.test-issuer.secret.";
    private static final String TOKEN = "khidi.test-issuer.token.";
    private static final String AWAY = "khidi.test-issuer.away";

    /** A token of an agency's system, as the client credentials grant gives it: client id, agency and roles. */
    public static TokenDraft machine(String agency, String... roles) {
        String client = agency.toLowerCase(Locale.ROOT) + "-system";
        return new TokenDraft(issuer(), client, "service-account-" + client)
                .agency(agency)
                .roles(roles);
    }

    /** A token of a person who signed in to the officers' pages. */
    public static TokenDraft person(String username, String agency, String... roles) {
        return new TokenDraft(issuer(), "khidi-pages", username).agency(agency).roles(roles);
    }

    /** From now on the client credentials grant gives the draft's client a token for this secret; an empty secret is none. */
    public static void knows(TokenDraft draft, String secret) {
        System.setProperty(SECRET + draft.client(), secret);
        System.setProperty(TOKEN + draft.client(), draft.mint());
    }

    /** Whether the token endpoint answers 503, as Keycloak behind its load balancer does while it is away. */
    public static void away(boolean away) {
        System.setProperty(AWAY, Boolean.toString(away));
    }

    /** The issuer's URL, to be used as {@code quarkus.oidc.auth-server-url}. */
    public static String issuer() {
        synchronized (Runtime.getRuntime()) {
            if (System.getProperty(PORT) == null) {
                startServer();
            }
            return "http://localhost:" + System.getProperty(PORT) + REALM;
        }
    }

    @Override
    public Map<String, String> start() {
        return Map.of("quarkus.oidc.auth-server-url", issuer(), "quarkus.oidc.enabled", "true");
    }

    /** Leaves the issuer running for the next test class; it ends with the JVM. */
    @Override
    public void stop() {}

    static KeyPair keyPair() {
        issuer();
        String encoded = System.getProperty(KEY);
        if (encoded == null) {
            throw new StackFault("The test issuer has no key");
        }
        try {
            KeyFactory factory = KeyFactory.getInstance("RSA");
            var secret = (RSAPrivateCrtKey) factory.generatePrivate(
                    new PKCS8EncodedKeySpec(Base64.getDecoder().decode(encoded)));
            var shown = factory.generatePublic(new RSAPublicKeySpec(secret.getModulus(), secret.getPublicExponent()));
            return new KeyPair(shown, secret);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static KeyPair newKeyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void startServer() {
        try {
            KeyPair key = newKeyPair();
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            String base = "http://localhost:" + server.getAddress().getPort();
            serve(server, REALM + "/.well-known/openid-configuration", discovery(base));
            serve(server, PROTOCOL + "/certs", Map.of("keys", List.of(jwk((RSAPublicKey) key.getPublic()))));
            server.createContext(PROTOCOL + "/token", TestIssuer::grant);
            Thread thread = new Thread(server::start, "test-issuer");
            thread.setDaemon(true);
            thread.start();
            System.setProperty(
                    KEY, Base64.getEncoder().encodeToString(key.getPrivate().getEncoded()));
            System.setProperty(PORT, Integer.toString(server.getAddress().getPort()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> discovery(String base) {
        return Map.of(
                "issuer", base + REALM,
                "jwks_uri", base + PROTOCOL + "/certs",
                "authorization_endpoint", base + PROTOCOL + "/auth",
                "token_endpoint", base + PROTOCOL + "/token",
                "end_session_endpoint", base + PROTOCOL + "/logout",
                "response_types_supported", List.of("code"),
                "subject_types_supported", List.of("public"),
                "id_token_signing_alg_values_supported", List.of("RS256"));
    }

    private static Map<String, String> jwk(RSAPublicKey key) {
        return Map.of(
                "kid",
                KEY_ID,
                "kty",
                "RSA",
                "alg",
                "RS256",
                "use",
                "sig",
                "n",
                base64Url(key.getModulus()),
                "e",
                base64Url(key.getPublicExponent()));
    }

    private static String base64Url(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int signByte = bytes.length > 1 && bytes[0] == 0 ? 1 : 0;
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Arrays.copyOfRange(bytes, signByte, bytes.length));
    }

    private static void serve(HttpServer server, String path, Map<String, ?> document) throws IOException {
        byte[] body = new ObjectMapper().writeValueAsBytes(document);
        server.createContext(path, exchange -> answer(exchange, 200, body));
    }

    private static void grant(HttpExchange exchange) throws IOException {
        Map<String, String> form = new HashMap<>();
        for (String field : new String(exchange.getRequestBody().readAllBytes(), UTF_8).split("&", -1)) {
            String[] parts = field.split("=", 2);
            form.put(parts[0], parts.length == 2 ? URLDecoder.decode(parts[1], UTF_8) : "");
        }
        String client = form.getOrDefault("client_id", "");
        String secret = System.getProperty(SECRET + client, "");
        if (Boolean.getBoolean(AWAY)) {
            answer(exchange, 503, new byte[] {'{', '}'});
        } else if (secret.isEmpty() || !secret.equals(form.get("client_secret"))) {
            answer(exchange, 401, new ObjectMapper().writeValueAsBytes(Map.of("error", "invalid_client")));
        } else {
            String token = System.getProperty(TOKEN + client, "");
            answer(
                    exchange,
                    200,
                    new ObjectMapper().writeValueAsBytes(Map.of("access_token", token, "expires_in", 300)));
        }
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        try (exchange;
                OutputStream out = exchange.getResponseBody()) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            out.write(body);
        }
    }
}
