package ge.khidi.sharing.recall;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** By when a partner answers a recall. Nothing happens by itself afterwards: it is shown as overdue to the partner and to the originator. */
@ConfigMapping(prefix = "khidi.sharing.recalls")
public interface RecallTimes {

    /** From the moment it stood in the feed. "Without delay" in Directive (EU) 2016/680 Art. 7(3) and 16(6); the number is the installation's. */
    @WithDefault("P7D")
    Duration answer();
}
