package ge.khidi.sharing.feed;

import com.fasterxml.jackson.databind.JsonNode;
import ge.khidi.contract.CommonEra;
import ge.khidi.contract.codec.Fault;
import ge.khidi.contract.codec.Parsed;
import ge.khidi.contract.event.CrimeArea;
import ge.khidi.contract.event.Domain;
import ge.khidi.contract.event.EventType;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What a reader wants of its feed: each kind of word that is given must occur, in one of its values, in what the reader is shown. Nothing else
 * is looked at, so that no filter answers a question about what is withheld; where a field does not leave, nothing matches. {@code from} and
 * {@code to} (exclusive) are about the start of the span in which it happened.
 */
public record Filter(Map<Word, Set<String>> words, Optional<Instant> from, Optional<Instant> to) {

    /** Everything. */
    public static final Filter NONE = new Filter(Map.of(), Optional.empty(), Optional.empty());

    private static final int MOST_VALUES = 50;
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9._/-]{1,60}");

    public Filter {
        words = Collections.unmodifiableMap(new LinkedHashMap<>(words));
    }

    /** What can be asked for by values, in the order in which it is written down. */
    public enum Word {
        DOMAIN("domain"),
        TYPE("type"),
        CRIME_AREA("crimeArea"),
        /** A border section or a crossing point. */
        SECTION("section"),
        /** Whether it is a product of analysis. */
        PRODUCT("product");

        private final String parameter;

        Word(String parameter) {
            this.parameter = parameter;
        }

        /** Its name in a query. */
        public String parameter() {
            return parameter;
        }

        private boolean knows(String value) {
            return switch (this) {
                case DOMAIN -> isOneOf(Domain.values(), value);
                case TYPE -> isOneOf(EventType.values(), value);
                case CRIME_AREA -> isOneOf(CrimeArea.values(), value);
                case SECTION -> CODE.matcher(value).matches();
                case PRODUCT -> value.equals("true") || value.equals("false");
            };
        }

        private static boolean isOneOf(Enum<?>[] words, String value) {
            return Arrays.stream(words).anyMatch(word -> word.name().equals(value));
        }

        private Stream<String> in(JsonNode event) {
            Optional<EventType> type = type(event);
            return switch (this) {
                case DOMAIN -> type.stream().map(known -> known.domain().name());
                case TYPE -> type.stream().map(Enum::name);
                case CRIME_AREA -> texts(event.at("/detail/crimeAreas"));
                case SECTION ->
                    Stream.concat(
                            Stream.of(event.at("/detail/borderSection").asText()),
                            stream(event.path("entities"))
                                    .flatMap(entity -> Stream.of("borderSection", "crossingPoint")
                                            .map(field -> entity.path(field).asText())));
                case PRODUCT -> type.stream().map(known -> String.valueOf(known.product()));
            };
        }

        private static Optional<EventType> type(JsonNode event) {
            String name = event.path("type").asText();
            return Arrays.stream(EventType.values())
                    .filter(type -> type.name().equals(name))
                    .findFirst();
        }
    }

    /**
     * From the parameters of a query: several values stand behind each other with commas between, or in several parameters. Every fault is
     * named by its parameter.
     */
    public static Parsed<Filter> parse(Map<String, List<String>> query) {
        List<Fault> faults = new ArrayList<>();
        Map<Word, Set<String>> words = new LinkedHashMap<>();
        for (Word word : Word.values()) {
            Set<String> values = query.getOrDefault(word.parameter, List.of()).stream()
                    .flatMap(list -> Arrays.stream(list.split(",", -1)))
                    .collect(Collectors.toCollection(TreeSet::new));
            if (values.size() > MOST_VALUES || !values.stream().allMatch(word::knows)) {
                faults.add(new Fault("/" + word.parameter, "unknown", "is one of the contract's words, or several"));
            } else if (!values.isEmpty()) {
                words.put(word, values);
            }
        }
        Optional<Instant> from = time(query, "from", faults);
        Optional<Instant> to = time(query, "to", faults);
        if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
            faults.add(new Fault("/to", "order", "is after from"));
        }
        return faults.isEmpty() ? new Parsed.Ok<>(new Filter(words, from, to)) : new Parsed.Faulty<>(faults);
    }

    private static Optional<Instant> time(Map<String, List<String>> query, String parameter, List<Fault> faults) {
        List<String> given = query.getOrDefault(parameter, List.of());
        try {
            if (given.size() > 1) {
                throw new DateTimeParseException("one time", "", 0);
            }
            return given.stream().findFirst().map(CommonEra::instant);
        } catch (DateTimeParseException wrong) {
            faults.add(new Fault("/" + parameter, "format", "is one time in UTC, such as 2027-01-31T00:00:00Z"));
            return Optional.empty();
        }
    }

    /** Whether an item of this kind, shown with this content, is wanted. A recall always is: it reaches whoever had the event. */
    boolean wants(RowKind kind, Optional<JsonNode> shown) {
        return all()
                || kind.recalls()
                || !kind.brings()
                || shown.filter(this::matches).isPresent();
    }

    /** Whether it leaves nothing out. */
    boolean all() {
        return words.isEmpty() && from.isEmpty() && to.isEmpty();
    }

    /** In words, if it leaves something out. */
    Optional<String> said() {
        return all() ? Optional.empty() : Optional.of(toString());
    }

    private boolean matches(JsonNode event) {
        return words.entrySet().stream()
                        .allMatch(wanted -> wanted.getKey().in(event).anyMatch(wanted.getValue()::contains))
                && inTime(event.at("/occurred/at").asText());
    }

    private boolean inTime(String at) {
        if (from.isEmpty() && to.isEmpty()) {
            return true;
        }
        if (at.isEmpty()) {
            return false;
        }
        Instant time = Instant.parse(at);
        return from.filter(time::isBefore).isEmpty()
                && to.filter(end -> !time.isBefore(end)).isEmpty();
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static Stream<String> texts(JsonNode array) {
        return stream(array).map(JsonNode::asText);
    }

    /** As the audit log has it: always the same words in the same order, such as {@code domain=BORDER,CRIME from=2027-01-01T00:00:00Z}. */
    @Override
    public String toString() {
        return Stream.of(
                        words.entrySet().stream()
                                .map(word -> word.getKey().parameter + "=" + String.join(",", word.getValue())),
                        from.stream().map(time -> "from=" + time),
                        to.stream().map(time -> "to=" + time))
                .flatMap(part -> part)
                .collect(Collectors.joining(" "));
    }
}
