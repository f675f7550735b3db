package ge.khidi.relay.consumption;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How patiently this service consumes. */
@ConfigMapping(prefix = "khidi.consumption")
public interface ConsumptionConfig {

    /** Most records one transaction of the handler gets. */
    @WithDefault("500")
    int batchSize();

    /** Pause after the first failure for want of the database or the broker; it doubles with each further one. */
    @WithDefault("200ms")
    Duration backOff();

    /** Longest pause between two attempts: about how late consumption resumes once the database is back. */
    @WithDefault("5s")
    Duration backOffLimit();

    /** How long one attempt of the handler may take before it counts as a missing database. */
    @WithDefault("60s")
    Duration attemptTimeout();
}
