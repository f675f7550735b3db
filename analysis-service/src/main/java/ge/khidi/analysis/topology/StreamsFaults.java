package ge.khidi.analysis.topology;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.jboss.logging.Logger;

/**
 * What happens when a thread of the topology dies. If the broker was away it is replaced, and goes on where the last transaction ended.
 * Anything else would fail again on the same record: the client shuts down, liveness turns red, and nothing is dropped. So does a
 * client whose threads keep dying.
 */
@Singleton
class StreamsFaults implements StreamsUncaughtExceptionHandler {

    private static final Logger LOG = Logger.getLogger(StreamsFaults.class);
    private static final int MOST_REPLACEMENTS = 10;
    private static final Duration WITHIN = Duration.ofMinutes(10);

    private final Deque<Long> replacements = new ArrayDeque<>();

    @Override
    public synchronized StreamThreadExceptionResponse handle(Throwable failure) {
        StreamThreadExceptionResponse response = brokerWasAway(failure) && mayReplace()
                ? StreamThreadExceptionResponse.REPLACE_THREAD
                : StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        LOG.errorf("A thread of the topology failed, fault=%s, response=%s", classes(failure), response);
        return response;
    }

    private boolean mayReplace() {
        long now = System.nanoTime();
        replacements.removeIf(at -> now - at > WITHIN.toNanos());
        replacements.add(now);
        return replacements.size() <= MOST_REPLACEMENTS;
    }

    private static boolean brokerWasAway(Throwable failure) {
        for (Throwable cause : causes(failure)) {
            if (cause instanceof RetriableException) {
                return true;
            }
        }
        return false;
    }

    /** The classes alone: messages may quote what was processed. */
    private static String classes(Throwable failure) {
        StringBuilder classes = new StringBuilder();
        for (Throwable cause : causes(failure)) {
            classes.append(classes.isEmpty() ? "" : " < ")
                    .append(cause.getClass().getName());
        }
        return classes.toString();
    }

    private static Iterable<Throwable> causes(Throwable failure) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> causes = new ArrayDeque<>();
        for (Throwable cause = failure; cause != null && seen.add(cause); cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }
}
