package ge.khidi.sharing.decision;

import ge.khidi.sharing.policy.Decision;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What the calendar gave by the rules of an epoch that had decided for an earlier day: since when, by class and feed. {@code later} are those
 * that came in force after it and before the change that notices the day.
 */
public record FirstDay(Set<Long> later, Map<Long, Map<Short, Instant>> since) {
    public FirstDay {
        later = Set.copyOf(later);
        since = Map.copyOf(since);
    }

    /**
     * Whether it still brings along something that old: its day gave it, and no change since took it away.
     *
     * @param decided what each feed might have of the class, by epoch: at least of the later ones
     * @param same whether that is what the feed may have now
     */
    public boolean brings(
            long classId,
            Instant receivedAt,
            Map<Long, Map<Short, Decision>> decided,
            short feed,
            Predicate<Decision> same) {
        Instant from = since.getOrDefault(classId, Map.of()).get(feed);
        return from != null && !receivedAt.isBefore(from) && Window.same(later.stream(), decided, feed, same);
    }
}
