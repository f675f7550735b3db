package ge.khidi.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ge.khidi.intake.Agency.Answer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An intake that starts while Kafka cannot be reached takes in, and refuses whom it knew to be suspended. */
@QuarkusTest
@TestProfile(SuspensionWithoutKafkaIT.NoKafka.class)
class SuspensionWithoutKafkaIT {

    private static final Duration BOUND = Duration.ofMinutes(2);
    private static final String POLICE = "HARBOUR-POLICE";

    /** Nobody listens on port 1. */
    public static final class NoKafka implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("mp.messaging.incoming.suspensions.bootstrap.servers", "localhost:1");
        }
    }

    @Inject
    Agencies agencies;

    @Inject
    RecordView onRecord;

    @BeforeEach
    void knownFromBefore() {
        onRecord.suspend(POLICE);
    }

    @AfterEach
    void forget() {
        onRecord.letIn(POLICE);
    }

    @Test
    void whatWasKnownBeforeCountsAndTheServiceIsReady() {
        await().atMost(BOUND)
                .until(() -> agencies.system(POLICE)
                                .post("/v1/events", Samples.crime())
                                .status()
                        == 403);

        assertThat(agencies.system("BORDER-POLICE")
                        .post("/v1/events", Samples.crime())
                        .status())
                .isEqualTo(201);
        Answer ready = agencies.withToken("").get("/q/health/ready");
        assertThat(ready.status()).isEqualTo(200);
        assertThat(ready.text())
                .as("the topic has no say in whether intake is ready")
                .doesNotContain("suspensions");
        assertThat(agencies.withToken("").get("/q/health/live").status()).isEqualTo(200);
    }
}
