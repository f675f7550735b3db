package ge.khidi.sharing.activation;

import static ge.khidi.sharing.activation.ActivationIT.NO_MOVEMENTS_TO_BORDER_POLICE;
import static ge.khidi.sharing.activation.Officers.LELA;
import static ge.khidi.sharing.activation.Officers.as;
import static ge.khidi.sharing.activation.Officers.baselineAnd;
import static ge.khidi.sharing.activation.Officers.drafted;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.entity.PersonCategory;
import ge.khidi.contract.handling.ReleasableTo;
import ge.khidi.localstack.test.TestIssuer;
import ge.khidi.sharing.Bus;
import ge.khidi.sharing.Events;
import ge.khidi.sharing.FeedClient;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ExplanationIT {

    private final Bus bus = new Bus();
    private final FeedClient iad = FeedClient.fromNowOn("IAD");

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void itNamesThePoliciesThatDecidedTheirLegalBasisAndTheFactsTheyLookAt() {
        Events event = Events.trafficking().with(PersonCategory.SUSPECT, "Chikovani");
        bus.publish(event);
        iad.of(event.id(), 1);

        Response answer = explain(event, "EUROPOL", "");

        JsonPath said = answer.then().statusCode(200).extract().jsonPath();
        assertThat(said.getString("decision")).isEqualTo("held");
        assertThat(said.getList("policies.id")).contains("europol-personal-data");
        assertThat(said.getList("legalBasis").toString()).contains("2016/794");
        assertThat(said.getBoolean("facts.'resource.personalData'")).isTrue();
        assertThat(answer.asString()).doesNotContain("Chikovani");
    }

    @Test
    void itNamesTheFloorRuleThatRefusedAndNobodyElseWhomTheOriginatorNamed() {
        Events event = Events.movement().to(ReleasableTo.named(AgencyId.IAD, new AgencyId("STATE-SECURITY")));
        bus.publish(event);
        iad.of(event.id(), 1);

        Response answer = explain(event, "BORDER-POLICE", "");

        JsonPath said = answer.then().statusCode(200).extract().jsonPath();
        assertThat(said.getString("decision")).isEqualTo("nothing");
        assertThat(said.getString("floorRule.id")).isEqualTo("releasable");
        assertThat(said.getString("floorRule.source")).isNotBlank();
        assertThat(said.getBoolean("facts.'context.named'")).isFalse();
        assertThat(answer.asString()).doesNotContain("STATE-SECURITY");
    }

    @Test
    void anotherVersionIsAskedWithoutBeingInForce() {
        Events event = Officers.movement();
        bus.publish(event);
        iad.of(event.id(), 1);
        int draft = drafted(baselineAnd("test.cedar", NO_MOVEMENTS_TO_BORDER_POLICE));

        JsonPath said = explain(event, "BORDER-POLICE", "&version=" + draft).jsonPath();

        assertThat(said.getString("decision")).isEqualTo("nothing");
        assertThat(said.getList("policies.id")).containsExactly("test-no-movements-to-border-police");
        assertThat(explain(event, "BORDER-POLICE", "").jsonPath().getString("decision"))
                .isEqualTo("redacted");
    }

    @Test
    void anEventTheOfficerMayNotKnowOfIsNotThere() {
        Events event = Events.movement().to(ReleasableTo.named(AgencyId.IAD));
        bus.publish(event);
        iad.of(event.id(), 1);
        String path = "/v1/policies/explain?partner=EUROPOL&event=";
        String foreign =
                TestIssuer.person("ana", "CERT-GOV-GE", "policy-officer").mint();

        Response theirs = given().auth().oauth2(foreign).get(path + event.id());
        Response nobodys =
                given().auth().oauth2(foreign).get(path + Events.movement().id());

        assertThat(theirs.statusCode()).isEqualTo(404);
        assertThat(theirs.asString()).isEqualTo(nobodys.asString());
        given().auth()
                .oauth2(TestIssuer.person("otar", "CERT-GOV-GE", "auditor").mint())
                .get(path + event.id())
                .then()
                .statusCode(200);
        as(LELA).get("/v1/policies/explain?event=x").then().statusCode(400);
        as(LELA).get("/v1/policies/explain?partner=NOBODY&event=" + event.id())
                .then()
                .statusCode(404);
        as(LELA).get("/v1/policies/explain?version=999999&partner=IAD&event=" + event.id())
                .then()
                .statusCode(404);
    }

    private static Response explain(Events event, String partner, String more) {
        return as(LELA).get("/v1/policies/explain?event=" + event.id() + "&revision=1&partner=" + partner + more);
    }
}
