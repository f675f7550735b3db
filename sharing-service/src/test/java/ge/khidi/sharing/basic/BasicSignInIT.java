package ge.khidi.sharing.basic;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.localstack.test.TestIssuer;
import ge.khidi.localstack.test.TokenDraft;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class BasicSignInIT {

    private static final List<String> TOOLS =
            List.of("/v1/feed.csv", "/v1/feed/rights", "/misp/manifest.json", "/misp/hashes.csv");

    private final String secret = UUID.randomUUID().toString();

    @AfterEach
    void keycloakIsBack() {
        TestIssuer.away(false);
    }

    @Test
    void aClientIdAndItsSecretAreGoodWhereToolsRead() {
        String client = known(TestIssuer.machine("IAD", "feed-reader"));

        for (String path : TOOLS) {
            basic(client, secret, path).then().statusCode(200);
        }
    }

    @Test
    void theyAreWorthNothingAnywhereElse() {
        String client = known(TestIssuer.machine("IAD", "feed-reader"));

        for (String path : List.of(
                "/v1/feed",
                "/v1/notices",
                "/v1/audit",
                "/v1/feed.csv/../feed",
                "/misp/../v1/feed",
                "/misp/%2e%2e/v1/feed")) {
            Response answer = basic(client, secret, path);
            assertThat(answer.statusCode()).as(path).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate")).as(path).isEqualTo("Bearer");
        }
    }

    @Test
    void aWrongSecretIsRefusedAsOftenAsItComesAndTheRightOneStaysGood() {
        String client = known(TestIssuer.machine("IAD", "feed-reader"));
        basic(client, secret, "/v1/feed.csv").then().statusCode(200);

        for (String wrong : List.of("wrong", "wrong", secret + "x", "")) {
            Response refused = basic(client, wrong, "/v1/feed.csv");
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.contentType()).startsWith("application/problem+json");
            assertThat(refused.header("WWW-Authenticate")).contains("Bearer", "Basic realm=\"khidi\"");
        }
        basic(client, secret, "/v1/feed.csv").then().statusCode(200);
    }

    @Test
    void whoeverComesWithNothingIsToldBothWays() {
        assertThat(given().get("/misp/manifest.json").header("WWW-Authenticate"))
                .isEqualTo("Bearer, Basic realm=\"khidi\"");
    }

    @Test
    void theDescriptionOfTheInterfaceSaysWhereASecretOrACertificateIsTaken() {
        JsonPath described =
                given().accept("application/json").get("/q/openapi").jsonPath();

        assertThat(described.getString("components.securitySchemes.secret.scheme"))
                .isEqualTo("basic");
        assertThat(described.getString("components.securitySchemes.certificate.type"))
                .isEqualTo("mutualTLS");
        for (String path : List.of("/v1/feed.csv", "/misp/manifest.json", "/taxii2", "/taxii2/khidi/collections")) {
            assertThat(ways(described, path)).as(path).containsExactly("token", "secret", "certificate");
        }
        assertThat(ways(described, "/v1/feed")).containsExactly("token");
    }

    private static List<String> ways(JsonPath described, String path) {
        return described.<Map<String, Object>>getList("paths.'%s'.get.security".formatted(path)).stream()
                .flatMap(way -> way.keySet().stream())
                .toList();
    }

    @Test
    void whatItMayDoIsWhatItsTokenSays() {
        String publisher = known(TestIssuer.machine("IAD", "event-publisher"));
        basic(publisher, secret, "/v1/feed.csv").then().statusCode(403);

        String stranger = known(TestIssuer.machine("IAD", "feed-reader").withoutAgency());
        basic(stranger, secret, "/v1/feed.csv").then().statusCode(403);
    }

    @Test
    void aTokenThatCameBeforeIsGoodForWhatItSaysAndNoOtherForIt() {
        String reader = TestIssuer.machine("IAD", "feed-reader").mint();
        String publisher = TestIssuer.machine("IAD", "event-publisher").mint();

        for (int time = 0; time < 2; time++) {
            bearer(reader).then().statusCode(200);
            bearer(publisher).then().statusCode(403);
            bearer(reader + "x").then().statusCode(401);
            bearer(TestIssuer.machine("IAD", "feed-reader").unsigned().mint())
                    .then()
                    .statusCode(401);
        }
    }

    @Test
    void whileKeycloakIsAwayWhoWasNotProvenIsToldToComeAgain() {
        String client = known(TestIssuer.machine("IAD", "feed-reader"));
        TestIssuer.away(true);

        Response answer = basic(client, secret, "/v1/feed.csv");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.jsonPath().getString("type")).endsWith("/unavailable");
    }

    @Test
    void whileKeycloakIsAwayWhoWasProvenAMomentAgoReadsOn() {
        String client = known(TestIssuer.machine("IAD", "feed-reader"));
        basic(client, secret, "/v1/feed.csv").then().statusCode(200);
        TestIssuer.away(true);

        basic(client, secret, "/v1/feed.csv").then().statusCode(200);
    }

    /** A client of its own, so that nothing is remembered of it. */
    private String known(TokenDraft draft) {
        String client = "tool-" + UUID.randomUUID();
        TestIssuer.knows(draft.client(client).claim("preferred_username", "service-account-" + client), secret);
        return client;
    }

    private static Response bearer(String token) {
        return given().auth().oauth2(token).get("/v1/feed.csv");
    }

    private static Response basic(String client, String secret, String path) {
        return given().urlEncodingEnabled(false)
                .auth()
                .preemptive()
                .basic(client, secret)
                .get(path);
    }
}
