package ge.khidi.relay.consumption;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Red while a consumer waits for its database or the broker; the data names the consumer and since when. */
@Readiness
@Singleton
public class ConsumptionReadiness implements HealthCheck {

    private final Map<String, Instant> waiting = new ConcurrentHashMap<>();

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("consumption").status(waiting.isEmpty());
        waiting.forEach((consumer, since) -> response.withData(consumer, since.toString()));
        return response.build();
    }

    /** Answers whether this is news. */
    boolean waits(String consumer, Instant since) {
        return waiting.putIfAbsent(consumer, since) == null;
    }

    /** Answers whether this is news. */
    boolean works(String consumer) {
        return waiting.remove(consumer) != null;
    }
}
