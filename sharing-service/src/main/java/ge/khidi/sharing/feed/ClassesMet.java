package ge.khidi.sharing.feed;

import ge.khidi.sharing.policy.DisclosureFacts;
import java.util.HashSet;
import java.util.Set;

/**
 * How many disclosure classes there are in a thousand events. Decisions are made for each class and partner, so this is what the work of
 * deciding grows with; more than fifty mean that something became a fact that tells one event from the next.
 */
final class ClassesMet {

    private static final int WINDOW = 1_000;

    private final Set<DisclosureFacts> met = new HashSet<>();
    private int events;
    private volatile double last = Double.NaN;

    synchronized void meet(DisclosureFacts facts) {
        met.add(facts);
        if (++events == WINDOW) {
            last = met.size();
            met.clear();
            events = 0;
        }
    }

    /** Of the last full thousand since the start; not a number before there was one. */
    double inLastThousand() {
        return last;
    }
}
