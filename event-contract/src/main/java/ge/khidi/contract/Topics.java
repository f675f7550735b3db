package ge.khidi.contract;

import java.time.Duration;
import java.util.List;

/**
 * The Kafka topics, compacted; those of events are keyed by event id. Erasure is a record without content, never a null, so no consumer can
 * miss it; compaction later removes the older bytes. The platform creates them; {@code auto.create.topics.enable} is off.
 */
public final class Topics {

    public static final String BORDER_EVENTS = "border-events";
    public static final String CRIME_EVENTS = "crime-events";
    public static final String ANALYST_DECISIONS = "analyst-decisions";
    public static final String ANALYSIS_PRODUCTS = "analysis-products";

    /** Who is suspended now: one record under one key, which the next replaces. It carries no events. */
    public static final String SUSPENSIONS = "suspensions";

    /** Every topic that carries events, in the order of their first use. */
    public static final List<String> ALL = List.of(BORDER_EVENTS, CRIME_EVENTS, ANALYST_DECISIONS, ANALYSIS_PRODUCTS);

    /**
     * Partitions of each topic; changing it on a running installation breaks the order per event. A divisor of the outbox's 16
     * lanes, so that each lane leads to one partition.
     */
    public static final int PARTITIONS = 8;

    /** The largest submission, in bytes of its JSON. */
    public static final int MAX_SUBMISSION_BYTES = 800_000;

    /** The largest value of a record: a submission of the largest size and what the platform adds to it. */
    public static final int MAX_EVENT_BYTES = 900_000;

    /**
     * The {@code max.message.bytes} of the topics, so that every event fits with its key and headers. Below what a broker and a producer
     * take unless told otherwise (1 MiB), so it holds wherever the topics lie.
     */
    public static final int MAX_MESSAGE_BYTES = 1_000_000;

    /** A record stays at least this long before compaction may remove it. */
    public static final Duration MIN_COMPACTION_LAG = Duration.ofDays(7);

    /** After this time compaction must have looked at a record: the bound on erasure in Kafka. */
    public static final Duration MAX_COMPACTION_LAG = Duration.ofDays(10);

    /** How long a dead letter can be looked at. */
    public static final Duration DEAD_LETTER_RETENTION = Duration.ofDays(7);

    /** Where {@code consumer} puts what it cannot read from {@code topic}. */
    public static String deadLetter(String consumer, String topic) {
        return consumer + "." + topic + ".dead-letter";
    }

    private Topics() {}
}
