package ge.khidi.intake.submission;

import ge.khidi.contract.EventId;
import java.util.Optional;

/**
 * How an author names the event that is meant. At most one of the three is there; {@link #NEW} names none, because the event cannot be
 * on record yet.
 */
public record Target(Optional<EventId> id, Optional<String> reference, Optional<String> idempotencyKey) {

    public static final Target NEW = new Target(Optional.empty(), Optional.empty(), Optional.empty());

    public static Target id(EventId id) {
        return new Target(Optional.of(id), Optional.empty(), Optional.empty());
    }

    /** The originator's own reference. */
    public static Target reference(String reference) {
        return new Target(Optional.empty(), Optional.of(reference), Optional.empty());
    }

    /** The key a sender gave to an event without a reference, so that it can be sent again. */
    public static Target idempotencyKey(String key) {
        return new Target(Optional.empty(), Optional.empty(), Optional.of(key));
    }

    /** A reference may name a person or a case: it never reaches a log. */
    @Override
    public String toString() {
        return id.map(known -> "Target[" + known + "]").orElse("Target");
    }
}
