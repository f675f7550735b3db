package ge.khidi.analysis.selector;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import ge.khidi.contract.detail.LinkDetail.SelectorKind;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A value that events can share, as a keyed hash: {@code PHONE/0f3a…}, 32 hexadecimal digits. The context (real or exercise) and the
 * kind are part of what was hashed, so the two contexts never meet and a phone number never equals a document number.
 */
public record Selector(SelectorKind kind, String fingerprint) implements Comparable<Selector> {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}");
    private static final Comparator<Selector> ORDER =
            Comparator.comparing(Selector::kind).thenComparing(Selector::fingerprint);

    public Selector {
        if (!FORM.matcher(fingerprint).matches()) {
            throw new IllegalArgumentException("not a fingerprint");
        }
    }

    /** The selector written by {@link #toString()}, or nothing if it is not one. */
    public static Optional<Selector> parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !FORM.matcher(text.substring(slash + 1)).matches()) {
            return Optional.empty();
        }
        for (SelectorKind kind : SelectorKind.values()) {
            if (kind.name().contentEquals(text.substring(0, slash))) {
                return Optional.of(new Selector(kind, text.substring(slash + 1)));
            }
        }
        return Optional.empty();
    }

    @JsonCreator
    static Selector of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("not a selector"));
    }

    @Override
    public int compareTo(Selector other) {
        return ORDER.compare(this, other);
    }

    @JsonValue
    @Override
    public String toString() {
        return kind + "/" + fingerprint;
    }
}
