package ge.khidi.sharing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.localstack.test.TestIssuer;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** No browser and no proxy keeps what the interface answers, whatever it is. */
@QuarkusTest
class NothingIsKeptIT {

    @Test
    void everyPathThatIsReadSaysSo() {
        List<String> shown = new ArrayList<>();
        for (String path : paths()) {
            Response answer = given().auth()
                    .oauth2(TestIssuer.person(
                                    "ana",
                                    "IAD",
                                    "liaison-officer",
                                    "release-officer",
                                    "policy-officer",
                                    "data-protection-officer",
                                    "auditor")
                            .mint())
                    .header("Khidi-Purpose", "LAW_ENFORCEMENT")
                    .header("Khidi-Case", "1")
                    .get(path.replace("{collection}", "border-events").replaceAll("\\{[^}]+}", "1"));
            assertThat(answer.headers().getValues("Cache-Control")).as(path).containsExactly("no-store");
            if (answer.statusCode() == 200) {
                shown.add(path);
            }
        }
        assertThat(shown)
                .as("not problem documents alone")
                .contains(
                        "/v1/feed",
                        "/v1/releases",
                        "/v1/policies",
                        "/v1/audit",
                        "/v1/audit/export",
                        "/v1/reports/council.csv",
                        "/v1/subject-requests",
                        "/taxii2/khidi/collections/{collection}",
                        "/misp/manifest.json");
    }

    @Test
    void aRefusalThatComesBeforeTheInterfaceSaysSoToo() {
        for (Response refusal : List.of(
                given().get("/v1/feed"),
                given().get("/taxii2"),
                given().get("/misp/manifest.json"),
                given().auth().oauth2("no token").get("/v1/feed"),
                given().get("/v1/nothing-of-that-name"))) {
            assertThat(refusal.statusCode()).isGreaterThanOrEqualTo(400);
            assertThat(refusal.headers().getValues("Cache-Control")).containsExactly("no-store");
        }
    }

    /** What can be read, but for streams, which do not end. */
    private static List<String> paths() {
        JsonPath described =
                given().accept("application/json").get("/q/openapi").jsonPath();
        List<String> paths = new ArrayList<>();
        described.<String, Map<String, Object>>getMap("paths").forEach((path, methods) -> {
            if (methods.containsKey("get")
                    && !String.valueOf(methods.get("get")).contains("text/event-stream")) {
                paths.add(path);
            }
        });
        return paths;
    }
}
