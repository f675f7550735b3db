package ge.khidi.localstack.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a submission with holes in it. Filling it with a row gives JSON, or nothing where the row says nothing: what is
 * unknown stays absent. A value that is there but is not what the mapping says it is, is a reason to refuse the row.
 */
sealed interface Template {

    /** Adds to {@code reasons}, with {@code pointer} as the place, whatever keeps the row from being said. */
    Optional<JsonNode> fill(Row row, String pointer, List<Reason> reasons);

    /** The columns that are looked at. */
    Set<String> columns();

    /** The same for every row. */
    record Constant(JsonNode value) implements Template {
        @Override
        public Optional<JsonNode> fill(Row row, String pointer, List<Reason> reasons) {
            return Optional.of(value.deepCopy());
        }

        @Override
        public Set<String> columns() {
            return Set.of();
        }
    }

    /**
     * The value of a column.
     *
     * @param unknown values by which the file says that it does not know
     * @param separator between the values where the column holds several
     * @param firstOnly of several values only the first
     */
    record Column(String name, Reading reading, Set<String> unknown, Optional<String> separator, boolean firstOnly)
            implements Template {
        @Override
        public Optional<JsonNode> fill(Row row, String pointer, List<Reason> reasons) {
            List<String> parts = known(row);
            if (parts.isEmpty()) {
                return Optional.empty();
            }
            if (separator.isEmpty() || firstOnly) {
                return read(parts.get(0), pointer, reasons);
            }
            ArrayNode values = JsonNodeFactory.instance.arrayNode();
            for (String part : new LinkedHashSet<>(parts)) {
                read(part, pointer + "/" + values.size(), reasons).ifPresent(values::add);
            }
            return values.isEmpty() ? Optional.empty() : Optional.of(values);
        }

        private List<String> known(Row row) {
            List<String> parts = new ArrayList<>();
            row.value(name).ifPresent(value -> {
                List<String> all = separator
                        .map(mark -> List.of(value.split(Pattern.quote(mark), -1)))
                        .orElse(List.of(value));
                all.stream()
                        .map(String::strip)
                        .filter(part -> !part.isEmpty() && !unknown.contains(part))
                        .forEach(parts::add);
            });
            return parts;
        }

        private Optional<JsonNode> read(String text, String pointer, List<Reason> reasons) {
            try {
                return reading.read(text);
            } catch (NotReadable e) {
                reasons.add(new Reason(e.code, pointer));
                return Optional.empty();
            }
        }

        @Override
        public Set<String> columns() {
            return Set.of(name);
        }
    }

    /** Lines of text with columns in braces; a line of which any column is empty is left out, and so is a text without lines. */
    record Text(List<String> lines) implements Template {
        private static final Pattern HOLE = Pattern.compile("\\{([^{}]+)}");

        public Text {
            lines = List.copyOf(lines);
        }

        @Override
        public Optional<JsonNode> fill(Row row, String pointer, List<Reason> reasons) {
            List<String> filled = new ArrayList<>();
            for (String line : lines) {
                if (holes(line).stream().allMatch(column -> row.value(column).isPresent())) {
                    filled.add(HOLE.matcher(line)
                            .replaceAll(hole -> Matcher.quoteReplacement(
                                    row.value(hole.group(1)).orElseThrow())));
                }
            }
            return filled.isEmpty() ? Optional.empty() : Optional.of(new TextNode(String.join("\n", filled)));
        }

        @Override
        public Set<String> columns() {
            Set<String> columns = new LinkedHashSet<>();
            lines.forEach(line -> columns.addAll(holes(line)));
            return columns;
        }

        private static List<String> holes(String line) {
            return HOLE.matcher(line).results().map(hole -> hole.group(1)).toList();
        }
    }

    /** An object. It is there when a column of {@code whenAny} has a value, and always when none is named. */
    record Struct(Map<String, Template> fields, List<String> whenAny) implements Template {
        @Override
        public Optional<JsonNode> fill(Row row, String pointer, List<Reason> reasons) {
            if (!whenAny.isEmpty()
                    && whenAny.stream().noneMatch(column -> row.value(column).isPresent())) {
                return Optional.empty();
            }
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            fields.forEach((name, field) -> field.fill(row, pointer + "/" + escaped(name), reasons)
                    .ifPresent(value -> object.set(name, value)));
            return Optional.of(object);
        }

        @Override
        public Set<String> columns() {
            Set<String> columns = new LinkedHashSet<>(whenAny);
            fields.values().forEach(field -> columns.addAll(field.columns()));
            return columns;
        }

        private static String escaped(String name) {
            return name.replace("~", "~0").replace("/", "~1");
        }
    }

    /** A list without its absent items; an item that is itself several values adds each of them once. */
    record Sequence(List<Template> items) implements Template {
        @Override
        public Optional<JsonNode> fill(Row row, String pointer, List<Reason> reasons) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            Set<JsonNode> seen = new LinkedHashSet<>();
            for (Template item : items) {
                item.fill(row, pointer + "/" + seen.size(), reasons).ifPresent(value -> {
                    if (value instanceof ArrayNode several) {
                        several.forEach(seen::add);
                    } else {
                        seen.add(value);
                    }
                });
            }
            seen.forEach(list::add);
            return Optional.of(list);
        }

        @Override
        public Set<String> columns() {
            Set<String> columns = new LinkedHashSet<>();
            items.forEach(item -> columns.addAll(item.columns()));
            return columns;
        }
    }

    /** What the characters of a column mean. */
    sealed interface Reading {

        Optional<JsonNode> read(String text) throws NotReadable;
    }

    /** Just what it says. */
    record AsText() implements Reading {
        @Override
        public Optional<JsonNode> read(String text) {
            return Optional.of(new TextNode(text));
        }
    }

    /** A whole number, {@code 12} as well as {@code 12.0}; a sign is kept, for intake to judge. */
    record AsInteger() implements Reading {
        @Override
        public Optional<JsonNode> read(String text) throws NotReadable {
            try {
                return Optional.of(IntNode.valueOf(new BigDecimal(text).intValueExact()));
            } catch (ArithmeticException | NumberFormatException e) {
                throw new NotReadable("not-a-whole-number", e);
            }
        }
    }

    /**
     * One line of text without invisible format characters, which say nothing in a name of a place or a thing. A longer one than
     * {@code longest} is no name, and absent: the mapping has it elsewhere, or does without.
     */
    record AsLine(int longest) implements Reading {
        private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}");
        private static final Pattern SPACES = Pattern.compile("[\\p{Zs}\\p{Cc}\\p{Zl}\\p{Zp}]+");

        @Override
        public Optional<JsonNode> read(String text) {
            String line = SPACES.matcher(INVISIBLE.matcher(text).replaceAll(""))
                    .replaceAll(" ")
                    .strip();
            return Optional.of(line)
                    .filter(fits -> !fits.isEmpty() && fits.length() <= longest)
                    .map(TextNode::new);
        }
    }

    /** A decimal number, digit by digit as it stands there; digits after the first {@code decimals} behind the point are rounded away. */
    record AsDecimal(int decimals) implements Reading {
        @Override
        public Optional<JsonNode> read(String text) throws NotReadable {
            try {
                BigDecimal number = new BigDecimal(text);
                return Optional.of(DecimalNode.valueOf(
                        number.scale() > decimals ? number.setScale(decimals, RoundingMode.HALF_EVEN) : number));
            } catch (NumberFormatException e) {
                throw new NotReadable("not-a-number", e);
            }
        }
    }

    /** A date in {@code format}, said as the instant at which it begins in UTC. */
    record AsDate(DateTimeFormatter format) implements Reading {
        @Override
        public Optional<JsonNode> read(String text) throws NotReadable {
            try {
                return Optional.of(new TextNode(LocalDate.parse(text, format)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant()
                        .toString()));
            } catch (DateTimeException e) {
                throw new NotReadable("not-a-date", e);
            }
        }
    }

    /** One of a closed list of values; another one is refused, or absent where the mapping says so. */
    record Among(Map<String, String> values, boolean othersAbsent) implements Reading {
        public Among {
            values = Map.copyOf(values);
        }

        @Override
        public Optional<JsonNode> read(String text) throws NotReadable {
            Optional<String> value = Optional.ofNullable(values.get(text));
            if (value.isEmpty() && !othersAbsent) {
                throw new NotReadable("not-in-the-table", null);
            }
            return value.map(TextNode::new);
        }
    }
}
