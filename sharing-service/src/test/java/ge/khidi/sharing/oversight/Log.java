package ge.khidi.sharing.oversight;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;

import ge.khidi.localstack.test.TestIssuer;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;

/** The audit log as an auditor sees it. */
final class Log {

    static final String CHECKPOINT = "{\"checkpoint\"";

    /** What an auditor is answered, whatever it is. */
    static Response ask(String path, Map<String, ?> query) {
        return given().auth()
                .oauth2(TestIssuer.person("maka", "IAD", "auditor").mint())
                .queryParams(query)
                .get(path);
    }

    /** What an auditor is shown. */
    static String text(String path, Map<String, ?> query) {
        Response answer = ask(path, query);
        answer.then().statusCode(200);
        return new String(answer.asByteArray(), UTF_8);
    }

    static List<String> export() {
        return text("/v1/audit/export", Map.of()).lines().toList();
    }

    static String keys() {
        return text("/v1/audit/keys", Map.of());
    }

    private Log() {}
}
