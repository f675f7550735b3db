package ge.khidi.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.event.EventType;
import ge.khidi.intake.Agency.Answer;
import ge.khidi.localstack.test.TestIssuer;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** What agencies write elsewhere on the platform comes in their names, and by nobody but the platform's own courier. */
@QuarkusTest
class CourierIT {

    private static final String FOR = "Khidi-On-Behalf-Of";
    private static final String CERT = "CERT-GOV-GE";
    private static final String PLACE = "/v1/events/by-reference/";

    @Inject
    Agencies agencies;

    @Test
    void anEventIsItsWritersAndARepeatOfItIsOne() {
        String reference = Samples.reference();
        ObjectNode incident = Samples.tree(EventType.CYBER_INCIDENT, reference);

        Answer first = courier().put(PLACE + reference, incident, FOR, CERT);
        Answer again = courier().put(PLACE + reference, incident, FOR, CERT);

        assertThat(first.status()).as(first.text()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.text()).isEqualTo(first.text());
        Answer read = agencies.system(CERT).get("/v1/events/" + first.eventId());
        assertThat(read.status()).isEqualTo(200);
        assertThat(read.json().at("/origin/agency").asText()).isEqualTo(CERT);
        String withdrawal = "/v1/events/" + first.eventId() + "/withdrawal";
        assertThat(courier().post(withdrawal, "{\"reason\": \"revoked\"}", FOR, "ILECC").status())
                .as("it is no event of that agency")
                .isEqualTo(404);
        assertThat(courier().post(withdrawal, "{\"reason\": \"revoked\"}", FOR, CERT).status())
                .isEqualTo(200);
    }

    @Test
    void itBringsCyberIncidentsAndDoesNothingElse() {
        String reference = Samples.reference();
        ObjectNode incident = Samples.tree(EventType.CYBER_INCIDENT, reference);
        String event = agencies.system(CERT).post("/v1/events", incident).eventId();
        ObjectNode crime = Samples.crime();

        for (Answer refused : new Answer[] {
            courier().put(PLACE + crime.path("reference").asText(), crime, FOR, CERT),
            courier().put(PLACE + reference, incident),
            courier().put(PLACE + reference, incident, FOR, "no agency"),
            courier().post("/v1/events", incident, FOR, CERT),
            courier().post("/v1/events/" + event + "/erasure", "{\"reason\": \"none\"}", FOR, CERT),
            courier().send(courier().request("/v1/events/" + event).header(FOR, CERT).GET())
        }) {
            assertThat(refused.status()).as(refused.text()).isEqualTo(403);
        }
    }

    @Test
    void nobodyElseSpeaksForAnother() {
        String reference = Samples.reference();
        ObjectNode incident = Samples.tree(EventType.CYBER_INCIDENT, reference);

        for (Agency one : new Agency[] {
            agencies.system("ILECC"),
            agencies.system(CERT),
            agencies.analyst(),
            agencies.with(TestIssuer.person("nino", "PLATFORM", "event-courier"))
        }) {
            assertThat(one.put(PLACE + reference, incident, FOR, CERT).status()).isEqualTo(403);
        }
    }

    private Agency courier() {
        return agencies.with(TestIssuer.machine("PLATFORM", "event-courier"));
    }
}
