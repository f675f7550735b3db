package ge.khidi.sharing.basic;

import static ge.khidi.sharing.TestCertificates.BOUND;
import static ge.khidi.sharing.TestCertificates.CLIENT;
import static ge.khidi.sharing.TestCertificates.EXPIRED;
import static ge.khidi.sharing.TestCertificates.REFUSED;
import static ge.khidi.sharing.TestCertificates.SECRET;
import static ge.khidi.sharing.TestCertificates.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.localstack.test.TestIssuer;
import ge.khidi.localstack.test.TokenDraft;
import ge.khidi.sharing.TestCertificates;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Over real TLS, with certificates that clients signed themselves. */
@QuarkusTest
class CertificateSignInIT {

    private static final List<String> TOOLS = List.of("/v1/feed.csv", "/misp/manifest.json", "/taxii2/");

    @TestHTTPResource(value = "/", tls = true)
    private URI https = URI.create("");

    @TestHTTPResource("/")
    private URI http = URI.create("");

    @BeforeAll
    static void keycloakKnowsTheClient() {
        TokenDraft draft = TestIssuer.machine("IAD", "feed-reader").client(CLIENT);
        TestIssuer.knows(draft.claim("preferred_username", "service-account-" + CLIENT), SECRET);
    }

    @Test
    void aBoundCertificateIsGoodWhereToolsReadAndNowhereElse() {
        HttpClient tool = TestCertificates.with(BOUND);

        for (String path : TOOLS) {
            assertThat(status(tool, path)).as(path).isEqualTo(200);
        }
        for (String path :
                List.of("/v1/feed", "/v1/notices", "/v1/audit", "/misp/../v1/feed", "/misp/%2e%2e/v1/feed")) {
            assertThat(status(tool, path)).as(path).isEqualTo(401);
        }
    }

    @Test
    void anyOtherCertificateIsAsGoodAsNone() {
        HttpResponse<String> nobody = get(TestCertificates.without(), https, "/v1/feed.csv", "");
        assertThat(nobody.statusCode()).isEqualTo(401);

        for (String name : List.of(STRANGER, EXPIRED)) {
            HttpResponse<String> refused = get(TestCertificates.with(name), https, "/v1/feed.csv", "");
            assertThat(refused.statusCode()).as(name).isEqualTo(401);
            assertThat(refused.body()).as(name).isEqualTo(nobody.body());
            assertThat(refused.headers().allValues("WWW-Authenticate"))
                    .as(name)
                    .isEqualTo(nobody.headers().allValues("WWW-Authenticate"))
                    .isNotEmpty();
        }
    }

    @Test
    void aClientThatKeycloakRefusesIsRefusedWithItsCertificateToo() {
        assertThat(status(TestCertificates.with(REFUSED), "/v1/feed.csv")).isEqualTo(401);
    }

    @Test
    void whoSaysByAHeaderWhoTheyAreIsThat() {
        HttpClient tool = TestCertificates.with(BOUND);

        assertThat(get(tool, https, "/v1/feed.csv", "Basic Og==").statusCode()).isEqualTo(401);
        String publisher = TestIssuer.machine("IAD", "event-publisher").mint();
        assertThat(get(tool, https, "/v1/feed.csv", "Bearer " + publisher).statusCode())
                .isEqualTo(403);
    }

    @Test
    void aTokenBoundToACertificateIsGoodWithThatCertificateOnly() {
        String token =
                boundTo(Map.of("x5t#S256", TestCertificates.thumbprint(STRANGER).value()));

        for (String path : List.of("/v1/feed", "/v1/feed.csv", "/v1/feed.csv")) {
            assertThat(get(TestCertificates.with(STRANGER), https, path, token).statusCode())
                    .as(path)
                    .isEqualTo(200);
            assertThat(get(TestCertificates.with(BOUND), https, path, token).statusCode())
                    .as(path)
                    .isEqualTo(401);
            assertThat(get(TestCertificates.without(), https, path, token).statusCode())
                    .as(path)
                    .isEqualTo(401);
            assertThat(get(HttpClient.newHttpClient(), http, path, token).statusCode())
                    .as(path)
                    .isEqualTo(401);
        }
    }

    @Test
    void aTokenBoundToAnythingElseIsGoodForNothing() {
        String thumbprint = TestCertificates.thumbprint(BOUND).value();

        for (Object confirmation :
                List.of("text", Map.of(), Map.of("jkt", thumbprint), Map.of("x5t#S256", thumbprint, "jkt", "a"))) {
            assertThat(get(TestCertificates.with(BOUND), https, "/v1/feed", boundTo(confirmation))
                            .statusCode())
                    .as("%s", confirmation)
                    .isEqualTo(401);
        }
    }

    private static String boundTo(Object confirmation) {
        return "Bearer "
                + TestIssuer.machine("IAD", "feed-reader")
                        .claim("cnf", confirmation)
                        .mint();
    }

    private int status(HttpClient client, String path) {
        return get(client, https, path, "").statusCode();
    }

    private static HttpResponse<String> get(HttpClient client, URI base, String path, String authorization) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base.resolve("/") + path.substring(1)));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
