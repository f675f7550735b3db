package ge.khidi.sharing.activation;

import static io.restassured.RestAssured.given;

import ge.khidi.contract.EventId;
import ge.khidi.localstack.test.KafkaAndPostgres;
import ge.khidi.localstack.test.TestIssuer;
import ge.khidi.sharing.Body;
import ge.khidi.sharing.Events;
import ge.khidi.sharing.policy.PolicySet;
import ge.khidi.sharing.policy.PolicyText;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** Policy officers at work. Zurab writes, Lela approves. */
public final class Officers {

    static final String ZURAB = "zurab";
    static final String LELA = "lela";

    private static final Duration BOUND = Duration.ofMinutes(2);

    public static RequestSpecification as(String officer) {
        return given().auth()
                .oauth2(TestIssuer.person(officer, "IAD", "policy-officer").mint())
                .contentType("application/json");
    }

    /** The shipped set with a file more. */
    public static Map<String, String> baselineAnd(String file, String text) {
        Map<String, String> files = new LinkedHashMap<>();
        for (PolicyText shipped : PolicySet.baseline()) {
            files.put(shipped.file(), shipped.text());
        }
        files.put(file, text);
        return files;
    }

    static Response draft(String officer, Map<String, String> files) {
        return as(officer).body(Map.of("files", files, "note", "for a test")).post("/v1/policies");
    }

    /** A draft by Zurab that holds. */
    public static int drafted(Map<String, String> files) {
        JsonPath kept = draft(ZURAB, files).then().statusCode(201).extract().jsonPath();
        if (!"VALIDATED".equals(kept.getString("state"))) {
            throw new AssertionError("the draft has faults: " + kept.getString("faults"));
        }
        return kept.getInt("version");
    }

    static Response say(String officer, int version, String word) {
        return as(officer).body(Map.of("reason", "for a test")).post("/v1/policies/" + version + "/" + word);
    }

    /** Zurab writes, Lela approves, Zurab puts it in force. */
    public static int activate(Map<String, String> files) {
        int version = drafted(files);
        say(LELA, version, "approval").then().statusCode(200);
        say(ZURAB, version, "activation").then().statusCode(200);
        return version;
    }

    /** The shipped policies decide again. */
    public static void restore() {
        if (!"ACTIVE".equals(as(LELA).get("/v1/policies/1").jsonPath().getString("state"))) {
            say(LELA, 1, "approval").then().statusCode(200);
            say(ZURAB, 1, "rollback").then().statusCode(200);
        }
    }

    /** Returns when the feeds have followed every change of the rules. */
    public static void followed() {
        awaitNone("SELECT count(*) FROM epoch_change WHERE state = 'RUNNING'");
    }

    private static void awaitNone(String count) {
        try (Connection own = KafkaAndPostgres.postgres().database("sharing").connect();
                Statement statement = own.createStatement()) {
            Awaitility.await()
                    .atMost(BOUND)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> number(statement, count) == 0);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns when no product is to be looked at. */
    public static void delivered() {
        awaitNone("SELECT count(*) FROM product_due");
    }

    /** The one number that a query answers. */
    public static long number(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Lela, as an officer of that agency. */
    public static RequestSpecification of(String agency) {
        return given().auth()
                .oauth2(TestIssuer.person(LELA, agency, "policy-officer").mint());
    }

    /** The same, with a case. */
    static RequestSpecification withCase(String agency) {
        return of(agency).header("Khidi-Case", "order 17");
    }

    /** A movement of an agency that speaks here only, so that rules about it lengthen no other test's feeds. */
    public static Events movement() {
        return Events.movement().by("STATE-SECURITY");
    }

    record Page(List<Item> items, String next, boolean more) {}

    record Item(String eventId, Object event, boolean keptBackWithoutWindow) {}

    /** Every event that an officer of the agency is shown as the partner's, from the first page to the last. */
    public static Map<String, Object> preview(String agency, String partner, String more) {
        Map<String, Object> shown = new HashMap<>();
        pages(agency, partner, more)
                .forEach(page -> page.items().forEach(item -> shown.put(item.eventId(), item.event())));
        return shown;
    }

    /** Those among them that only a window brings. */
    public static Set<String> keptBack(String agency, String partner, String more) {
        return pages(agency, partner, more).stream()
                .flatMap(page -> page.items().stream())
                .filter(Item::keptBackWithoutWindow)
                .map(Item::eventId)
                .collect(Collectors.toSet());
    }

    /** Whether an officer of the agency is shown this event as the partner's. */
    public static boolean previewed(String agency, String partner, String more, EventId event) {
        return preview(agency, partner, more).containsKey(event.toString());
    }

    /** Every page of a preview. */
    static List<Page> pages(String agency, String partner, String more) {
        List<Page> pages = new ArrayList<>();
        String after = "";
        boolean on = true;
        while (on) {
            Response answer = withCase(agency)
                    .config(Body.unprinted())
                    .get("/v1/policies/preview?partner=" + partner + more + after);
            answer.then().statusCode(200);
            Page page = Body.of(answer, Page.class);
            pages.add(page);
            after = "&after=" + page.next();
            on = page.more();
        }
        return pages;
    }

    private Officers() {}
}
