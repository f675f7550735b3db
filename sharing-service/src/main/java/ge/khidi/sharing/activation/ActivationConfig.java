package ge.khidi.sharing.activation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long an officer waits for an activation or a simulation, and how many simulations there may be. */
@ConfigMapping(prefix = "khidi.sharing.activation")
public interface ActivationConfig {

    /** What takes longer is answered with 202 and a place where its progress is told. Less than any idle time on the way. */
    @WithDefault("PT10S")
    Duration answerWithin();

    /** Simulations that an instance carries out at once; others wait. Each keeps a connection of the pool, and a snapshot of the database. */
    @WithDefault("2")
    int simulationsAtOnce();

    /** How long a simulation can be read after it has ended. */
    @WithDefault("PT24H")
    Duration simulationsKept();
}
