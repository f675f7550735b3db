package ge.khidi.analysis.linking;

import ge.khidi.contract.AgencyId;
import java.util.List;
import java.util.Optional;

/** The events in which one value occurs now. */
public interface Sightings {

    Optional<EventFact> find(EventFact sameEvent);

    void put(EventFact fact);

    void remove(EventFact sameEvent);

    /** At most so many events of this originator, in the order of their ids as text. */
    List<EventFact> first(AgencyId originator, int most);
}
