package ge.khidi.sharing;

import static io.restassured.RestAssured.given;

import ge.khidi.contract.EventId;
import ge.khidi.localstack.test.TestIssuer;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A release officer of an agency. */
public record ReleaseClient(String agency, String officer) {

    private static final Duration BOUND = Duration.ofMinutes(1);

    /** Asks as this officer. */
    public RequestSpecification as() {
        return given().auth()
                .oauth2(TestIssuer.person(officer, agency, "release-officer").mint());
    }

    public JsonPath queue(String query) {
        Response answer = as().get("/v1/releases?" + query);
        answer.then().statusCode(200);
        return answer.jsonPath();
    }

    /** The item that waits for the agency's word, once it does. */
    public int pending(EventId event, String partner) {
        Integer id = Awaitility.await()
                .atMost(BOUND)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> find(event, partner), found -> found != null);
        return id;
    }

    public @Nullable Integer find(EventId event, String partner) {
        return queue("state=PENDING")
                .get("items.find { it.eventId == '" + event + "' && it.partner == '" + partner + "' }?.id");
    }

    public Response open(int id) {
        return as().get("/v1/releases/" + id);
    }

    public Response say(int id, String decision) {
        return decide("/v1/releases/" + id, decision);
    }

    /** Says something about what waits at this path. */
    public Response decide(String path, String decision) {
        return as().contentType("application/json")
                .body(Map.of("decision", decision, "reason", "needed for a live case", "caseReference", "2026/17"))
                .post(path + "/decision");
    }
}
