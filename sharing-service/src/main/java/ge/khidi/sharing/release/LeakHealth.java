package ge.khidi.sharing.release;

import io.smallrye.health.api.Wellness;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Down in {@code /q/health/well} while the leak check holds something back: a profile or an event must be mended. The service itself is well. */
@Wellness
@Singleton
class LeakHealth implements HealthCheck {

    private final Expiry counts;

    LeakHealth(Expiry counts) {
        this.counts = counts;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("disclosure leaks")
                .status(counts.leaks() == 0)
                .withData("held", counts.leaks())
                .build();
    }
}
