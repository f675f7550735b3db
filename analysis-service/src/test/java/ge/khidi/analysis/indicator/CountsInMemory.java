package ge.khidi.analysis.indicator;

import ge.khidi.contract.EventId;
import ge.khidi.contract.event.EventType;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Rows in a sorted map; a count is what is counted when it is asked for. */
final class CountsInMemory implements Counts {

    private final TreeMap<String, Observation> rows = new TreeMap<>();

    @Override
    public Optional<Observation> find(Indicator indicator, EventId event) {
        return Optional.ofNullable(rows.get(indicator.key() + "/" + event));
    }

    @Override
    public void put(Observation observation) {
        rows.put(observation.indicator().key() + "/" + observation.id(), observation);
    }

    @Override
    public void remove(Observation observation) {
        rows.remove(observation.indicator().key() + "/" + observation.id());
    }

    @Override
    public int of(Indicator indicator) {
        return first(indicator, Integer.MAX_VALUE).size();
    }

    @Override
    public List<Observation> first(Indicator indicator, int most) {
        return rows.values().stream()
                .filter(row -> row.indicator().equals(indicator))
                .limit(most)
                .toList();
    }

    @Override
    public List<EventType> types(Section section, Week week) {
        return rows.values().stream()
                .map(Observation::indicator)
                .filter(row -> row.section().equals(section) && row.week().equals(week))
                .map(Indicator::type)
                .distinct()
                .sorted()
                .toList();
    }
}
