package ge.khidi.sharing;

import static io.restassured.RestAssured.given;

import ge.khidi.contract.EventId;
import ge.khidi.localstack.test.TestIssuer;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** An agency's machine that reads its hit notices and asks about links. */
public final class HitClient {

    private static final Duration BOUND = Duration.ofSeconds(60);

    private final String agency;
    private @Nullable String next;
    private final List<Notice> seen = new ArrayList<>();

    /** What an agency was told. */
    public record Notice(String cursor, String kind, String reference, String eventId, int revision, String contact) {}

    public HitClient(String agency) {
        this.agency = agency;
    }

    public Response page(@Nullable String after, int limit) {
        var request = given().auth()
                .oauth2(TestIssuer.machine(agency, "feed-reader").mint())
                .queryParam("limit", limit);
        return (after == null ? request : request.queryParam("after", after)).get("/v1/hit-notices");
    }

    public Response get(String path) {
        return given().auth()
                .oauth2(TestIssuer.machine(agency, "feed-reader").mint())
                .get(path);
    }

    /** What it was told about one event of its own, once that are so many notices. */
    public List<Notice> about(EventId event, int atLeast) {
        return Awaitility.await()
                .atMost(BOUND)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> about(event), found -> found.size() >= atLeast);
    }

    /** What it was told so far about one event of its own. */
    public List<Notice> about(EventId event) {
        readOn();
        return seen.stream()
                .filter(notice -> notice.eventId().equals(event.toString()))
                .toList();
    }

    private void readOn() {
        boolean more = true;
        while (more) {
            Response response = page(next, 1000);
            response.then().statusCode(200);
            JsonPath page = response.jsonPath();
            for (Map<String, Object> item : page.<Map<String, Object>>getList("items")) {
                seen.add(new Notice(
                        text(item, "cursor"),
                        text(item, "kind"),
                        text(item, "reference"),
                        text(item, "eventId"),
                        Integer.parseInt(text(item, "revision")),
                        text(item, "contact")));
            }
            next = page.getString("next");
            more = page.getBoolean("more");
        }
    }

    private static String text(Map<String, Object> item, String field) {
        return String.valueOf(item.get(field));
    }
}
