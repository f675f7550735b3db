package ge.khidi.sharing.taxii;

import ge.khidi.contract.AgencyId;
import ge.khidi.relay.audit.FeedRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Rows of a feed that were shown, as the audit log names them: ranges with exceptions. No range is longer than a page of the feed may be,
 * since whoever asks who had a row looks no further back; where rows lie far apart there are more ranges instead of more exceptions.
 */
final class Runs {

    private static final long LONGEST = 1000;
    private static final long WIDEST_GAP = 50;

    /** @param filter what was asked for, if not everything */
    static List<FeedRange> of(AgencyId feed, SortedSet<Long> rows, Optional<String> filter) {
        List<FeedRange> ranges = new ArrayList<>();
        List<Long> run = new ArrayList<>();
        for (long row : rows) {
            if (!run.isEmpty() && (row - run.get(0) >= LONGEST || row - run.get(run.size() - 1) > WIDEST_GAP)) {
                ranges.add(range(feed, run, filter));
                run.clear();
            }
            run.add(row);
        }
        if (!run.isEmpty()) {
            ranges.add(range(feed, run, filter));
        }
        return ranges;
    }

    private static FeedRange range(AgencyId feed, List<Long> run, Optional<String> filter) {
        List<Long> except = new ArrayList<>();
        for (int i = 1; i < run.size(); i++) {
            for (long between = run.get(i - 1) + 1; between < run.get(i); between++) {
                except.add(between);
            }
        }
        return new FeedRange(feed, run.get(0), run.get(run.size() - 1), run.size(), except, filter);
    }

    private Runs() {}
}
