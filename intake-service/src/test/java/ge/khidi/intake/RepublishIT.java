package ge.khidi.intake;

import static ge.khidi.intake.TopicReader.header;
import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.event.EventType;
import ge.khidi.intake.Agency.Answer;
import ge.khidi.localstack.test.TestIssuer;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RepublishIT {

    @Inject
    Agencies agencies;

    @Test
    void anOperatorHasATopicToldAgainInTheOldOrderWithoutSeeingIt() {
        Agency police = agencies.system("BORDER-POLICE");
        Answer created = police.post("/v1/events", Samples.tree(EventType.ILLEGAL_STAY, Samples.reference()));
        String id = created.eventId();
        police.post("/v1/events/" + id + "/withdrawal", "{\"reason\":\"x\"}");
        String since = created.json().path("acceptedAt").asText();

        try (TopicReader topic = new TopicReader("border-events")) {
            topic.awaitRecords(id, 2);
            Answer begun = operator().post("/v1/admin/republish?topic=border-events&since=" + since, "");

            assertThat(begun.status()).isEqualTo(202);
            assertThat(begun.json().path("run").asText()).startsWith("republish-border-events-");
            assertThat(topic.awaitRecords(id, 4))
                    .extracting(seen -> header(seen, "ce_id"))
                    .containsExactly(id + "/1", id + "/2", id + "/1", id + "/2");
            assertThat(topic.of(id).get(2).value())
                    .isEqualTo(topic.of(id).get(0).value());
        }
    }

    @Test
    void onlyAnOperatorMayAndOnlyForATopicOfThisService() {
        String path = "/v1/admin/republish?since=2026-01-01T00:00:00Z&topic=";

        assertThat(agencies.system("BORDER-POLICE")
                        .post(path + "border-events", "")
                        .status())
                .isEqualTo(403);
        assertThat(operator().post(path + "analysis-products", "").status()).isEqualTo(400);
        assertThat(operator()
                        .post("/v1/admin/republish?topic=border-events", "")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void anOperatorSeesNoEvent() {
        assertThat(operator().get("/v1/events").status()).isEqualTo(403);
    }

    private Agency operator() {
        return agencies.with(TestIssuer.person("davit", "IAD", "operator"));
    }
}
