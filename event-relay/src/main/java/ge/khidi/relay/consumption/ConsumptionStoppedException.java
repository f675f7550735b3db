package ge.khidi.relay.consumption;

/** The service is shutting down: the batch is given up unacknowledged and will be delivered again. */
public final class ConsumptionStoppedException extends RuntimeException {

    ConsumptionStoppedException(String consumer, Throwable cause) {
        super("Consumption stopped before the batch was handled: " + consumer, cause);
    }
}
