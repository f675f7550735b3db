package ge.khidi.relay.consumption;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Red while a consumer waits for its database or the broker; the data names the consumer and since when. */
@Readiness
@ApplicationScoped
class ConsumptionReadiness implements HealthCheck {

    private final Outages outages;

    ConsumptionReadiness(Outages outages) {
        this.outages = outages;
    }

    @Override
    public HealthCheckResponse call() {
        Map<String, Instant> waiting = outages.all();
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("consumption").status(waiting.isEmpty());
        waiting.forEach((consumer, since) -> response.withData(consumer, since.toString()));
        return response.build();
    }
}
