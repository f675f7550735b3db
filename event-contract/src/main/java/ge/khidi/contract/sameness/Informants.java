package ge.khidi.contract.sameness;

import ge.khidi.contract.LocalId;
import ge.khidi.contract.entity.Connection;
import ge.khidi.contract.entity.Person;
import ge.khidi.contract.entity.PersonCategory;
import ge.khidi.contract.event.Event;
import java.util.HashSet;
import java.util.Set;

/** What stands next to an informant: whoever matches an informant's telephone would be told who the informant is. */
public final class Informants {

    /** The informants of an event and whatever is connected to one of them. */
    public static Set<LocalId> near(Event event) {
        Set<LocalId> informants = new HashSet<>();
        event.entities().forEach(entity -> {
            if (entity instanceof Person person && person.category() == PersonCategory.INFORMANT) {
                informants.add(person.id());
            }
        });
        Set<LocalId> near = new HashSet<>(informants);
        for (Connection connection : event.connections()) {
            if (informants.contains(connection.from())) {
                near.add(connection.to());
            }
            if (informants.contains(connection.to())) {
                near.add(connection.from());
            }
        }
        return near;
    }

    private Informants() {}
}
