package ge.khidi.sharing.policy;

import java.util.Optional;

/**
 * What the annotations of one policy say. A permit names its {@code outcome}; a profile where it is redacted; a release mode where it
 * is not the usual one; {@code strictNecessity} where it may show protected persons: why that is strictly necessary. A forbid has none
 * of them.
 */
public record Policy(
        String id,
        String file,
        int line,
        boolean permits,
        String title,
        Optional<String> titleKa,
        String legalBasis,
        Optional<Outcome> outcome,
        Optional<String> profile,
        Optional<ReleaseMode> mode,
        Optional<String> strictNecessity) {

    /** What a permit gives, least first. */
    public enum Outcome {
        HIT_ONLY("hit-only"),
        REDACTED("redacted"),
        FULL("full");

        private final String word;

        Outcome(String word) {
            this.word = word;
        }

        /** As it stands in the text of a policy. */
        public String word() {
            return word;
        }

        static Optional<Outcome> parse(String word) {
            for (Outcome outcome : values()) {
                if (outcome.word.equals(word)) {
                    return Optional.of(outcome);
                }
            }
            return Optional.empty();
        }
    }
}
