package ge.khidi.sharing.activation;

import static ge.khidi.sharing.activation.Officers.LELA;
import static ge.khidi.sharing.activation.Officers.ZURAB;
import static ge.khidi.sharing.activation.Officers.as;
import static ge.khidi.sharing.activation.Officers.baselineAnd;
import static ge.khidi.sharing.activation.Officers.draft;
import static ge.khidi.sharing.activation.Officers.drafted;
import static ge.khidi.sharing.activation.Officers.say;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.localstack.test.TestIssuer;
import ge.khidi.sharing.policy.PolicySet;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PolicyDraftIT {

    private static final String FORBID = """
            @id("test-nothing-to-third-country-b")
            @title("Nothing to third country B while this test runs")
            @legal_basis("A test")
            forbid (principal == Partner::"THIRD-COUNTRY-B", action == Action::"receive", resource);
            """;

    @Test
    void theShippedTextsAreVersionOneAndNobodysApproval() {
        JsonPath first =
                as(LELA).get("/v1/policies/1").then().statusCode(200).extract().jsonPath();

        assertThat(first.getString("author.agency")).isEqualTo("PLATFORM");
        assertThat(first.getString("state")).isIn("ACTIVE", "RETIRED", "APPROVED");
        assertThat(first.<String, String>getMap("files")).hasSameSizeAs(PolicySet.baseline());
        assertThat(first.<String, String>getMap("files").get("europol.cedar")).contains("europol-personal-data");
    }

    @Test
    void aDraftThatHoldsIsValidatedAndListedAndDecidesNothing() {
        int version = drafted(baselineAnd("test.cedar", FORBID));

        JsonPath list =
                as(LELA).get("/v1/policies").then().statusCode(200).extract().jsonPath();

        assertThat(list.getInt("items[0].version")).isEqualTo(version);
        assertThat(list.getString("items[0].state")).isEqualTo("VALIDATED");
        assertThat(list.getBoolean("items[0].author.you")).isFalse();
        assertThat(list.<Object>getList("items.findAll { it.state == 'ACTIVE' }"))
                .hasSize(1);
        assertThat(list.<Object>get("items[0].author.subject")).isNull();
    }

    @Test
    void aDraftThatDoesNotValidateNamesLineAndColumnAndGoesNowhere() {
        JsonPath kept = draft(ZURAB, Map.of("wrong.cedar", FORBID + """

                        @id("another") @title("x") @legal_basis("y")
                        forbid (principal == Partner::"NOWHERE", action, resource)
                        when { resource.colour == "red" };
                        """))
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();

        assertThat(kept.getString("state")).isEqualTo("DRAFT");
        assertThat(kept.getList("faults.file")).containsOnly("wrong.cedar");
        assertThat(kept.<Integer>getList("faults.line")).contains(8);
        assertThat(kept.<Integer>getList("faults.column")).allMatch(column -> column > 0);
        Response refused = say(LELA, kept.getInt("version"), "approval");
        refused.then().statusCode(409).contentType("application/problem+json");
        assertThat(refused.jsonPath().getList("faults.message").toString()).contains("line 8, column");
        assertThat(as(LELA).get("/v1/policies/" + kept.getInt("version"))
                        .jsonPath()
                        .getString("state"))
                .isEqualTo("DRAFT");
    }

    @Test
    void theAuthorCannotApprove() {
        int version = drafted(baselineAnd("test.cedar", FORBID));

        say(ZURAB, version, "approval").then().statusCode(403);

        say(LELA, version, "approval").then().statusCode(200);
        assertThat(as(ZURAB).get("/v1/policies/" + version).jsonPath().getString("state"))
                .isEqualTo("APPROVED");
        assertThat(auditLog(version)).contains("policy.drafted").contains("policy.approved");
    }

    @Test
    void theTokenOfTheSamePersonForAnotherAgencyIsStillTheAuthors() {
        int version = drafted(baselineAnd("test.cedar", FORBID));

        given().auth()
                .oauth2(TestIssuer.person(ZURAB, "ILECC", "policy-officer").mint())
                .contentType("application/json")
                .body(Map.of("reason", "for a test"))
                .post("/v1/policies/" + version + "/approval")
                .then()
                .statusCode(403);
    }

    @Test
    void everyFaultOfABodyIsNamedAtOnce() {
        Response refused = as(ZURAB)
                .body("{\"files\": {\"a.txt\": \"\", \"b.cedar\": 7}, \"colour\": \"red\"}")
                .post("/v1/policies");

        refused.then().statusCode(400).contentType("application/problem+json");
        assertThat(refused.jsonPath().getList("faults.pointer")).contains("/files", "/files/b.cedar", "/note", "");
        as(ZURAB).body("no JSON").post("/v1/policies").then().statusCode(400);
        as(ZURAB).get("/v1/policies/999999").then().statusCode(404);
    }

    @Test
    void onlyPolicyOfficersWriteAndNoMachineDoesAnything() {
        String auditor = TestIssuer.person("otar", "IAD", "auditor").mint();
        Map<String, Object> body = Map.of("files", Map.of("a.cedar", FORBID), "note", "x");

        given().auth().oauth2(auditor).get("/v1/policies/1").then().statusCode(200);
        given().auth()
                .oauth2(auditor)
                .contentType("application/json")
                .body(body)
                .post("/v1/policies")
                .then()
                .statusCode(403);
        given().auth()
                .oauth2(TestIssuer.machine("IAD", "policy-officer").mint())
                .get("/v1/policies")
                .then()
                .statusCode(403);
        given().auth()
                .oauth2(TestIssuer.person("nino", "IAD", "liaison-officer").mint())
                .get("/v1/policies")
                .then()
                .statusCode(403);
    }

    private static String auditLog(int version) {
        String name = "\"policy-set/" + version + "\"";
        return Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(
                        () -> given().auth()
                                .oauth2(TestIssuer.person("otar", "IAD", "auditor")
                                        .mint())
                                .get("/v1/audit/export")
                                .asString()
                                .lines()
                                .filter(line -> line.contains(name.replace("\"", "\\\"")) || line.contains(name))
                                .reduce("", String::concat),
                        lines -> lines.contains("policy.approved"));
    }
}
