package ge.khidi.sharing.activation;

import static io.restassured.RestAssured.given;

import ge.khidi.localstack.test.TestIssuer;
import ge.khidi.sharing.policy.PolicySet;
import ge.khidi.sharing.policy.PolicyText;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.LinkedHashMap;
import java.util.Map;

/** Policy officers at work. Zurab writes, Lela approves. */
public final class Officers {

    static final String ZURAB = "zurab";
    static final String LELA = "lela";

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
    static int drafted(Map<String, String> files) {
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

    private Officers() {}
}
