package ge.khidi.intake.submission;

import java.util.Optional;

/** A command, thought through as far as it goes without the record. */
public sealed interface Draft {

    Author author();

    /** The outcome, if nothing on record can change it. */
    Optional<Outcome> settled();

    /** Nothing on record can change the outcome. */
    record Settled(Author author, Outcome outcome) implements Draft {
        @Override
        public Optional<Outcome> settled() {
            return Optional.of(outcome);
        }
    }

    /**
     * The record decides. {@code sha256} is the digest of the content offered, to be looked up; {@code first} is what is accepted if the event
     * turns out to be new. Both are absent where a command starts from what is on record.
     */
    record Open(Author author, Command command, Optional<String> sha256, Optional<Outcome.Accepted> first)
            implements Draft {
        @Override
        public Optional<Outcome> settled() {
            return Optional.empty();
        }

        /** Whether the decision reads the newest revision itself. */
        public boolean needsEvent() {
            return !(command instanceof Command.Create);
        }
    }
}
