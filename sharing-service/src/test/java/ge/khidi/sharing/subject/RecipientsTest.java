package ge.khidi.sharing.subject;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.codec.EventCodec;
import ge.khidi.contract.entity.NameUse;
import ge.khidi.contract.entity.PersonName;
import ge.khidi.contract.event.Event;
import ge.khidi.sharing.Events;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecipientsTest {

    private static final Set<Identifier> NINO = Identifiers.sought(
            new PersonName(Optional.of("Nino"), Optional.of("Beridze"), NameUse.PRIMARY, "Latn"), "1990-05-17");

    @Test
    void aRevisionInWhichThePersonStandsNextToAnInformantTellsNothingOfWhoReceivedIt() {
        Event event = Persons.nino(Events.movement(), "Beridze", "1990-05-17", "12AB34567");

        JsonNode rows = Recipients.rows(List.of(event, besideAnInformant(event)), NINO);

        assertThat(rows.path(0).path("own")).extracting(JsonNode::asText).containsExactly("p1");
        assertThat(rows.path(1).path("own").isArray()).isTrue();
        assertThat(rows.path(1).path("own")).as("known, and nobody").isEmpty();
    }

    @Test
    void whatIsThePersonInOneRevisionIsThemInEveryOneButNextToAnInformant() {
        Event misspelt = Persons.nino(Events.movement(), "Beridse", "1990-05-17", "12AB34567");
        Event right = Persons.nino(Events.movement(), "Beridze", "1990-05-17", "21BA76543");
        Event nobody = Events.movement().event();

        JsonNode rows = Recipients.rows(List.of(right, misspelt, nobody, besideAnInformant(misspelt)), NINO);

        assertThat(rows.path(0).path("own")).extracting(JsonNode::asText).containsExactly("p1");
        assertThat(rows.path(1).path("own"))
                .as("by another name")
                .extracting(JsonNode::asText)
                .containsExactly("p1");
        assertThat(rows.path(2).path("own")).as("without them").isEmpty();
        assertThat(rows.path(3).path("own")).as("next to an informant").isEmpty();
    }

    @Test
    void wherePartOfARevisionIsFoundByTheDocumentOnlyItsHolderIsThePersonToo() {
        Event misspelt = Persons.nino(Events.movement(), "Beridse", "1990-05-17", "12AB34567");
        Event right = Persons.nino(Events.movement(), "Beridze", "1990-05-17", "12AB34567");
        Set<Identifier> sought = new HashSet<>(NINO);
        Identifiers.sought(IdentifierKind.DOCUMENT, "12AB34567").ifPresent(sought::add);

        JsonNode rows = Recipients.rows(List.of(right, misspelt), sought);

        assertThat(rows.path(1).path("own")).extracting(JsonNode::asText).containsExactly("p1", "d1");
    }

    private static Event besideAnInformant(Event event) {
        ObjectNode tree = EventCodec.tree(event);
        tree.withArray("entities")
                .addObject()
                .put("id", "p3")
                .put("kind", "PERSON")
                .put("nature", "FACT")
                .put("category", "INFORMANT")
                .put("ageGroup", "ADULT")
                .put("internationalProtection", false);
        tree.withArray("connections")
                .addObject()
                .put("from", "p3")
                .put("relation", "ASSOCIATE_OF")
                .put("to", "p1")
                .put("nature", "FACT");
        return EventCodec.parse(tree).fold(read -> read, faults -> {
            throw new IllegalStateException(faults.toString());
        });
    }
}
