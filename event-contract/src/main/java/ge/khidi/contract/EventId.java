package ge.khidi.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.UUID;

/** The identity of an event through all its revisions; given by intake, never reused. */
public record EventId(@JsonValue UUID value) implements Comparable<EventId> {

    /** The identifier written as a canonical UUID (36 characters, lower case), or nothing if it is not one. */
    public static Optional<EventId> parse(String text) {
        try {
            EventId id = new EventId(UUID.fromString(text));
            return id.toString().equals(text) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException notAUuid) {
            return Optional.empty();
        }
    }

    @JsonCreator
    static EventId of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("not an event id"));
    }

    @Override
    public int compareTo(EventId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
