package ge.khidi.relay.consumption;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Puts a record nobody can read or handle where an operator finds it: {@code <consumer>.<topic>.dead-letter}, with key, value
 * and headers as they were, and headers that say why and from where.
 */
@Singleton
class DeadLetters {

    static final String REASON = "dead-letter-reason";
    static final String TOPIC = "dead-letter-topic";
    static final String PARTITION = "dead-letter-partition";
    static final String OFFSET = "dead-letter-offset";

    /** Present when the value had to be left where it was read, because with the reason it no longer fits. */
    static final String VALUE_LEFT_OUT = "dead-letter-value-left-out";

    private final Map<String, Object> kafka;
    private @Nullable Producer<byte[], byte[]> producer;

    DeadLetters(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.kafka = kafka;
    }

    static String topic(String consumer, String topic) {
        return consumer + "." + topic + ".dead-letter";
    }

    /** Returns when the broker has acknowledged it. Blocks; for worker threads only. */
    void bury(String consumer, ConsumerRecord<byte[], byte[]> received, String reason)
            throws InterruptedException, ExecutionException {
        ProducerRecord<byte[], byte[]> letter = letter(consumer, received, reason, received.value());
        try {
            send(letter);
        } catch (ExecutionException failure) {
            if (!(failure.getCause() instanceof RecordTooLargeException)) {
                throw failure;
            }
            ProducerRecord<byte[], byte[]> shorter = letter(consumer, received, reason, null);
            shorter.headers().add(VALUE_LEFT_OUT, new byte[0]);
            send(shorter);
        }
    }

    private static ProducerRecord<byte[], byte[]> letter(
            String consumer, ConsumerRecord<byte[], byte[]> received, String reason, byte @Nullable [] value) {
        ProducerRecord<byte[], byte[]> letter =
                new ProducerRecord<>(topic(consumer, received.topic()), null, received.key(), value);
        Headers headers = letter.headers();
        received.headers().forEach(headers::add);
        headers.add(REASON, reason.getBytes(UTF_8));
        headers.add(TOPIC, received.topic().getBytes(UTF_8));
        headers.add(PARTITION, Integer.toString(received.partition()).getBytes(UTF_8));
        headers.add(OFFSET, Long.toString(received.offset()).getBytes(UTF_8));
        return letter;
    }

    private void send(ProducerRecord<byte[], byte[]> letter) throws InterruptedException, ExecutionException {
        try {
            producer().send(letter).get();
        } catch (ExecutionException | KafkaException | IllegalStateException failure) {
            if (!(failure.getCause() instanceof RecordTooLargeException)) {
                closeProducer();
            }
            throw failure;
        }
    }

    private synchronized Producer<byte[], byte[]> producer() {
        Producer<byte[], byte[]> current = producer;
        if (current == null) {
            Map<String, Object> settings = new HashMap<>(kafka);
            settings.put(ProducerConfig.ACKS_CONFIG, "all");
            settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
            settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
            settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
            settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
            settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000);
            settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 16 * 1024 * 1024);
            current = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
            producer = current;
        }
        return current;
    }

    @PreDestroy
    synchronized void closeProducer() {
        if (producer != null) {
            producer.close(Duration.ZERO);
            producer = null;
        }
    }
}
