package ge.khidi.sharing.decision;

import ge.khidi.sharing.policy.Decision;
import ge.khidi.sharing.policy.DisclosureFacts;
import java.util.Map;

/** What every partner may have of some classes, all in one epoch. */
public record Decided(long epoch, Map<DisclosureFacts, OfClass> classes) {

    public Decided {
        classes = Map.copyOf(classes);
    }

    /** A class and its decision for each feed that there is. */
    public record OfClass(long id, Map<Feed, Decision> byFeed) {
        public OfClass {
            byFeed = Map.copyOf(byFeed);
        }
    }

    public OfClass of(DisclosureFacts facts) {
        OfClass found = classes.get(facts);
        if (found == null) {
            throw new IllegalArgumentException("a class that was not asked for");
        }
        return found;
    }
}
