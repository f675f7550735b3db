package ge.khidi.analysis.indicator;

import ge.khidi.contract.EventId;
import ge.khidi.contract.event.EventType;
import java.util.List;
import java.util.Optional;

/** The events counted now, by indicator. */
public interface Counts {

    Optional<Observation> find(Indicator indicator, EventId event);

    /** Replaces what is known of the same event under the same indicator. */
    void put(Observation observation);

    void remove(Observation observation);

    int of(Indicator indicator);

    /** At most so many, in the order of their ids as text. */
    List<Observation> first(Indicator indicator, int most);

    /** What there is at least one event of, in the order of the types. */
    List<EventType> types(Section section, Week week);
}
