package ge.khidi.sharing.registration;

import static io.restassured.RestAssured.given;

import ge.khidi.localstack.test.TestIssuer;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Officers at the admin port: Keti registers, Lela and Zurab are policy officers. */
public final class Registrars {

    public static final String KETI = "keti";
    public static final String LELA = "lela";
    public static final String ZURAB = "zurab";

    /** What is permitted to third countries by a test: the rest is said by their agreements. */
    public static final String WHAT_CONCERNS_THEM = """
            @id("test-what-concerns-them")
            @title("Third countries get movements that concern them while this test runs")
            @legal_basis("A test")
            @outcome("redacted")
            @profile("domestic-operational")
            @mode("AUTOMATIC")
            permit (principal, action == Action::"receive", resource)
            when {
              principal.kind == Kind::"THIRD_COUNTRY" && context.countryConcerned &&
              resource.type == EventType::"MOVEMENT_OF_INTEREST"
            };
            """;

    private final int port;

    public Registrars(int port) {
        this.port = port;
    }

    public RequestSpecification as(String officer) {
        String role = officer.equals(KETI) ? "agency-registrar" : "policy-officer";
        return given().port(port)
                .auth()
                .oauth2(TestIssuer.person(officer, "IAD", role).mint())
                .contentType("application/json");
    }

    /** A third country whose agreement began long ago, with everything that personal data need. */
    public static Map<String, Object> thirdCountry(String id, String country) {
        Map<String, Object> basis = new LinkedHashMap<>();
        basis.put("instrument", "Agreement on police cooperation (invented)");
        basis.put("article", "Directive (EU) 2016/680 Art. 37(1)(a)");
        Map<String, Object> agreement = new LinkedHashMap<>();
        agreement.put("reference", "TEST-" + id);
        agreement.put("validFrom", "2020-01-01");
        agreement.put("validTo", "2035-12-31");
        agreement.put("transferBasis", basis);
        agreement.put("onwardTransfer", "None.");
        agreement.put("assurance", "Note of 3 March 2020 (invented)");
        Map<String, Object> agency = new LinkedHashMap<>();
        agency.put("id", id);
        agency.put("kind", "THIRD_COUNTRY");
        agency.put("title", "A test state");
        agency.put("titleKa", "საცდელი სახელმწიფო");
        agency.put("country", country);
        agency.put("clearance", Map.of("scheme", "TEST", "marking", "TEST OPEN"));
        agency.put("purposes", List.of("LAW_ENFORCEMENT"));
        agency.put("agreement", agreement);
        return agency;
    }

    static Map<String, Object> body(Map<String, Object> agency) {
        return Map.of(
                "agency",
                agency,
                "note",
                "for a test",
                "equivalence",
                Map.of("TEST", Map.of("TEST OPEN", "UNCLASSIFIED")));
    }

    public Response propose(Map<String, Object> agency) {
        return as(KETI).body(body(agency)).post("/v1/agencies");
    }

    public Response revise(Map<String, Object> agency) {
        return as(KETI).body(body(agency)).put("/v1/agencies/" + agency.get("id"));
    }

    public Response say(String officer, int version, String word, Map<String, String> more) {
        Map<String, String> said = new LinkedHashMap<>(more);
        said.put("reason", "for a test");
        return as(officer).body(said).post("/v1/agencies/versions/" + version + "/" + word);
    }

    /** Proposed by Keti, simulated and approved by Lela, put in force by Keti. */
    public int register(Map<String, Object> agency, Map<String, String> window) {
        return inForce(propose(agency), window);
    }

    public int inForce(Response proposed, Map<String, String> window) {
        int version = proposed.then().statusCode(201).extract().jsonPath().getInt("version");
        as(LELA).body(window)
                .post("/v1/agencies/versions/" + version + "/simulation")
                .then()
                .statusCode(200);
        say(LELA, version, "approval", window).then().statusCode(200);
        say(KETI, version, "activation", window).then().statusCode(200);
        return version;
    }

    List<String> pointers(Response refused) {
        return new ArrayList<>(
                refused.then().statusCode(400).extract().jsonPath().getList("faults.pointer"));
    }
}
