package ge.khidi.sharing.writing;

import ge.khidi.contract.entity.ObservableType;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A STIX pattern (STIX 2.1 section 9) as far as an event can say it: values each of which alone is what to look for, so comparisons by {@code =} joined
 * by OR. Anything else would mean less, or more, once it is said as a list of observables.
 */
final class IndicatorPattern {

    private static final Map<String, ObservableType> PATHS = Map.of(
            "domain-name:value", ObservableType.DOMAIN_NAME,
            "url:value", ObservableType.URL,
            "ipv4-addr:value", ObservableType.IPV4,
            "ipv6-addr:value", ObservableType.IPV6,
            "email-addr:value", ObservableType.EMAIL_ADDRESS,
            "file:hashes.'SHA-256'", ObservableType.FILE_SHA256,
            "file:hashes.'SHA-1'", ObservableType.FILE_SHA1,
            "file:hashes.MD5", ObservableType.FILE_MD5,
            "file:hashes.'MD5'", ObservableType.FILE_MD5);

    private static final String VALUE = "'((?:[^'\\\\]|\\\\['\\\\])*+)'";
    private static final Pattern COMPARISON =
            Pattern.compile("\\s*([a-z0-9-]+:[A-Za-z0-9_.'-]+?)\\s*=\\s*" + VALUE + "\\s*");
    private static final Pattern OR = Pattern.compile("OR(?=[\\s\\[])");

    /** A value to look for. */
    record Value(ObservableType type, String value) {
        /** Never the value. */
        @Override
        public String toString() {
            return "Value[" + type + "]";
        }
    }

    private final String text;
    private final Set<Value> values = new LinkedHashSet<>();
    private int at;

    private IndicatorPattern(String text) {
        this.text = text;
    }

    /** The values, each once and in their order; nothing if the pattern cannot be said so. */
    static Optional<Set<Value>> values(String pattern) {
        IndicatorPattern reading = new IndicatorPattern(pattern.strip());
        return reading.observations() ? Optional.of(reading.values) : Optional.empty();
    }

    private boolean observations() {
        do {
            if (!take('[') || !comparisons() || !take(']')) {
                return false;
            }
            blanks();
        } while (or());
        return at == text.length();
    }

    private boolean comparisons() {
        do {
            Matcher comparison = COMPARISON.matcher(text).region(at, text.length());
            if (!comparison.lookingAt()) {
                return false;
            }
            ObservableType type = PATHS.get(comparison.group(1));
            if (type == null) {
                return false;
            }
            values.add(new Value(type, comparison.group(2).replaceAll("\\\\(.)", "$1")));
            at = comparison.end();
        } while (or());
        return true;
    }

    private boolean or() {
        Matcher or = OR.matcher(text).region(at, text.length());
        if (!or.lookingAt()) {
            return false;
        }
        at = or.end();
        blanks();
        return true;
    }

    private boolean take(char expected) {
        if (at < text.length() && text.charAt(at) == expected) {
            at++;
            return true;
        }
        return false;
    }

    private void blanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }
}
