package ge.khidi.sharing.subject;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.time.Period;

/** Deadlines of requests by the persons concerned, and how long a request is kept. */
@ConfigMapping(prefix = "khidi.sharing.subjects")
public interface SubjectConfig {

    /** Within which a request is to be answered, from the day it was received (Directive (EU) 2016/680 Art. 12(3)). */
    @WithDefault("P2M")
    Period answerWithin();

    /** Within which an originator is to say what may be let out, from the day it was asked. */
    @WithDefault("P1M")
    Period consultWithin();

    /** How long a request is kept after it was closed; then only numbers stay. */
    @WithDefault("P1Y")
    Period keepAfterClosing();

    /** Time between two looks for requests to be erased. */
    @WithDefault("PT1H")
    Duration every();

    /** Most events brought into the index in one transaction, of those that arrived before there was an index. */
    @WithDefault("500")
    int indexTogether();
}
