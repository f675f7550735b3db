package ge.khidi.relay.outbox;

import ge.khidi.relay.trace.EventSpans;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jboss.logging.Logger;

/**
 * Publishes what waits in the outbox, from the start of the service until it stops.
 *
 * <p>Any number of instances may run against one database: each lane has one publisher at a time. A shutdown lets the turn
 * under way finish; a kill costs nothing but repeats.
 */
@Singleton
class OutboxRelay {

    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);

    /** Added to what a turn may take by its own limits before it is interrupted. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final OutboxConfig config;
    private final LaneSender.Means means;
    private final Bell bell;
    private final List<LaneSender> senders = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    OutboxRelay(
            Vertx vertx,
            Pool pool,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            OutboxConfig config,
            EventSpans spans,
            OutboxMeters meters,
            Bell bell) {
        this.config = config;
        this.bell = bell;
        this.means = new LaneSender.Means(
                vertx,
                pool,
                () -> producer(kafka, config),
                config,
                new LaneBackOff(config.backOff(), config.backOffLimit()),
                spans,
                meters,
                Clock.systemUTC());
    }

    void start(@Observes StartupEvent started) {
        if (!config.relay()) {
            LOG.info("This instance does not publish its outbox.");
            return;
        }
        for (int number = 1; number <= config.senders(); number++) {
            LaneSender sender = new LaneSender(means);
            Thread thread = new Thread(sender, "outbox-sender-" + number);
            bell.onRing(sender::wake);
            senders.add(sender);
            threads.add(thread);
            thread.start();
        }
    }

    /** Before the pool is closed. */
    void stop(@Observes @Priority(1) ShutdownEvent stopping) throws InterruptedException {
        senders.forEach(LaneSender::stop);
        for (Thread thread : threads) {
            thread.join(config.deliveryTimeout().plus(GRACE).toMillis());
            thread.interrupt();
        }
    }

    private static Producer<byte[], byte[]> producer(Map<String, Object> kafka, OutboxConfig config) {
        int delivery = Math.toIntExact(config.deliveryTimeout().toMillis());
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, delivery);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, delivery / 2);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, delivery / 2);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
