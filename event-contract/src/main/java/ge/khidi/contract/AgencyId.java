package ge.khidi.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The short name of an agency or partner, such as {@code BORDER-POLICE} or {@code EUROPOL}: 2 to 40 of A-Z, 0-9 and
 * hyphen.
 */
public record AgencyId(@JsonValue String value) implements Comparable<AgencyId> {

    // Before the constants below, whose constructor uses it.
    private static final Pattern FORM = Pattern.compile("[A-Z][A-Z0-9-]{1,39}");

    /**
     * The Information-Analytical Department: with the originator, the only reader of an event whose release is not
     * named.
     */
    public static final AgencyId IAD = new AgencyId("IAD");

    /** The gateway through which everything for Europol and EU member states leaves. */
    public static final AgencyId ILECC = new AgencyId("ILECC");

    public static final AgencyId EUROPOL = new AgencyId("EUROPOL");

    public AgencyId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not an agency id");
        }
    }

    public static Optional<AgencyId> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new AgencyId(text)) : Optional.empty();
    }

    @JsonCreator
    static AgencyId of(String text) {
        return new AgencyId(text);
    }

    @Override
    public int compareTo(AgencyId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
