package ge.khidi.sharing.registration;

import static ge.khidi.sharing.registration.Registrars.KETI;
import static ge.khidi.sharing.registration.Registrars.LELA;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.event.Status;
import ge.khidi.localstack.test.TestIssuer;
import ge.khidi.sharing.Bus;
import ge.khidi.sharing.Events;
import ge.khidi.sharing.FeedClient;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SuspensionIT {

    private static final String PATH = "/v1/agencies/BORDER-POLICE/suspension";

    private final Bus bus = new Bus();
    private final FeedClient iad = FeedClient.fromNowOn("IAD");
    private final FeedClient borderPolice = FeedClient.fromNowOn("BORDER-POLICE");

    @Inject
    AdminPort admin;

    private Registrars registrars = new Registrars(0);

    @BeforeEach
    void listen() {
        registrars = new Registrars(admin.port());
    }

    @AfterEach
    void close() {
        lift(KETI);
        lift(LELA);
        bus.close();
    }

    @Test
    void aSuspendedAgencyIsShownNothingAndMissesNoRecall() {
        Events had = Events.movement();
        bus.publish(had);
        borderPolice.of(had.id(), 1);

        suspend().then().statusCode(204);
        borderPolice.page(null, 10).then().statusCode(403).contentType("application/problem+json");
        given().auth()
                .oauth2(TestIssuer.machine("BORDER-POLICE", "feed-reader").mint())
                .get("/v1/hit-notices")
                .then()
                .statusCode(403);
        given().auth()
                .oauth2(TestIssuer.machine("BORDER-POLICE", "feed-reader").mint())
                .get("/v1/links?event=" + had.id())
                .then()
                .statusCode(403);
        Events meanwhile = Events.movement();
        bus.publish(meanwhile);
        bus.publish(had.next(Status.WITHDRAWN));
        iad.of(meanwhile.id(), 1);
        iad.of(had.id(), 2);
        borderPolice.page(null, 10).then().statusCode(403);
        lift(KETI).then().statusCode(202);
        borderPolice.page(null, 10).then().statusCode(403);
        lift(LELA).then().statusCode(204);

        assertThat(borderPolice.of(had.id(), 2))
                .extracting(FeedClient.Item::kind)
                .containsExactly("NEW", "WITHDRAWAL");
        assertThat(borderPolice.of(meanwhile.id(), 1)).hasSize(1);
    }

    @Test
    void endingItTakesARegistrarAndSomebodyElse() {
        lift(KETI).then().statusCode(404);
        suspend().then().statusCode(204);

        lift(LELA).then().statusCode(403);
        lift(KETI).then().statusCode(202);
        lift(KETI).then().statusCode(202);
        suspend().then().statusCode(204);
        lift(LELA).then().statusCode(403);
        assertThat(registrars
                        .as(LELA)
                        .get("/v1/agencies/BORDER-POLICE")
                        .jsonPath()
                        .getBoolean("suspension.liftingAsked"))
                .isFalse();
    }

    @Test
    void nobodySuspendsTheirOwnAgencyNorOneThatIsNotThere() {
        registrars
                .as(KETI)
                .body("{\"reason\": \"for a test\"}")
                .post("/v1/agencies/IAD/suspension")
                .then()
                .statusCode(403);
        registrars
                .as(KETI)
                .body("{\"reason\": \"for a test\"}")
                .post("/v1/agencies/NOBODY/suspension")
                .then()
                .statusCode(404);
        registrars.as(KETI).body("{}").post(PATH).then().statusCode(400);
        registrars
                .as(LELA)
                .body("{\"reason\": \"for a test\"}")
                .post(PATH)
                .then()
                .statusCode(403);
    }

    private Response suspend() {
        return registrars.as(KETI).body("{\"reason\": \"for a test\"}").post(PATH);
    }

    private Response lift(String officer) {
        return registrars.as(officer).header("Khidi-Case", "for a test").delete(PATH);
    }
}
