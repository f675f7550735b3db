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
        ObjectNode person = tree.putArray("entities").addObject();
        person.put("id", "p1")
                .put("kind", "PERSON")
                .put("nature", "FACT")
                .put("category", "SUSPECT")
                .put("ageGroup", "ADULT")
                .put("internationalProtection", false)
                .put("birthDate", born)
                .put("residence", "12 Rustaveli Avenue")
                .put("description", "was seen with " + family + "'s brother");
        person.putArray("names")
                .addObject()
                .put("given", "Nino")
                .put("family", family)
                .put("use", "PRIMARY")
                .put("script", "Latn");
        tree.withArray("entities")
                .addObject()
                .put("id", "d1")
                .put("kind", "IDENTITY_DOCUMENT")
                .put("nature", "FACT")
                .put("type", "PASSPORT")
                .put("number", passport)
                .put("issuingCountry", "GE");
        tree.withArray("entities")
                .addObject()
                .put("id", "p2")
                .put("kind", "PERSON")
                .put("nature", "FACT")
                .put("category", "WITNESS")
                .put("ageGroup", "ADULT")
                .put("internationalProtection", false)
                .putArray("names")
                .addObject()
                .put("given", "Other")
                .put("family", "Bystander")
                .put("use", "PRIMARY")
                .put("script", "Latn");
        return EventCodec.parse(tree).fold(event -> event, faults -> {
            throw new IllegalStateException(faults.toString());
        });
    }

    private Persons() {}
}
