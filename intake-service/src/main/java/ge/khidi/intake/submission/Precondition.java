package ge.khidi.intake.submission;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What an author believes to be current, from {@code If-Match} (RFC 9110 section 13.1.1); compared strongly, so a weak tag never holds. */
public record Precondition(boolean any, Set<String> tags) {

    /** Holds for whatever is on record. */
    public static final Precondition ANY = new Precondition(true, Set.of());

    private static final Pattern TAG = Pattern.compile("(?:W/)?\"[\\x21\\x23-\\x7E]*\"");
    private static final Pattern LIST = Pattern.compile(TAG + "(?:[ \\t]*,[ \\t]*" + TAG + ")*");

    public Precondition {
        tags = Set.copyOf(tags);
    }

    /** The header's value, or nothing if it is not a list of tags. */
    public static Optional<Precondition> parse(String ifMatch) {
        String text = ifMatch.strip();
        if (text.equals("*")) {
            return Optional.of(ANY);
        }
        return LIST.matcher(text).matches()
                ? Optional.of(new Precondition(
                        false,
                        TAG.matcher(text)
                                .results()
                                .map(result -> result.group())
                                .collect(Collectors.toSet())))
                : Optional.empty();
    }

    public boolean holds(Version current) {
        return any || tags.contains(current.tag());
    }
}
