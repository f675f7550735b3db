package ge.khidi.sharing.reading;

import ge.khidi.contract.Topics;
import ge.khidi.relay.consumption.BatchConsumption;
import ge.khidi.relay.consumption.BatchConsumptions;
import ge.khidi.relay.consumption.Received;
import ge.khidi.sharing.feed.Appender;
import ge.khidi.sharing.feed.Arrival;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Reads the four topics. Dead letters go to {@code sharing.<topic>.dead-letter}. */
@ApplicationScoped
public class EventReading {

    /** The consumer's name in dead letters, metrics and health. */
    public static final String CONSUMER = "sharing";

    private final BatchConsumption<Arrival> consumption;
    private final Appender appender;

    EventReading(BatchConsumptions consumptions, Appender appender) {
        this.appender = appender;
        this.consumption = consumptions.create(CONSUMER, new EventParser(), this::append);
    }

    @Incoming(Topics.BORDER_EVENTS)
    Uni<Void> border(Message<ConsumerRecords<byte[], byte[]>> batch) {
        return consumption.consume(batch);
    }

    @Incoming(Topics.CRIME_EVENTS)
    Uni<Void> crime(Message<ConsumerRecords<byte[], byte[]>> batch) {
        return consumption.consume(batch);
    }

    @Incoming(Topics.ANALYST_DECISIONS)
    Uni<Void> decisions(Message<ConsumerRecords<byte[], byte[]>> batch) {
        return consumption.consume(batch);
    }

    @Incoming(Topics.ANALYSIS_PRODUCTS)
    Uni<Void> products(Message<ConsumerRecords<byte[], byte[]>> batch) {
        return consumption.consume(batch);
    }

    private Uni<Void> append(List<Received<Arrival>> batch) {
        return appender.append(batch.stream().map(EventReading::traced).toList());
    }

    /** The append belongs under the handling of the record, not beside it. */
    private static Arrival traced(Received<Arrival> received) {
        Arrival arrival = received.value();
        return received.findTrace().isEmpty()
                ? arrival
                : new Arrival(arrival.event(), arrival.body(), received.findTrace());
    }
}
