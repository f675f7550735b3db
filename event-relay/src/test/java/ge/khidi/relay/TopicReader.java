package ge.khidi.relay;

import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.localstack.test.KafkaAndPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;

/** Reads a topic from its beginning, in no group: everything that is there, in the order of each partition. */
public final class TopicReader implements AutoCloseable {

    private static final Duration BOUND = Duration.ofMinutes(2);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<ConsumerRecord<byte[], byte[]>> seen = new ArrayList<>();

    public TopicReader(String topic) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        KafkaAndPostgres.kafka().bootstrapServers(),
                        ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                        200,
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        5000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Everything read, once what was read satisfies the condition. */
    public List<ConsumerRecord<byte[], byte[]>> readUntil(Predicate<List<ConsumerRecord<byte[], byte[]>>> enough) {
        Awaitility.await()
                .atMost(BOUND)
                .pollInSameThread()
                .pollInterval(Duration.ofMillis(10))
                .until(() -> {
                    consumer.poll(Duration.ofMillis(100)).forEach(seen::add);
                    return enough.test(seen);
                });
        return List.copyOf(seen);
    }

    /** Everything read, once all of these letters were among it. */
    public List<ConsumerRecord<byte[], byte[]>> readUntilAllOf(Collection<Letter> letters) {
        Set<Letter> missing = new HashSet<>(letters);
        int[] looked = {0};
        return readUntil(all -> {
            all.subList(looked[0], all.size()).forEach(one -> missing.remove(Letter.of(one)));
            looked[0] = all.size();
            return missing.isEmpty();
        });
    }

    public List<ConsumerRecord<byte[], byte[]>> of(String eventId) {
        return seen.stream()
                .filter(one -> Letter.of(one).eventId().equals(eventId))
                .toList();
    }

    /**
     * What a consumer that follows the rules sees: a revision not newer than the last of its event is ignored. Of every event it
     * must see all revisions from 1 on, in order.
     */
    public static void assertEveryRevisionInOrder(List<ConsumerRecord<byte[], byte[]>> seen, Collection<Letter> sent) {
        Map<String, Long> newest = new HashMap<>();
        List<String> gaps = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> one : seen) {
            Letter letter = Letter.of(one);
            long before = newest.getOrDefault(letter.eventId(), 0L);
            if (letter.revision() > before) {
                if (letter.revision() != before + 1) {
                    gaps.add(letter.id() + " after " + before);
                }
                newest.put(letter.eventId(), letter.revision());
            }
        }
        Map<String, Long> expected = new HashMap<>();
        sent.forEach(letter -> expected.merge(letter.eventId(), letter.revision(), Math::max));
        assertThat(gaps).isEmpty();
        assertThat(newest).isEqualTo(expected);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
