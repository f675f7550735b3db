package ge.khidi.sharing.subject;

import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.codec.EventCodec;
import ge.khidi.contract.event.Event;
import ge.khidi.sharing.Events;

/** Events about persons with names, dates of birth and numbers. */
final class Persons {

    /** Nino of that family, born then, with that passport. */
    static Event nino(Events of, String family, String born, String passport) {
        ObjectNode tree = EventCodec.tree(of.event());
        tree.putArray("entities");
        person(tree, "p1", "SUSPECT", "Nino", family)
                .put("birthDate", born)
                .put("residence", "12 Rustaveli Avenue")
                .put("description", "was seen with " + family + "'s brother");
        passport(tree, passport);
        person(tree, "p2", "WITNESS", "Other", "Bystander");
        return EventCodec.parse(tree).fold(event -> event, faults -> {
            throw new IllegalStateException(faults.toString());
        });
    }

    /** One more grown person in the event, of that name. */
    static ObjectNode person(ObjectNode event, String id, String category, String given, String family) {
        ObjectNode person = event.withArray("entities").addObject();
        person.put("id", id)
                .put("kind", "PERSON")
                .put("nature", "FACT")
                .put("category", category)
                .put("ageGroup", "ADULT")
                .put("internationalProtection", false)
                .putArray("names")
                .addObject()
                .put("given", given)
                .put("family", family)
                .put("use", "PRIMARY")
                .put("script", "Latn");
        return person;
    }

    static void passport(ObjectNode event, String number) {
        event.withArray("entities")
                .addObject()
                .put("id", "d1")
                .put("kind", "IDENTITY_DOCUMENT")
                .put("nature", "FACT")
                .put("type", "PASSPORT")
                .put("number", number)
                .put("issuingCountry", "GE");
    }

    private Persons() {}
}
