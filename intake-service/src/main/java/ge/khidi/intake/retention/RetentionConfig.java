package ge.khidi.intake.retention;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When what is due is looked for. */
@ConfigMapping(prefix = "khidi.intake.retention")
public interface RetentionConfig {

    /** Time between two looks for events whose day has passed. */
    @WithDefault("PT1H")
    Duration every();

    /** Most events erased in one transaction. */
    @WithDefault("200")
    int together();
}
