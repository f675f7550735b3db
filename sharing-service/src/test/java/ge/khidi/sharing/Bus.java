package ge.khidi.sharing;

import static java.nio.charset.StandardCharsets.UTF_8;

import ge.khidi.contract.CloudEventHeaders;
import ge.khidi.contract.codec.EventCodec;
import ge.khidi.contract.event.Event;
import ge.khidi.localstack.test.KafkaAndPostgres;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Puts records on the topics as intake's relay does. */
public final class Bus implements AutoCloseable {

    private final KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
            Map.of(
                    ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                    KafkaAndPostgres.kafka().bootstrapServers(),
                    ProducerConfig.ACKS_CONFIG,
                    "all"),
            new ByteArraySerializer(),
            new ByteArraySerializer());

    public void publish(Events... events) {
        publish(Stream.of(events).map(Events::event).toList(), Optional.empty());
    }

    public void publish(List<Event> events, Optional<String> traceparent) {
        await(events.stream()
                .map(event -> {
                    ProducerRecord<byte[], byte[]> sent = new ProducerRecord<>(
                            event.type().topic(), event.id().toString().getBytes(UTF_8), EventCodec.print(event));
                    CloudEventHeaders.of(event)
                            .forEach((name, value) -> sent.headers().add(name, value.getBytes(UTF_8)));
                    traceparent.ifPresent(parent -> sent.headers().add("traceparent", parent.getBytes(UTF_8)));
                    return producer.send(sent);
                })
                .toList());
    }

    public void raw(String topic, String key, byte[] value) {
        await(List.of(producer.send(new ProducerRecord<>(topic, key.getBytes(UTF_8), value))));
    }

    private static void await(List<Future<RecordMetadata>> sent) {
        try {
            for (Future<RecordMetadata> one : sent) {
                one.get(2, TimeUnit.MINUTES);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
