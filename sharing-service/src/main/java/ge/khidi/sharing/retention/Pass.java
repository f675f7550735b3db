package ge.khidi.sharing.retention;

import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One reading of the topics from their beginning, for all erasures together. An event is gone when the only record under its key is the
 * erasure itself; a record that does not say which revision it is counts as content.
 */
final class Pass {

    private final Map<EventId, RevisionId> erasures;
    private final Set<EventId> stillThere = new HashSet<>();

    Pass(Collection<RevisionId> erasures) {
        this.erasures = erasures.stream().collect(Collectors.toMap(RevisionId::eventId, Function.identity()));
    }

    /** A record is met, under this key, with this CloudEvents id. */
    void meet(String key, String cloudEventId) {
        EventId.parse(key)
                .filter(erasures::containsKey)
                .filter(event -> !String.valueOf(erasures.get(event)).equals(cloudEventId))
                .ifPresent(stillThere::add);
    }

    /** Those of which content was met. */
    Set<EventId> stillThere() {
        return Set.copyOf(stillThere);
    }

    /** Once everything was met: those of which nothing is left. */
    Set<EventId> gone() {
        Set<EventId> gone = new TreeSet<>(erasures.keySet());
        gone.removeAll(stillThere);
        return gone;
    }
}
