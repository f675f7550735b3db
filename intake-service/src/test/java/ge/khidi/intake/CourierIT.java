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
    private static final String UNIT = "Khidi-On-Behalf-Of-Unit";
    private static final String EVENTS = "/v1/events";

    @Inject
    Agencies agencies;

    @Test
    void anEventIsItsWritersAndARepeatOfItIsOneWhateverCameSince() {
        String reference = Samples.reference();
        ObjectNode incident = determined(reference, "SUSPECTED");
        ObjectNode corrected = determined(reference, "BLOCKED");
        ObjectNode later = determined(reference, "LOW_VALUE");

        Answer first = courier().post(EVENTS, incident, FOR, CERT, UNIT, "%E1%83%97%E1%83%91%E1%83%98%E1%83%9A");
        String event = EVENTS + "/" + first.eventId();
        Answer revised = agencies.system(CERT).put(event, corrected, "If-Match", first.header("ETag"));
        Answer again = courier().post(EVENTS, incident, FOR, CERT);

        assertThat(first.status()).as(first.text()).isEqualTo(201);
        assertThat(revised.status()).as(revised.text()).isEqualTo(200);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.text()).isEqualTo(first.text());
        Answer read = agencies.system(CERT).get(event);
        assertThat(read.status()).isEqualTo(200);
        assertThat(read.json().at("/origin/agency").asText()).isEqualTo(CERT);
        assertThat(read.json().path("revision").asInt()).isEqualTo(2);
        assertThat(agencies.system(CERT)
                        .get(event + "/revisions/1")
                        .json()
                        .at("/origin/unit")
                        .asText())
                .isEqualTo("თბილ");
        assertThat(courier()
                        .put(event, later, FOR, CERT, "If-Match", first.header("ETag"))
                        .status())
                .as("the agency's own revision stands")
                .isEqualTo(412);
        assertThat(courier()
                        .put(event, later, FOR, CERT, "If-Match", revised.header("ETag"))
                        .status())
                .isEqualTo(200);
        String withdrawal = event + "/withdrawal";
        assertThat(courier()
                        .post(withdrawal, "{\"reason\": \"revoked\"}", FOR, "ILECC")
                        .status())
                .as("it is no event of that agency")
                .isEqualTo(404);
        assertThat(courier()
                        .post(withdrawal, "{\"reason\": \"revoked\"}", FOR, CERT)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void itBringsCyberIncidentsAndDoesNothingElse() {
        String reference = Samples.reference();
        ObjectNode incident = Samples.tree(EventType.CYBER_INCIDENT, reference);
        String event = agencies.system(CERT).post("/v1/events", incident).eventId();
        ObjectNode crime = Samples.crime();

        for (Answer refused : new Answer[] {
            courier().post(EVENTS, crime, FOR, CERT),
            courier().post(EVENTS, incident),
            courier().post(EVENTS, incident, UNIT, "Batumi"),
            courier().post(EVENTS, incident, FOR, "no agency"),
            courier().put(EVENTS + "/by-reference/" + reference, incident, FOR, CERT),
            courier().post("/v1/events/" + event + "/erasure", "{\"reason\": \"none\"}", FOR, CERT),
            courier()
                    .send(courier()
                            .request("/v1/events/" + event)
                            .header(FOR, CERT)
                            .GET())
        }) {
            assertThat(refused.status()).as(refused.text()).isEqualTo(403);
        }
        assertThat(courier().post(EVENTS, incident, FOR, CERT, UNIT, "%zz").status())
                .isEqualTo(400);
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
            assertThat(one.post(EVENTS, incident, FOR, CERT).status()).isEqualTo(403);
        }
    }

    private static ObjectNode determined(String reference, String determination) {
        ObjectNode incident = Samples.tree(EventType.CYBER_INCIDENT, reference);
        incident.withObject("/detail").put("determination", determination);
        return incident;
    }

    private Agency courier() {
        return agencies.with(TestIssuer.machine("PLATFORM", "event-courier"));
    }
}
