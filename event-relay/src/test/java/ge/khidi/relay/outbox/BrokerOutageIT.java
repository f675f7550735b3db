package ge.khidi.relay.outbox;

import static org.awaitility.Awaitility.await;

import ge.khidi.localstack.test.SharedStack;
import ge.khidi.relay.Letter;
import ge.khidi.relay.TopicReader;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The broker dies while rows keep coming, and comes back. */
@QuarkusTest
class BrokerOutageIT {

    private static final Logger LOG = Logger.getLogger(BrokerOutageIT.class);
    private static final String TOPIC = "broker-outage";
    private static final Duration BOUND = Duration.ofMinutes(2);

    @Inject
    Sender sender;

    @Inject
    MeterRegistry meters;

    @AfterEach
    void leaveTheStackRunning() {
        SharedStack.restore();
    }

    @Test
    void whatIsAcceptedWhileTheBrokerIsAwayIsPublishedWhenItIsBack() {
        double failedBefore = failed();
        double sentBefore = sent();
        CompletableFuture<Collection<Letter>> sending =
                CompletableFuture.supplyAsync(() -> sender.sendMany(TOPIC, 500, 8, 10));
        await().atMost(BOUND).until(() -> sent() > sentBefore + 500);

        SharedStack.kafka().kill();
        await().atMost(BOUND).until(() -> failed() > failedBefore);
        Collection<Letter> duringTheOutage = sender.sendMany(TOPIC, 100, 3, 10);
        SharedStack.restore();

        List<Letter> all = new ArrayList<>(sending.join());
        all.addAll(duringTheOutage);
        try (TopicReader reader = new TopicReader(TOPIC)) {
            List<ConsumerRecord<byte[], byte[]>> seen = reader.readUntilAllOf(all);
            TopicReader.assertEveryRevisionInOrder(seen, all);
            LOG.infof("Broker killed and back. distinct=%d seen=%d", all.size(), seen.size());
        }
        await().atMost(BOUND).until(() -> sender.waiting() == 0);
    }

    private double failed() {
        return meters.counter("khidi.outbox.failed").count();
    }

    private double sent() {
        return meters.counter("khidi.outbox.sent").count();
    }
}
