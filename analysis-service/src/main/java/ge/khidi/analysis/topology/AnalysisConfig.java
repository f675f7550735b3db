package ge.khidi.analysis.topology;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What an operator sets. Whoever changes a limit or the key must know that values are judged anew only when an event touches them. */
@ConfigMapping(prefix = "khidi.analysis")
interface AnalysisConfig {

    /**
     * The secret under which selectors are hashed: at least 32 random bytes in hexadecimal digits or Base64. There is no default; without it the service does
     * not start. After a change nothing old meets anything new: see docs/analysis.md before.
     */
    String selectorKey();

    /** Where telephone numbers without a country code come from, ISO 3166-1 alpha-2. */
    @WithDefault("GE")
    String phoneRegion();

    /** So many pairs are linked over one value; one notice stands for the rest. */
    @WithDefault("20")
    int pairsPerValue();

    /** So many events a notice names at most. */
    @WithDefault("100")
    int sourcesPerNotice();

    /** Where local state lies. It can be lost: it is restored from Kafka. */
    String stateDir();

    /** Each thread takes a share of the partitions; more than there are cores is of no use. */
    int threads();

    /** All memory for state outside the Java heap, in bytes: blocks read and rows not yet written, of all stores together. */
    long stateMemory();
}
