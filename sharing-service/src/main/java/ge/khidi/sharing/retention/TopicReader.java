package ge.khidi.sharing.retention;

import static java.nio.charset.StandardCharsets.UTF_8;

import ge.khidi.contract.CloudEventHeaders;
import ge.khidi.contract.Topics;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the topics as they lie there, outside of any consumer group. Blocks; for worker threads only. */
@Singleton
class TopicReader {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration ROUND = Duration.ofSeconds(20);

    private final Map<String, Object> kafka;

    TopicReader(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.kafka = kafka;
    }

    /** Up to where each partition is to be read. */
    Map<TopicPartition, Long> ends() {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<String> there = Topics.ALL.stream()
                    .filter(consumer.listTopics()::containsKey)
                    .toList();
            List<TopicPartition> partitions =
                    there.stream().flatMap(topic -> partitions(consumer, topic)).toList();
            return Map.copyOf(consumer.endOffsets(partitions));
        }
    }

    /**
     * Reads on from these places, at most so many records, and shows them to the pass. Answers the places it got to; a partition that was read
     * to its end is left out.
     */
    Map<TopicPartition, Long> read(
            Map<TopicPartition, Long> from, Map<TopicPartition, Long> ends, int most, Pass pass) {
        Map<TopicPartition, Long> places = new HashMap<>(from);
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            consumer.assign(places.keySet());
            Map<TopicPartition, Long> first = consumer.beginningOffsets(places.keySet());
            places.replaceAll((partition, place) -> Math.max(place, first.getOrDefault(partition, 0L)));
            places.forEach(consumer::seek);
            int read = 0;
            long until = System.nanoTime() + ROUND.toNanos();
            places.entrySet().removeIf(place -> isAtEnd(place.getKey(), place.getValue(), ends));
            consumer.assign(places.keySet());
            places.forEach(consumer::seek);
            while (!places.isEmpty() && read < most && System.nanoTime() < until) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    read++;
                    pass.meet(key(record), id(record));
                }
                places.replaceAll((partition, place) -> consumer.position(partition));
                if (places.entrySet().removeIf(place -> isAtEnd(place.getKey(), place.getValue(), ends))) {
                    consumer.assign(places.keySet());
                    places.forEach(consumer::seek);
                }
            }
        }
        return places;
    }

    /** When the oldest dead letter of any consumer was written; nothing when there is none. */
    Optional<Instant> oldestDeadLetter() {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            Map<TopicPartition, Long> fromTheBeginning = new HashMap<>();
            consumer.listTopics().keySet().stream()
                    .filter(topic -> topic.endsWith(".dead-letter"))
                    .flatMap(topic -> partitions(consumer, topic))
                    .forEach(partition -> fromTheBeginning.put(partition, 0L));
            return consumer.offsetsForTimes(fromTheBeginning).values().stream()
                    .filter(Objects::nonNull)
                    .map(OffsetAndTimestamp::timestamp)
                    .min(Long::compare)
                    .map(Instant::ofEpochMilli);
        }
    }

    private static boolean isAtEnd(TopicPartition partition, long place, Map<TopicPartition, Long> ends) {
        return place >= ends.getOrDefault(partition, 0L);
    }

    private static Stream<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer, String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()));
    }

    private static String key(ConsumerRecord<byte[], byte[]> record) {
        return record.key() == null ? "" : new String(record.key(), UTF_8);
    }

    private static String id(ConsumerRecord<byte[], byte[]> record) {
        Header id = record.headers().lastHeader(CloudEventHeaders.ID);
        return id == null || id.value() == null ? "" : new String(id.value(), UTF_8);
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1000);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
