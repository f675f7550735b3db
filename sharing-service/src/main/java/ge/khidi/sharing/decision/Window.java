package ge.khidi.sharing.decision;

import ge.khidi.sharing.policy.Decision;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * From when personal data were to be brought along by the change that began an epoch; {@code before} are the epochs whose place it took. It is
 * about what its change decides otherwise, for whomever: that is what was simulated and approved.
 */
public record Window(long epoch, Instant from, Set<Long> before) {
    public Window {
        before = Set.copyOf(before);
    }

    /**
     * Whether it still brings along what other rules overtook: its change permitted it, and so did every change since.
     *
     * @param decided what each feed might have of its class, by epoch: those before the window's, its own and those since
     * @param same whether that is what the feed may have now
     */
    public boolean brings(
            Instant receivedAt, Map<Long, Map<Short, Decision>> decided, short feed, Predicate<Decision> same) {
        return !receivedAt.isBefore(from)
                && before.stream().anyMatch(earlier -> !of(decided, earlier).equals(of(decided, epoch)))
                && same(decided.keySet().stream().filter(later -> !before.contains(later)), decided, feed, same);
    }

    /** Whether each of these epochs decided the same for the feed; what is not known is not. */
    static boolean same(
            Stream<Long> epochs, Map<Long, Map<Short, Decision>> decided, short feed, Predicate<Decision> same) {
        return epochs.allMatch(epoch ->
                Optional.ofNullable(of(decided, epoch).get(feed)).filter(same).isPresent());
    }

    private static Map<Short, Decision> of(Map<Long, Map<Short, Decision>> decided, long epoch) {
        return decided.getOrDefault(epoch, Map.of());
    }
}
