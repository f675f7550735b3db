package ge.khidi.sharing.suspension;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.AgencyId;
import ge.khidi.localstack.test.TestIssuer;
import ge.khidi.relay.suspension.SuspendedNow;
import ge.khidi.sharing.registration.AdminPort;
import ge.khidi.sharing.registration.Registrars;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From the answer on nobody is let in, also where it was just read that nobody is suspended. */
@QuarkusTest
class SuspendedNowIT {

    private static final String AGENCY = "PATROL-POLICE";
    private static final String PATH = "/v1/agencies/" + AGENCY + "/suspension";

    @Inject
    AdminPort admin;

    @Inject
    Pool pool;

    @AfterEach
    void lift() {
        for (String officer : new String[] {Registrars.KETI, Registrars.LELA}) {
            new Registrars(admin.port())
                    .as(officer)
                    .header("Khidi-Case", "for a test")
                    .delete(PATH);
        }
    }

    @Test
    void noInstanceLetsASuspendedAgencyInOnceItIsAnswered() {
        SuspendedNow another = new SuspendedNow(pool);
        String token = TestIssuer.machine(AGENCY, "feed-reader").mint();
        assertThat(csv(token)).isEqualTo(200);
        assertThat(notices()).isEqualTo(200);
        assertThat(has(another)).isFalse();

        new Registrars(admin.port())
                .as(Registrars.KETI)
                .body("{\"reason\": \"for a test\"}")
                .post(PATH)
                .then()
                .statusCode(204);

        assertThat(notices()).isEqualTo(403);
        assertThat(csv(token)).as("with a token that was verified before").isEqualTo(403);
        assertThat(has(another)).isTrue();
    }

    /** A list that asks nobody but the door. */
    private static int notices() {
        return given().auth()
                .oauth2(TestIssuer.machine(AGENCY, "feed-reader").mint())
                .get("/v1/notices")
                .statusCode();
    }

    private static int csv(String token) {
        return given().auth().oauth2(token).get("/v1/feed.csv").statusCode();
    }

    private static boolean has(SuspendedNow now) {
        return now.has(new AgencyId(AGENCY)).await().atMost(Duration.ofMinutes(1));
    }
}
