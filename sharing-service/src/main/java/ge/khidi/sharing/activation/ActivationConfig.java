package ge.khidi.sharing.activation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long an officer waits for an activation. */
@ConfigMapping(prefix = "khidi.sharing.activation")
public interface ActivationConfig {

    /** An activation that takes longer is answered with 202 and a place where its progress is told. Less than any idle time on the way. */
    @WithDefault("PT10S")
    Duration answerWithin();
}
