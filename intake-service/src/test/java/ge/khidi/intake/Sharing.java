package ge.khidi.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.Topics;
import ge.khidi.localstack.test.KafkaAndPostgres;
import ge.khidi.relay.suspension.SuspendedAgencies;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Says who is suspended, as sharing does. */
final class Sharing implements AutoCloseable {

    private final KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
            Map.of(
                    ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                    KafkaAndPostgres.kafka().bootstrapServers(),
                    ProducerConfig.ACKS_CONFIG,
                    "all",
                    ProducerConfig.LINGER_MS_CONFIG,
                    "60000"),
            new ByteArraySerializer(),
            new ByteArraySerializer());

    /** The whole set, under a number higher than all before. */
    long suspends(String... agencies) {
        long number = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
        says(number, agencies);
        return number;
    }

    void says(long number, String... agencies) {
        saysTogether(set(number, agencies));
    }

    static SuspendedAgencies set(long number, String... agencies) {
        return new SuspendedAgencies(
                number, Stream.of(agencies).map(AgencyId::new).collect(Collectors.toSet()));
    }

    /** One after the other, in one batch: whoever reads one of them reads them all. */
    void saysTogether(SuspendedAgencies... sets) {
        Stream.of(sets)
                .map(set -> set.message(Instant.now()))
                .map(message -> send(message.key(), message.payload()))
                .toList()
                .forEach(this::await);
    }

    /** Something under the key of the sets that is none. */
    void mumbles() {
        await(send("suspended", "{\"number\": \"many\"}".getBytes(UTF_8)));
    }

    private Future<RecordMetadata> send(String key, byte[] value) {
        return producer.send(new ProducerRecord<>(Topics.SUSPENSIONS, key.getBytes(UTF_8), value));
    }

    private void await(Future<RecordMetadata> sent) {
        try {
            producer.flush();
            sent.get(2, TimeUnit.MINUTES);
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
