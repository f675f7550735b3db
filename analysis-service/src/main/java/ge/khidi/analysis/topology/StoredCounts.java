package ge.khidi.analysis.topology;

import ge.khidi.analysis.indicator.Counts;
import ge.khidi.analysis.indicator.Indicator;
import ge.khidi.analysis.indicator.Observation;
import ge.khidi.analysis.indicator.Section;
import ge.khidi.analysis.indicator.Week;
import ge.khidi.contract.EventId;
import ge.khidi.contract.event.EventType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The events counted, with the key {@code indicator/event id}, and beside them how many each indicator has. */
final class StoredCounts implements Counts {

    private static final String COUNT = "count/";

    /** After every character a key is made of. */
    private static final String END = "~";

    private final KeyValueStore<String, Observation> rows;
    private final KeyValueStore<String, Figure> figures;

    StoredCounts(KeyValueStore<String, Observation> rows, KeyValueStore<String, Figure> figures) {
        this.rows = rows;
        this.figures = figures;
    }

    @Override
    public Optional<Observation> find(Indicator indicator, EventId event) {
        return Optional.ofNullable(rows.get(key(indicator, event)));
    }

    @Override
    public void put(Observation observation) {
        @Nullable Observation before = rows.putIfAbsent(key(observation), observation);
        if (before == null) {
            count(observation.indicator(), 1);
        } else {
            rows.put(key(observation), observation);
        }
    }

    @Override
    public void remove(Observation observation) {
        if (rows.delete(key(observation)) != null) {
            count(observation.indicator(), -1);
        }
    }

    private void count(Indicator indicator, int change) {
        int now = of(indicator) + change;
        if (now == 0) {
            figures.delete(COUNT + indicator.key());
        } else {
            figures.put(COUNT + indicator.key(), Figure.of(now));
        }
    }

    @Override
    public int of(Indicator indicator) {
        @Nullable Figure known = figures.get(COUNT + indicator.key());
        return known == null ? 0 : known.events();
    }

    @Override
    public List<Observation> first(Indicator indicator, int most) {
        String all = indicator.key() + "/";
        List<Observation> first = new ArrayList<>();
        try (KeyValueIterator<String, Observation> found = rows.range(all, all + END)) {
            while (first.size() < most && found.hasNext()) {
                first.add(found.next().value);
            }
        }
        return first;
    }

    @Override
    public List<EventType> types(Section section, Week week) {
        String all = COUNT + section.key() + "/" + week + "/";
        List<EventType> types = new ArrayList<>();
        try (KeyValueIterator<String, Figure> found = figures.range(all, all + END)) {
            while (found.hasNext()) {
                types.add(EventType.valueOf(found.next().key.substring(all.length())));
            }
        }
        Collections.sort(types);
        return types;
    }

    private static String key(Observation observation) {
        return key(observation.indicator(), observation.id());
    }

    private static String key(Indicator indicator, EventId event) {
        return indicator.key() + "/" + event;
    }
}
