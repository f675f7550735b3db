package ge.khidi.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.regex.Pattern;

/** The name of an entity inside its event, stable over revisions: 1 to 40 of a-z, 0-9 and hyphen, a letter first. */
public record LocalId(@JsonValue String value) implements Comparable<LocalId> {

    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    public LocalId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a local id");
        }
    }

    public static Optional<LocalId> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new LocalId(text)) : Optional.empty();
    }

    @JsonCreator
    public static LocalId of(String text) {
        return new LocalId(text);
    }

    @Override
    public int compareTo(LocalId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
