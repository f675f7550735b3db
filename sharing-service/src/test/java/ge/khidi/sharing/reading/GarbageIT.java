package ge.khidi.sharing.reading;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.Topics;
import ge.khidi.contract.codec.EventCodec;
import ge.khidi.localstack.test.KafkaAndPostgres;
import ge.khidi.sharing.Bus;
import ge.khidi.sharing.Events;
import ge.khidi.sharing.FeedClient;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@QuarkusTest
class GarbageIT {

    @Test
    void garbageGoesToTheDeadLetterAndTheNextGoodEventPasses() {
        Events good = Events.movement();
        Events misplaced = Events.movement();
        String garbage = UUID.randomUUID().toString();
        String tombstone = UUID.randomUUID().toString();
        String stranger = UUID.randomUUID().toString();

        try (Bus bus = new Bus()) {
            bus.raw(Topics.BORDER_EVENTS, garbage, "{\"id\": 7,".getBytes(UTF_8));
            bus.raw(Topics.BORDER_EVENTS, tombstone, new byte[0]);
            bus.raw(
                    Topics.BORDER_EVENTS,
                    stranger,
                    EventCodec.print(Events.movement().event()));
            bus.raw(Topics.CRIME_EVENTS, misplaced.id().toString(), EventCodec.print(misplaced.event()));
            bus.publish(good);
        }

        assertThat(new FeedClient("IAD").of(good.id(), 1)).hasSize(1);
        Map<String, String> reasons = reasons(Topics.deadLetter("sharing", Topics.BORDER_EVENTS), 3);
        assertThat(reasons).containsKeys(garbage, tombstone, stranger);
        assertThat(reasons.get(stranger)).contains("the key is not the event's id");
        assertThat(reasons(Topics.deadLetter("sharing", Topics.CRIME_EVENTS), 1)
                        .get(misplaced.id().toString()))
                .contains("belongs to another topic");
    }

    private static Map<String, String> reasons(String topic, int atLeast) {
        Map<String, String> reasons = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        KafkaAndPostgres.kafka().bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Awaitility.await().atMost(Duration.ofMinutes(1)).pollInSameThread().until(() -> {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(letter -> reasons.put(
                                new String(letter.key(), UTF_8),
                                new String(
                                        letter.headers()
                                                .lastHeader("dead-letter-reason")
                                                .value(),
                                        UTF_8)));
                return reasons.size() >= atLeast;
            });
        }
        return reasons;
    }
}
