package ge.khidi.localstack.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class WithheldTest {

    private static final String SAID = """
            {"reference":"R-1","caseReferences":["C-1"],
             "detail":{"crimeAreas":["B","A"]},
             "entities":[
               {"kind":"PERSON","id":"girl","names":[{"given":"ელენე"}],"birthDate":"2010"},
               {"kind":"COMMUNICATION","id":"number","value":"+995"},
               {"kind":"LOCATION","id":"place","name":"სარფი","latitude":41.50}],
             "narratives":[{"text":"…","language":"ka"}],
             "handling":{"tlp":"AMBER"}}
            """;

    @Test
    void nothingIsMissingFromTheSameWordsInAnotherOrder() throws JsonProcessingException {
        JsonNode received = json("""
                {"origin":{"reference":"R-1","caseReferences":["C-1"]},
                 "detail":{"crimeAreas":["A","B"]},
                 "entities":[
                   {"kind":"LOCATION","id":"place","name":"სარფი","latitude":41.5},
                   {"kind":"PERSON","id":"girl","names":[{"given":"ელენე"}],"birthDate":"2010"},
                   {"kind":"COMMUNICATION","id":"number","value":"+995"}],
                 "narratives":[{"text":"…","language":"ka"}]}
                """);

        assertThat(Withheld.between(json(SAID), received)).isEmpty();
    }

    @Test
    void whatIsMissingIsNamedInWords() throws JsonProcessingException {
        JsonNode received = json("""
                {"detail":{"crimeAreas":["A","B"]},
                 "entities":[{"kind":"PERSON","id":"girl"},{"kind":"LOCATION","id":"place","latitude":41.5}]}
                """);

        assertThat(Withheld.between(json(SAID), received))
                .containsExactly("birth", "exact place", "free text", "names", "phone", "reference and case");
    }

    @Test
    void aChangedValueIsNotTheOneThatWasSaid() throws JsonProcessingException {
        JsonNode said = json("{\"occurred\":{\"at\":\"2026-01-01T10:00:00Z\"}}");
        JsonNode received = json("{\"occurred\":{\"at\":\"2026-01-01T00:00:00Z\"}}");

        assertThat(Withheld.between(said, received)).containsExactly("exact time");
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return new ObjectMapper().readTree(text);
    }
}
