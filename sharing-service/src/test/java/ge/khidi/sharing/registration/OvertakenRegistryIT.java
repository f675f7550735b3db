package ge.khidi.sharing.registration;

import static ge.khidi.sharing.registration.Registrars.KETI;
import static ge.khidi.sharing.registration.Registrars.LELA;
import static ge.khidi.sharing.registration.Registrars.ZURAB;
import static ge.khidi.sharing.registration.Registrars.thirdCountry;
import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.localstack.test.KafkaAndPostgres;
import ge.khidi.sharing.FeedClient;
import ge.khidi.sharing.activation.Officers;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A registry of earlier that is put back in force while another one comes. */
@QuarkusTest
class OvertakenRegistryIT {

    private static final Duration BOUND = Duration.ofMinutes(2);
    private static final String WAITING_FOR_A_TABLE = """
            SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
            AND wait_event = 'relation'
            """;

    @Inject
    AdminPort admin;

    private Registrars registrars = new Registrars(0);

    @BeforeEach
    void listen() {
        registrars = new Registrars(admin.port());
    }

    /** What the newer one needs is decided by its simulation; the rollback's decisions cannot be written until it is in force. */
    @Test
    void anAgencyThatCameWhileARollbackWasDecidedIsNotTakenOut() throws SQLException {
        Map<String, Object> agency = thirdCountry("STATE-OF-RETURN", "GE");
        int first = registrars.register(agency, Map.of());
        agency.put("title", "Another title");
        registrars.inForce(registrars.revise(agency), Map.of());
        int third = registrars
                .propose(thirdCountry("STATE-OF-ARRIVAL", "GE"))
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getInt("version");
        registrars
                .as(LELA)
                .body("{}")
                .post("/v1/agencies/versions/" + third + "/simulation")
                .then()
                .statusCode(200);
        registrars.say(LELA, third, "approval", Map.of()).then().statusCode(200);
        registrars.say(LELA, first, "approval", Map.of()).then().statusCode(200);
        Officers.followed();

        String order;
        try (Connection own = KafkaAndPostgres.postgres().database("sharing").connect();
                Statement statement = own.createStatement()) {
            own.setAutoCommit(false);
            statement.execute("LOCK TABLE decision IN SHARE MODE");
            order = registrars
                    .as(ZURAB)
                    .header("Prefer", "respond-async")
                    .body(Map.of("reason", "for a test"))
                    .post("/v1/agencies/versions/" + first + "/rollback")
                    .then()
                    .statusCode(202)
                    .extract()
                    .header("Location");
            Awaitility.await().atMost(BOUND).until(() -> Officers.number(statement, WAITING_FOR_A_TABLE) > 0);
            registrars.say(KETI, third, "activation", Map.of()).then().statusCode(200);
            own.rollback();
        }

        Awaitility.await().atMost(BOUND).until(() -> !state(order).equals("DECIDING"));
        assertThat(registrars.as(KETI).get("/v1/agencies/STATE-OF-ARRIVAL").statusCode())
                .as("it receives, and its recalls must reach it")
                .isEqualTo(200);
        assertThat(state(order)).isEqualTo("REFUSED");
        new FeedClient("STATE-OF-ARRIVAL").page(null, 10).then().statusCode(200);
    }

    @Test
    void aRegistryOfEarlierGoesInForceOnlyOverTheOneItWasApprovedOver() {
        Map<String, Object> agency = thirdCountry("STATE-OF-REVISION", "GE");
        int first = registrars.register(agency, Map.of());
        agency.put("title", "A second title");
        registrars.inForce(registrars.revise(agency), Map.of());
        registrars.say(LELA, first, "approval", Map.of()).then().statusCode(200);
        agency.put("title", "A third title");
        registrars.inForce(registrars.revise(agency), Map.of());

        registrars.say(ZURAB, first, "rollback", Map.of()).then().statusCode(409);
        assertThat(title()).isEqualTo("A third title");

        registrars.say(LELA, first, "approval", Map.of()).then().statusCode(200);
        registrars.say(ZURAB, first, "rollback", Map.of()).then().statusCode(200);
        assertThat(title()).isEqualTo("A test state");
    }

    private String title() {
        return registrars
                .as(KETI)
                .get("/v1/agencies/STATE-OF-REVISION")
                .jsonPath()
                .getString("title");
    }

    private String state(String order) {
        return registrars
                .as(KETI)
                .get(order)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getString("state");
    }
}
