package ge.khidi.system;

import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The order of the revisions of each event, on a topic or in a feed. */
final class Order {

    private Order() {}

    /** Revisions whose first appearance comes after that of a later one. */
    static List<RevisionId> broken(List<RevisionId> rows) {
        Map<EventId, Integer> newest = new HashMap<>();
        List<RevisionId> late = new ArrayList<>();
        Set<RevisionId> seen = new TreeSet<>();
        for (RevisionId row : rows) {
            if (seen.add(row) && row.revision() < newest.getOrDefault(row.eventId(), 0)) {
                late.add(row);
            }
            newest.merge(row.eventId(), row.revision(), Math::max);
        }
        return late;
    }
}
