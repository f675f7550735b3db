package ge.khidi.relay.consumption;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Which consumers of this instance wait for the database or the broker, and since when. */
@Singleton
class Outages {

    private final Map<String, Instant> waiting = new ConcurrentHashMap<>();

    /** Answers whether this is news. */
    boolean began(String consumer, Instant since) {
        return waiting.putIfAbsent(consumer, since) == null;
    }

    /** Answers whether this is news. */
    boolean ended(String consumer) {
        return waiting.remove(consumer) != null;
    }

    Map<String, Instant> all() {
        return Map.copyOf(waiting);
    }
}
