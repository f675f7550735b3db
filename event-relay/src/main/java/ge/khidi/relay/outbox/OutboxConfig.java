package ge.khidi.relay.outbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the outbox of this service is emptied. The defaults suit one service on a small machine. */
@ConfigMapping(prefix = "khidi.outbox")
public interface OutboxConfig {

    /** Whether this instance publishes what waits. Off: it only adds, and another instance must publish. */
    @WithDefault("true")
    boolean relay();

    /** Threads that publish side by side, each with its own producer and up to an equal share of the lanes. */
    @WithDefault("2")
    int senders();

    /** Most rows one turn of a sender reads, sends and deletes. */
    @WithDefault("500")
    int batchRows();

    /** Most payload one turn of a sender holds in memory, in bytes; a single larger row still passes. */
    @WithDefault("4194304")
    long batchBytes();

    /** How long a row that nobody announced can wait before a sender looks. */
    @WithDefault("200ms")
    Duration pollInterval();

    /** How long a send may take, retries included, before the lane is stopped. A shutdown waits this long at most. */
    @WithDefault("10s")
    Duration deliveryTimeout();

    /** How long one database call of a sender may take before the turn is given up. */
    @WithDefault("30s")
    Duration databaseTimeout();

    /** Pause of a lane after its first failure; it doubles with each further one. */
    @WithDefault("200ms")
    Duration backOff();

    /** Longest pause of a lane that keeps failing. */
    @WithDefault("5s")
    Duration backOffLimit();

    /**
     * Largest record the outbox takes, in bytes. It must stay below the broker's and the topics' {@code max.message.bytes}
     * with room for a few headers: a row the broker can never take would stop its lane for good.
     */
    @WithDefault("950000")
    int recordBytes();

    /** How often waiting rows are counted for the metrics. */
    @WithDefault("5s")
    Duration measureInterval();
}
