package ge.khidi.sharing.oversight;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import ge.khidi.contract.RandomEvents;
import ge.khidi.contract.codec.EventCodec;
import ge.khidi.contract.entity.AgeGroup;
import ge.khidi.contract.entity.FieldGroup;
import ge.khidi.contract.entity.Person;
import ge.khidi.contract.entity.PersonCategory;
import ge.khidi.contract.event.Event;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What was in the bytes is counted, and not said. */
class ReceivedTest {

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void everyPersonOfAnyEventCountsOnce(long seed) {
        RandomEvents random = new RandomEvents(seed);

        for (int i = 0; i < 300; i++) {
            Event event = random.event();
            List<Person> persons = event.entities().stream()
                    .filter(Person.class::isInstance)
                    .map(Person.class::cast)
                    .toList();

            Received received = Received.of(EventCodec.tree(event));

            assertThat(received.everybody()).isEqualTo(persons.size());
            assertThat(received.minors()).isEqualTo((int) persons.stream()
                    .filter(person ->
                            Set.of(AgeGroup.MINOR, AgeGroup.UNACCOMPANIED_MINOR).contains(person.ageGroup()))
                    .count());
            assertThat(received.special()).isEqualTo((int) persons.stream()
                    .filter(person -> !person.specialCategories().isEmpty())
                    .count());
            assertThat(received.groups().contains(FieldGroup.NAMES))
                    .isEqualTo(
                            persons.stream().anyMatch(person -> !person.names().isEmpty()));
            assertThat(received.groups()).doesNotContain(FieldGroup.STRUCTURE);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"handling": {"tlp": "AMBER", "codes": ["H3"], "comment": "ask Kapanadze first"}} | NARRATIVE
                    {"handling": {"tlp": "AMBER", "codes": [], "legalBasis": "Order 17"}}             | NARRATIVE
                    {"origin": {"agency": "PATROL-POLICE", "unit": "Unit 3"}}                         | REFERENCES
                    {"origin": {"agency": "PATROL-POLICE", "reference": "PP-1"}}                      | REFERENCES
                    {"origin": {"agency": "PATROL-POLICE", "caseReferences": ["2026/17"]}}            | REFERENCES
                    """)
    void theWordsOfTheHandlingAndTheReferencesCount(String body, FieldGroup group) throws JsonProcessingException {
        assertThat(received(body).groups()).containsExactly(group);
    }

    @Test
    void handlingAndOriginWithoutThemSayNothing() throws JsonProcessingException {
        Received received = received("""
                {"handling": {"classification": "RESTRICTED", "tlp": "AMBER", "codes": ["H1"], "purposes": ["LAW_ENFORCEMENT"]},
                 "origin": {"agency": "PATROL-POLICE", "caseReferences": []}}
                """);

        assertThat(received.groups()).isEmpty();
    }

    private static Received received(String body) throws JsonProcessingException {
        return Received.of(new ObjectMapper().readTree(body));
    }

    @Test
    void whatIsRevisedCountsItsPersonsOnce() {
        Breach breach = new Breach();
        breach.add(item(1, "a", new Received(Map.of(PersonCategory.VICTIM, 1), 1, 0, Set.of(FieldGroup.NAMES))));
        breach.add(item(2, "a", new Received(Map.of(PersonCategory.VICTIM, 2), 1, 1, Set.of(FieldGroup.BIRTH))));
        breach.add(item(3, "b", new Received(Map.of(PersonCategory.WITNESS, 1), 0, 0, Set.of(FieldGroup.NAMES))));
        breach.add(item(4, "b", Received.NOTHING));

        assertThat(breach.json().toString())
                .contains("\"items\":4", "\"events\":2", "\"persons\":3", "\"minors\":1", "\"withSpecialCategories\":1")
                .contains("\"personsByCategory\":{\"VICTIM\":2,\"WITNESS\":1}", "\"dataGroups\":[\"NAMES\",\"BIRTH\"]");
    }

    @Test
    void ofEachFigureTheMostCountsThatAnyRevisionOfAnEventSaid() {
        Breach breach = new Breach();
        breach.add(item(1, "a", new Received(Map.of(PersonCategory.NOT_YET_DETERMINED, 1), 0, 0, Set.of())));
        breach.add(item(2, "a", new Received(Map.of(PersonCategory.VICTIM, 1), 1, 1, Set.of())));
        breach.add(item(3, "b", new Received(Map.of(PersonCategory.WITNESS, 2), 0, 0, Set.of())));
        breach.add(item(4, "b", new Received(Map.of(PersonCategory.VICTIM, 1), 1, 1, Set.of())));
        breach.add(item(5, "b", Received.NOTHING));

        JsonNode summary = breach.json();

        assertThat(summary.path("persons").intValue()).isEqualTo(3);
        assertThat(summary.path("minors").intValue()).isEqualTo(2);
        assertThat(summary.path("withSpecialCategories").intValue()).isEqualTo(2);
        assertThat(new ObjectMapper()
                        .convertValue(summary.path("personsByCategory"), new TypeReference<Map<String, Integer>>() {}))
                .isEqualTo(Map.of("NOT_YET_DETERMINED", 1, "VICTIM", 2, "WITNESS", 2));
    }

    private static Breach.Item item(long seq, String event, Received received) {
        return new Breach.Item(
                seq, event, 1, "NEW", "IAD", "full", "2026-11-22T00:00:0" + seq + "Z", 1, false, false, received);
    }
}
