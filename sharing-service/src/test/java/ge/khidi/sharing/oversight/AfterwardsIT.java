package ge.khidi.sharing.oversight;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.event.RevisionKind;
import ge.khidi.localstack.test.TestIssuer;
import ge.khidi.relay.audit.Verify;
import ge.khidi.sharing.Bus;
import ge.khidi.sharing.Events;
import ge.khidi.sharing.FeedClient;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AfterwardsIT {

    private static final String AUDITOR = "auditor";

    private final Bus bus = new Bus();
    private final FeedClient iad = FeedClient.fromNowOn("IAD");

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void everyPageIsInTheSealedLogAndTheLogIsIntact() throws IOException {
        Events event = Events.movement();
        bus.publish(event);
        iad.of(event.id(), 1);
        long reads =
                log().lines().filter(line -> line.contains("\"feed.read\"")).count();

        new FeedClient("IAD").readOn();

        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> log().lines()
                                .filter(line -> line.contains("\"feed.read\""))
                                .count()
                        > reads);
        byte[] export = export();
        String key = given().auth()
                .oauth2(TestIssuer.person("maka", "IAD", AUDITOR).mint())
                .get("/v1/audit/keys")
                .asString();
        Verify.Finding finding =
                Verify.check(new ByteArrayInputStream(export), Verify.publicKeys(key), Optional.empty());
        assertThat(finding.fault()).isEmpty();
        assertThat(finding.entries()).isPositive();
        assertThat(log()).as("never content").doesNotContain("Sarpi").contains("\"recipient\":\"IAD\"");
    }

    @Test
    void theOriginatorSeesWhoGotItAndWhatTheyDid() {
        Events event = Events.movement();
        bus.publish(event);
        iad.of(event.id(), 1);
        bus.publish(event.next(RevisionKind.CORRECTION));
        List<FeedClient.Item> items = iad.of(event.id(), 2);

        String cursor = items.get(1).cursor();
        answer(cursor, Map.of("outcome", "KEPT_WITH_JUSTIFICATION")).then().statusCode(400);
        answer(items.get(0).cursor(), Map.of("outcome", "RECTIFIED")).then().statusCode(409);
        answer(cursor, Map.of("outcome", "RECTIFIED")).then().statusCode(204);
        answer(cursor, Map.of("outcome", "RECTIFIED")).then().statusCode(204);

        var seen = recipients(event, "PATROL-POLICE")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(seen.<String>getList("items.findAll { it.agency == 'IAD' }.kind"))
                .containsExactly("NEW", "CORRECTION");
        assertThat(seen.<String>get("items.find { it.agency == 'IAD' && it.kind == 'CORRECTION' }.outcome"))
                .isEqualTo("RECTIFIED");
        assertThat(seen.<String>get("items.find { it.agency == 'BORDER-POLICE' && it.kind == 'CORRECTION' }.outcome"))
                .isEqualTo("OPEN");
        assertThat(seen.<Integer>get("items.find { it.agency == 'IAD' && it.kind == 'NEW' }.reads"))
                .isPositive();
        recipients(event, "CRIMINAL-POLICE").then().statusCode(404);
        recipients(Events.movement(), "PATROL-POLICE").then().statusCode(404);
    }

    private static Response recipients(Events event, String agency) {
        return given().auth()
                .oauth2(TestIssuer.machine(agency, "event-publisher").mint())
                .get("/v1/audit/events/" + event.id());
    }

    private static Response answer(String cursor, Map<String, String> body) {
        return given().auth()
                .oauth2(TestIssuer.machine("IAD", "feed-reader").mint())
                .contentType("application/json")
                .body(body)
                .post("/v1/feed/items/" + cursor + "/outcome");
    }

    private static String log() {
        return new String(export(), UTF_8);
    }

    private static byte[] export() {
        return given().auth()
                .oauth2(TestIssuer.person("maka", "IAD", AUDITOR).mint())
                .get("/v1/audit/export")
                .asByteArray();
    }
}
