package ge.khidi.sharing.stream;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How live streams behave, in this instance. */
@ConfigMapping(prefix = "khidi.sharing.stream")
public interface StreamConfig {

    /** Shortest time between two flushes of one stream that has nothing to catch up with; each flush is an entry in the audit log. */
    @WithDefault("PT0.25S")
    Duration flush();

    /** Time between two looks whether a list has grown or an agency was suspended at another instance: one statement for all streams. */
    @WithDefault("PT0.25S")
    Duration look();

    /** After how much silence a stream says that it is still there. */
    @WithDefault("PT15S")
    Duration heartbeat();

    /** How long a reader may leave what was written to it untaken, before it is told to resume. */
    @WithDefault("PT30S")
    Duration patience();

    /** How long a client is asked to wait before it comes again. */
    @WithDefault("PT3S")
    Duration retry();

    /** Most open streams of one client; of a person, where people share a client. */
    @WithDefault("4")
    int perClient();

    /** Most open streams of this instance. */
    @WithDefault("1000")
    int most();
}
