package ge.khidi.sharing.retention;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When it is looked whether erased events are gone. */
@ConfigMapping(prefix = "khidi.sharing.erasures")
public interface RetentionConfig {

    /** How long after an erasure its topic is read; the longest that compaction may take. */
    @WithDefault("PT240H")
    Duration compactionAfter();

    /** Time between two looks. One look reads the topics once for all erasures together. */
    @WithDefault("PT1H")
    Duration every();

    /** Most records read in one round; a look has as many rounds as it needs, with a pause between. */
    @WithDefault("20000")
    int records();

    /** Pause between two rounds of a look. */
    @WithDefault("PT1S")
    Duration pause();
}
