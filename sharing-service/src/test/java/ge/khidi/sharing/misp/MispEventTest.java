package ge.khidi.sharing.misp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MispEventTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final EventId ID = new EventId(UUID.fromString("b2a0c1de-3f44-4c55-8a66-0123456789ab"));
    private static final MispIds IDS = new MispIds(new byte[32], new AgencyId("CSIRT-A"));

    private static final String INCIDENT = """
            {"id":"b2a0c1de-3f44-4c55-8a66-0123456789ab","revision":1,"state":{"status":"OPEN"},"origin":{"agency":"CERT-GOV-GE"},
             "type":"CYBER_INCIDENT","occurred":{"at":"2026-11-20T22:10:00Z","precision":"DAY"},
             "detail":{"incidentClass":"fraud","determination":"SUCCESSFUL_ATTEMPT"},
             "entities":[
               {"kind":"CYBER_OBSERVABLE","id":"c-1","nature":"FACT","type":"DOMAIN_NAME","value":"visa.example"},
               {"kind":"CYBER_OBSERVABLE","id":"c-2","nature":"ASSESSMENT","type":"IPV6","value":"2001:db8::1"},
               {"kind":"CYBER_OBSERVABLE","id":"c-3","nature":"FACT","type":"FILE_MD5","value":"72d02d52cba69680589f334b4191d485"},
               {"kind":"CYBER_OBSERVABLE","id":"c-4","nature":"FACT","type":"EMAIL_ADDRESS","value":"pseudonym:00ff"},
               {"kind":"COMMUNICATION","id":"c-5","nature":"FACT","type":"PHONE","value":"+995555000111"}],
             "narratives":[{"text":"ყალბი ვიზები","language":"ka","nature":"FACT"}],
             "grade":{"scheme":"ADMIRALTY_6X6","source":"B","information":"2"},
             "handling":{"classification":"RESTRICTED","tlp":"AMBER_STRICT","pap":"RED","codes":["H1"]}}
            """;
    private static final String CONDITIONS = "{\"retainUntil\":\"2028-01-01\"}";

    @Test
    void theDocumentHasWhatTheCoreFormatAsksFor() {
        JsonNode event = incident(INCIDENT).document(IDS).path("Event");

        assertThat(event.path("uuid").asText()).isEqualTo(ID.toString());
        assertThat(event.path("info").asText()).isEqualTo("Cyber incident: fraud");
        assertThat(event.path("date").asText()).isEqualTo("2026-11-20");
        assertThat(event.path("timestamp").asText()).isEqualTo("1700000000");
        assertThat(event.path("published").asBoolean()).isTrue();
        assertThat(event.at("/Orgc/name").asText()).isEqualTo("CERT-GOV-GE");
        assertThat(event.path("analysis").isTextual()).isTrue();
        assertThat(event.path("threat_level_id").isTextual()).isTrue();
    }

    @Test
    void eachValueIsAnAttributeOfItsTypeAtItsPlace() {
        JsonNode attributes = incident(INCIDENT).document(IDS).at("/Event/Attribute");

        assertThat(attributes.findValuesAsText("type"))
                .containsExactly("domain", "ip-dst", "md5", "phone-number", "comment");
        assertThat(attributes.findValuesAsText("value"))
                .containsExactly(
                        "visa.example",
                        "2001:db8::1",
                        "72d02d52cba69680589f334b4191d485",
                        "+995555000111",
                        "ყალბი ვიზები");
        assertThat(attributes.findValuesAsText("to_ids"))
                .as("facts are looked for; assessments, phones and texts are not")
                .containsExactly("true", "false", "true", "false", "false");
        assertThat(attributes.at("/0/uuid").asText())
                .isEqualTo(IDS.of(ID, "c-1/value").toString());
    }

    @Test
    void nobodyIsToldToLookForWhatTurnedOutToBeNothing() {
        JsonNode attributes = incident(INCIDENT.replace("SUCCESSFUL_ATTEMPT", "FALSE_POSITIVE"))
                .document(IDS)
                .at("/Event/Attribute");

        assertThat(attributes.findValuesAsText("to_ids")).containsOnly("false");
    }

    @Test
    void itIsMarkedInTheWordsOfTheTaxonomies() {
        assertThat(incident(INCIDENT).manifest().path("Tag").findValuesAsText("name"))
                .containsExactly(
                        "tlp:amber+strict",
                        "PAP:RED",
                        "admiralty-scale:source-reliability=\"b\"",
                        "admiralty-scale:information-credibility=\"2\"",
                        "europol-incident:fraud",
                        "khidi:classification=\"RESTRICTED\"",
                        "khidi:handling=\"H1\"",
                        "khidi:retain-until=\"2028-01-01\"");
        assertThat(incident(INCIDENT.replace("ADMIRALTY_6X6", "EUROPOL_4X4"))
                        .manifest()
                        .path("Tag")
                        .findValuesAsText("name"))
                .contains("khidi:grade=\"EUROPOL_4X4 B2\"")
                .noneMatch(tag -> tag.startsWith("admiralty-scale"));
    }

    @Test
    void whatCameOfItIsAnObjectOfMispsOwnTemplate() {
        JsonNode object = incident(INCIDENT).document(IDS).at("/Event/Object/0");

        assertThat(object.path("name").asText()).isEqualTo("incident");
        assertThat(object.path("Attribute").findValuesAsText("object_relation"))
                .containsExactly("name", "determination");
        assertThat(object.path("Attribute").findValuesAsText("value")).containsExactly("fraud", "successful-attempt");
    }

    @Test
    void theHashesAreThoseOfTheAttributes() {
        assertThat(incident(INCIDENT).hashes()).hasSize(5).contains("3029167ea9bfa751bfc7933f72ec53ce");
    }

    @Test
    void ofAnotherEventTheObservablesAreThereAndNothingElse() {
        MispEvent event = incident(INCIDENT.replace("CYBER_INCIDENT", "CRIME_REPORT"));

        assertThat(event.wanted()).isTrue();
        JsonNode document = event.document(IDS).path("Event");
        assertThat(document.path("Attribute").findValuesAsText("type")).containsExactly("domain", "ip-dst", "md5");
        assertThat(document.path("Object")).isEmpty();
        assertThat(incident("{\"type\":\"CRIME_REPORT\",\"entities\":[]}").wanted())
                .isFalse();
    }

    @Test
    void whereAFieldDoesNotLeaveTheDocumentIsStillOne() {
        JsonNode event = incident("{\"type\":\"CYBER_INCIDENT\"}").document(IDS).path("Event");

        assertThat(event.path("info").asText()).isEqualTo("Cyber incident");
        assertThat(event.path("date").asText()).isEqualTo("2023-11-14");
        assertThat(event.path("Attribute")).isEmpty();
        assertThat(event.path("Tag").findValuesAsText("name")).containsExactly("khidi:retain-until=\"2028-01-01\"");
    }

    @Test
    void whatWasTakenBackHasNoContent() {
        ObjectNode document = MispEvent.unpublished(ID, 1_700_000_000);

        assertThat(document.at("/Event/published").asBoolean()).isFalse();
        assertThat(document.at("/Event/Attribute")).isEmpty();
        assertThat(document.at("/Event/Object")).isEmpty();
        assertThat(document.at("/Event/Orgc/name").asText())
                .as("not who said it")
                .isEqualTo("Khidi");
    }

    private static MispEvent incident(String json) {
        try {
            return new MispEvent(ID, 1_700_000_000, JSON.readTree(json), JSON.readTree(CONDITIONS));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
