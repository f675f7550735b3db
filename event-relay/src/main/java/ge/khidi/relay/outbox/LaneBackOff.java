package ge.khidi.relay.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Which lanes of this instance are stopped, and until when. Shared by the senders of one instance.
 *
 * <p>A lane that failed is left alone for a pause that doubles with each further failure. Another instance may meanwhile have
 * emptied it, so a failure that was not renewed for a minute is forgotten.
 */
final class LaneBackOff {

    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(1);

    private final Duration first;
    private final Duration longest;
    private final Map<Integer, Stop> stops = new HashMap<>();

    private record Stop(int failures, Instant until) {}

    LaneBackOff(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
    }

    /** Answers whether this is the first failure of an outage. */
    synchronized boolean failed(int lane, Instant now) {
        forget(now);
        boolean news = stops.isEmpty();
        Stop before = stops.get(lane);
        int failures = before == null ? 0 : before.failures + 1;
        Duration pause = first.multipliedBy(1L << Math.min(failures, 16));
        stops.put(lane, new Stop(failures, now.plus(pause.compareTo(longest) > 0 ? longest : pause)));
        return news;
    }

    /** Answers whether this ends an outage. */
    synchronized boolean succeeded(int lane) {
        return stops.remove(lane) != null && stops.isEmpty();
    }

    synchronized Integer[] stopped(Instant now) {
        forget(now);
        return stops.entrySet().stream()
                .filter(stop -> stop.getValue().until.isAfter(now))
                .map(Map.Entry::getKey)
                .toArray(Integer[]::new);
    }

    private void forget(Instant now) {
        stops.values().removeIf(stop -> stop.until.plus(FORGOTTEN_AFTER).isBefore(now));
    }
}
