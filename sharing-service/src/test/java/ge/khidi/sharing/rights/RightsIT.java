package ge.khidi.sharing.rights;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.localstack.test.TestIssuer;
import ge.khidi.sharing.policy.Partners;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RightsIT {

    @Test
    void aPartnerSeesItsAgreementItsMarkingsAndWhatComesOfEachType() {
        Response rights = rights("EUROPOL");

        rights.then().statusCode(200);
        assertThat(rights.jsonPath().getString("agency")).isEqualTo("EUROPOL");
        assertThat(rights.jsonPath().getString("agreement.reference")).isNotBlank();
        assertThat(rights.jsonPath().getList("markings.classification.name"))
                .contains("UNCLASSIFIED")
                .doesNotContain("TOP_SECRET");
        assertThat(rights.jsonPath().getString("markings.tlp.find { it.name == 'GREEN' }.id"))
                .isEqualTo("marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb");
        assertThat(rights.jsonPath().getList("markings.pap")).hasSize(4);
        assertThat(rights.jsonPath().getList("markings.codes.name")).contains("H1");
        assertThat(rights.jsonPath().getString("rights.find { it.type == 'CRIME_REPORT' }.withPersons.outcome"))
                .isEqualTo("held");
        assertThat(rights.jsonPath().getList("rights.type")).doesNotContain("LINK_DECISION");
    }

    @Test
    void nobodyIsToldOfOthers() {
        List<String> all = Partners.demonstration().list().stream()
                .map(partner -> partner.id().value())
                .toList();

        for (String agency : all) {
            String said = rights(agency).then().statusCode(200).extract().asString();
            assertThat(all.stream().filter(other -> !agency.equals(other)))
                    .as(agency)
                    .noneMatch(other -> said.contains("\"" + other + "\""));
        }
    }

    @Test
    void whoIsNoPartnerHasNone() {
        rights("NOBODY-KNOWN").then().statusCode(404);
        given().get("/v1/feed/rights").then().statusCode(401);
    }

    private static Response rights(String agency) {
        return given().auth()
                .oauth2(TestIssuer.machine(agency, "feed-reader").mint())
                .get("/v1/feed/rights");
    }
}
