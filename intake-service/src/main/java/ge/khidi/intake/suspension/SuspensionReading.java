package ge.khidi.intake.suspension;

import ge.khidi.contract.Topics;
import ge.khidi.relay.consumption.BatchConsumption;
import ge.khidi.relay.consumption.BatchConsumptions;
import ge.khidi.relay.consumption.Received;
import ge.khidi.relay.suspension.SuspendedAgencies;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Hears who is suspended, from the beginning of the topic at each start. Dead letters go to {@code intake.suspensions.dead-letter}. */
@ApplicationScoped
class SuspensionReading {

    private static final String CONSUMER = "intake";

    private final BatchConsumption<SuspendedAgencies> consumption;
    private final SuspensionStore store;

    SuspensionReading(BatchConsumptions consumptions, SuspensionStore store) {
        this.consumption = consumptions.create(CONSUMER, SuspendedAgencies::read, this::keep);
        this.store = store;
    }

    @Incoming(Topics.SUSPENSIONS)
    Uni<Void> consume(Message<ConsumerRecords<byte[], byte[]>> batch) {
        return consumption.consume(batch);
    }

    /** Each set is the whole, so only the latest counts. */
    private Uni<Void> keep(List<Received<SuspendedAgencies>> batch) {
        Stream<SuspendedAgencies> sets = batch.stream().map(Received::value);
        return store.keep(
                sets.max(Comparator.comparingLong(SuspendedAgencies::number)).orElseThrow());
    }
}
