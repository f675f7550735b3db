package ge.khidi.relay.consumption;

import ge.khidi.relay.trace.EventSpans;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;

/** Makes consumers that all obey the same rules. */
@ApplicationScoped
public class BatchConsumptions {

    private final Vertx vertx;
    private final EventSpans spans;
    private final MeterRegistry meters;
    private final ConsumptionConfig config;
    private final Patience patience;
    private final DeadLetters deadLetters;

    BatchConsumptions(
            Vertx vertx,
            EventSpans spans,
            MeterRegistry meters,
            ConsumptionConfig config,
            Patience patience,
            DeadLetters deadLetters) {
        this.vertx = vertx;
        this.spans = spans;
        this.meters = meters;
        this.config = config;
        this.patience = patience;
        this.deadLetters = deadLetters;
    }

    /**
     * A consumer.
     *
     * @param consumer its name; its dead letters go to {@code <consumer>.<topic>.dead-letter}, topics that must exist
     */
    public <T> BatchConsumption<T> create(String consumer, RecordParser<T> parser, BatchHandler<T> handler) {
        return new BatchConsumption<>(
                consumer,
                parser,
                handler,
                new BatchConsumption.Means(vertx, spans, meters, config, patience, deadLetters));
    }
}
