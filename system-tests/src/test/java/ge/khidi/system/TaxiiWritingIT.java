package ge.khidi.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import ge.khidi.localstack.client.Answer;
import ge.khidi.localstack.client.Platform;
import ge.khidi.localstack.client.Session;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What an agency's tool writes by TAXII is an event of the agency in the feeds of others, by the real Keycloak and the real intake. */
@OnPlatform
class TaxiiWritingIT {

    private static final String TAXII = "application/taxii+json;version=2.1";
    private static final Duration BOUND = Duration.ofSeconds(60);

    private final Platform platform;
    private final URI root;

    TaxiiWritingIT(RunningPlatform running) {
        this.platform = running.client();
        this.root = platform.service("sharing").resolve("/taxii2/khidi/");
    }

    @Test
    void anIndicatorIsAnEventOfItsWriterUntilItIsRevoked() throws IOException {
        Reader iad = new Reader(platform, "iad-system");
        Session cert = platform.client("cert-gov-ge-system");
        String indicator = "indicator--" + UUID.randomUUID();
        Instant created = Instant.now().truncatedTo(ChronoUnit.SECONDS);

        JsonNode written = write(cert, object(indicator, created, created, ""));
        JsonNode item =
                iad.await(one -> one.at("/event/origin/reference").asText().equals(indicator));
        JsonNode revoked = write(cert, object(indicator, created, created.plusMillis(1), ", \"revoked\": true"));

        assertThat(written.path("success_count").asInt()).as(written.toString()).isEqualTo(1);
        assertThat(item.at("/event/origin/agency").asText()).isEqualTo("CERT-GOV-GE");
        assertThat(item.at("/event/entities/0/value").asText()).isEqualTo("visa-queue.example");
        assertThat(revoked.path("success_count").asInt()).as(revoked.toString()).isEqualTo(1);
        iad.await(one -> one.path("eventId").equals(item.path("eventId"))
                && one.path("kind").asText().equals("WITHDRAWAL"));
        assertThat(platform.client("europol-system")
                        .send(HttpRequest.newBuilder(root.resolve(
                                        "status/" + written.path("id").asText() + "/"))
                                .header("Accept", TAXII))
                        .status())
                .isEqualTo(404);
    }

    /** The status, once it is complete. */
    private JsonNode write(Session session, String object) throws IOException {
        Answer accepted = session.send(HttpRequest.newBuilder(root.resolve("collections/cyber-incidents/objects/"))
                .header("Accept", TAXII)
                .header("Content-Type", TAXII)
                .POST(HttpRequest.BodyPublishers.ofString("{\"objects\": [" + object + "]}", UTF_8)));
        assertThat(accepted.status()).as(accepted.text()).isEqualTo(202);
        URI status = root.resolve("status/" + accepted.json().path("id").asText() + "/");
        return await().atMost(BOUND)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> session.send(HttpRequest.newBuilder(status).header("Accept", TAXII))
                                .json(),
                        json -> json.path("status").asText().equals("complete"));
    }

    private static String object(String id, Instant created, Instant modified, String more) {
        return """
                {"type": "indicator", "spec_version": "2.1", "id": "%s", "created": "%s", "modified": "%s", "pattern_type": "stix",
                 "pattern": "[domain-name:value = 'visa-queue.example']", "valid_from": "%s"%s}
                """.formatted(id, created, modified, created, more);
    }
}
