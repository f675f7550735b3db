package ge.khidi.analysis.linking;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.event.Event;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is known of one value beside the events themselves.
 *
 * @param events how many events of each originator have it
 * @param horizon an event whose id is greater as text changes neither the linked pairs nor the sources named; empty if each does
 * @param notice the latest revision of the notice, if there ever was one
 */
public record Tally(NavigableMap<AgencyId, Integer> events, Optional<String> horizon, Optional<Event> notice) {

    public static final Tally NOTHING = new Tally(new TreeMap<>(), Optional.empty(), Optional.empty());

    public Tally {
        events = Collections.unmodifiableNavigableMap(new TreeMap<>(events));
    }

    int total() {
        return events.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** All pairs of events of different originators. */
    long pairs() {
        long total = total();
        long same = events.values().stream()
                .mapToLong(count -> (long) count * count)
                .sum();
        return (total * total - same) / 2;
    }

    Tally counting(AgencyId originator, int change) {
        Map<AgencyId, Integer> counts = new TreeMap<>(events);
        counts.merge(originator, change, Integer::sum);
        counts.values().removeIf(count -> count == 0);
        return new Tally(new TreeMap<>(counts), horizon, notice);
    }

    Tally with(Optional<String> newHorizon, Optional<Event> newNotice) {
        return new Tally(events, newHorizon, newNotice);
    }

    /** Nothing that would have to be remembered. */
    public boolean holdsNothing() {
        return equals(NOTHING);
    }
}
