package ge.khidi.intake.batch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much of a batch is held at a time. The defaults suit events of a few kilobytes on a small machine. */
@ConfigMapping(prefix = "khidi.intake.batch")
public interface BatchConfig {

    /** Most lines kept in one transaction. */
    @WithDefault("200")
    int lines();

    /** Bytes of lines that may wait to be kept; above it the sender is not read from until some are. A longer line still passes. */
    @WithDefault("1048576")
    long waitingBytes();

    /**
     * Bytes of answers that may wait to be read; above it no further line is kept. A sender that reads nothing before it has sent
     * everything must stay below it: some 20,000 lines.
     */
    @WithDefault("8388608")
    long unreadBytes();
}
