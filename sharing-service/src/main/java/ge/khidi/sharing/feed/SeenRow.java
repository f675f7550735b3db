package ge.khidi.sharing.feed;

import ge.khidi.sharing.policy.Decision;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Rows of a feed for those who give it out in another form: judged as a page of the feed judges them, by the same columns. One is for one
 * answer: what it has read of decisions it need not read again.
 */
public final class SeenRow {

    /** What {@link #seen} reads, in its order, of rows {@code s} with their revisions and renditions; goes with {@link #DECIDED}. */
    public static final String STORED = PageStore.STORED;

    /** How many columns these are. */
    public static final int COLUMNS = 15;

    /** The decision of this moment for rows {@code s}, in the epoch {@code now}. */
    public static final String DECIDED = PageStore.DECIDED;

    private final Map<String, Decision> decisions = new HashMap<>();

    /** What the reader sees of a row now. */
    public Optional<Page.Item> seen(Object[] columns) {
        return PageStore.stored(columns, text -> decisions.computeIfAbsent(text, Decision::parse))
                .seen();
    }
}
