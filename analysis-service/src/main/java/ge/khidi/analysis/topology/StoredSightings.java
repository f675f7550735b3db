package ge.khidi.analysis.topology;

import ge.khidi.analysis.linking.EventFact;
import ge.khidi.analysis.linking.Sightings;
import ge.khidi.analysis.selector.Selector;
import ge.khidi.contract.AgencyId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** The rows of one value, with the key {@code selector/originator/event id}, so that the first of an originator stand together. */
final class StoredSightings implements Sightings {

    private final KeyValueStore<String, EventFact> rows;
    private final String prefix;

    StoredSightings(KeyValueStore<String, EventFact> rows, Selector selector) {
        this.rows = rows;
        this.prefix = selector + "/";
    }

    @Override
    public Optional<EventFact> find(EventFact sameEvent) {
        return Optional.ofNullable(rows.get(key(sameEvent)));
    }

    @Override
    public void put(EventFact fact) {
        rows.put(key(fact), fact);
    }

    @Override
    public void remove(EventFact sameEvent) {
        rows.delete(key(sameEvent));
    }

    @Override
    public List<EventFact> first(AgencyId originator, int most) {
        String all = prefix + originator + "/";
        List<EventFact> first = new ArrayList<>();
        try (KeyValueIterator<String, EventFact> found = rows.range(all, all + "~")) {
            while (first.size() < most && found.hasNext()) {
                first.add(found.next().value);
            }
        }
        return first;
    }

    private String key(EventFact fact) {
        return prefix + fact.originator() + "/" + fact.id();
    }
}
