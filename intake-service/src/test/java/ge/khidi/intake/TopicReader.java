package ge.khidi.intake;

import static org.awaitility.Awaitility.await;

import ge.khidi.localstack.test.KafkaAndPostgres;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads a topic from its beginning, until what is waited for is there. */
final class TopicReader implements AutoCloseable {

    private static final Duration BOUND = Duration.ofMinutes(2);

    private final KafkaConsumer<String, byte[]> consumer;
    private final List<ConsumerRecord<String, byte[]>> read = new ArrayList<>();

    TopicReader(String topic) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        KafkaAndPostgres.kafka().bootstrapServers(),
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        5000),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** The records of one event, in their order, once there are so many. */
    List<ConsumerRecord<String, byte[]>> awaitRecords(String eventId, int count) {
        await().atMost(BOUND).until(() -> {
            poll();
            return of(eventId).size() >= count;
        });
        return of(eventId);
    }

    /** Everything read so far of one event. */
    List<ConsumerRecord<String, byte[]>> of(String eventId) {
        return read.stream().filter(seen -> seen.key().equals(eventId)).toList();
    }

    List<ConsumerRecord<String, byte[]>> poll() {
        consumer.poll(Duration.ofMillis(200)).forEach(read::add);
        return read;
    }

    static String header(ConsumerRecord<String, byte[]> seen, String name) {
        return new String(seen.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
