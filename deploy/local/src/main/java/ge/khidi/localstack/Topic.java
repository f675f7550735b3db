package ge.khidi.localstack;

import ge.khidi.contract.Topics;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/**
 * A topic as the stack creates it.
 *
 * @param settings topic configuration in Kafka's own keys
 */
public record Topic(String name, int partitions, Map<String, String> settings) {

    public Topic {
        settings = Map.copyOf(settings);
    }

    /** Keeps the newest record per key for good, and every record for at least {@code minLag}. */
    public static Topic compacted(String name, int partitions, Duration minLag, Duration maxLag) {
        return new Topic(
                name,
                partitions,
                Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT,
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(Topics.MAX_MESSAGE_BYTES),
                        TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG, Long.toString(minLag.toMillis()),
                        TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, Long.toString(maxLag.toMillis())));
    }

    /** Forgets every record after {@code retention}. */
    public static Topic kept(String name, int partitions, Duration retention) {
        return new Topic(
                name,
                partitions,
                Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_DELETE,
                        TopicConfig.RETENTION_MS_CONFIG,
                        Long.toString(retention.toMillis())));
    }
}
