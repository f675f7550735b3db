package ge.khidi.sharing.hold;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/**
 * By when a word is expected. Nothing happens by itself when it is not said: the item stays held, stands first in the queue and in
 * {@code khidi.releases.overdue}. The defaults are those of Directive (EU) 2023/977 Art. 5 as the standard, to be confirmed by counsel.
 */
@ConfigMapping(prefix = "khidi.sharing.releases")
public interface HoldTimes {

    /** For an event its originator marked URGENT. */
    @WithDefault("PT8H")
    Duration urgent();

    /** For any other. */
    @WithDefault("P7D")
    Duration ordinary();

    /** For the second officer's word on what was released at once because a life was threatened. */
    @WithDefault("PT24H")
    Duration confirmation();

    /** How often releases are looked through for those whose time is over, until none is: so late, at most, do partners begin to be told. */
    @WithDefault("PT30S")
    Duration look();
}
