package ge.khidi.localstack.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a mapping from YAML, with all its faults in one {@link ReplayFault}.
 *
 * <pre>
 * dataset: NAME
 * client: keycloak-client             # optional
 * submission:                         # shaped like the submission it makes; plain values are constants
 *   reference: {$text: "NAME/{#row}"} # columns in braces, #row is the number of the row
 *   detail:
 *     persons:
 *       dead: {$column: "No. dead", as: integer}
 *   narratives:
 *     - $when-any: [Cause]            # this object only if one of these columns has a value
 *       text: {$text: ["Cause: {Cause}", "Source: {Source}"]}   # a line with an empty column is left out
 * </pre>
 *
 * A {@code $column} takes {@code as} ({@code text}, the default, {@code line} with the {@code longest} that is a name,
 * {@code integer}, {@code decimal} with at most so many {@code decimals}, {@code date} with {@code format}), {@code unknown} (values that mean "not known"), {@code separator} (several values in one column) with
 * {@code first: true}, and {@code values} (a table, or the name of a YAML file beside the mapping with one) with
 * {@code others: refuse} or {@code others: absent}.
 */
final class MappingReader {

    private static final ObjectMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final Set<String> TOP = Set.of("dataset", "client", "submission");
    private static final Set<String> COLUMN = Set.of(
            "$column", "as", "longest", "decimals", "format", "unknown", "separator", "first", "values", "others");
    private static final String WHEN_ANY = "$when-any";

    private final Path file;
    private final List<String> faults = new ArrayList<>();

    private MappingReader(Path file) {
        this.file = file;
    }

    static Mapping read(Path file) {
        return new MappingReader(file).mapping();
    }

    private Mapping mapping() {
        JsonNode root = tree(file);
        unexpected(root, TOP, "");
        String dataset = text(root, "dataset", "").orElse("");
        Optional<String> client = root.has("client") ? text(root, "client", "") : Optional.empty();
        if (!root.path("submission").isObject()) {
            faults.add("/submission: an object is needed");
        }
        Template submission = template(root.path("submission"), "/submission");
        if (!faults.isEmpty()) {
            throw new ReplayFault(file + " is not a mapping:\n  " + String.join("\n  ", faults));
        }
        return new Mapping(dataset, client, submission);
    }

    private Template template(JsonNode node, String at) {
        if (node.isArray()) {
            List<Template> items = new ArrayList<>();
            for (JsonNode item : node) {
                items.add(template(item, at + "/" + items.size()));
            }
            return new Template.Sequence(List.copyOf(items));
        }
        if (!node.isObject()) {
            return new Template.Constant(node);
        }
        if (node.has("$column")) {
            return column(node, at);
        }
        if (node.has("$text")) {
            unexpected(node, Set.of("$text"), at);
            return new Template.Text(texts(node.path("$text"), at + "/$text"));
        }
        return struct(node, at);
    }

    private Template struct(JsonNode node, String at) {
        Map<String, Template> fields = new LinkedHashMap<>();
        List<String> whenAny = List.of();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String here = at + "/" + field.getKey();
            if (field.getKey().equals(WHEN_ANY)) {
                whenAny = texts(field.getValue(), here);
            } else if (field.getKey().startsWith("$")) {
                faults.add(here + ": not a word of a mapping");
            } else {
                fields.put(field.getKey(), template(field.getValue(), here));
            }
        }
        return new Template.Struct(fields, whenAny);
    }

    private Template column(JsonNode node, String at) {
        unexpected(node, COLUMN, at);
        Set<String> unknown =
                node.has("unknown") ? new LinkedHashSet<>(texts(node.path("unknown"), at + "/unknown")) : Set.of();
        Optional<String> separator = node.has("separator") ? text(node, "separator", at) : Optional.empty();
        if (node.has("first") && separator.isEmpty()) {
            faults.add(at + "/first: only with a separator");
        }
        return new Template.Column(
                text(node, "$column", at).orElse(""),
                reading(node, at),
                unknown,
                separator,
                node.path("first").asBoolean());
    }

    private Template.Reading reading(JsonNode node, String at) {
        if (node.has("values")) {
            return among(node, at);
        }
        if (node.has("others")) {
            faults.add(at + "/others: only with values");
        }
        String as = node.has("as") ? text(node, "as", at).orElse("text") : "text";
        Map.of("format", "date", "longest", "line", "decimals", "decimal").forEach((option, owner) -> {
            if (node.has(option) && !as.equals(owner)) {
                faults.add(at + "/" + option + ": only with as: " + owner);
            }
        });
        return switch (as) {
            case "text" -> new Template.AsText();
            case "integer" -> new Template.AsInteger();
            case "line" -> new Template.AsLine(number(node, "longest", at));
            case "decimal" -> new Template.AsDecimal(number(node, "decimals", at));
            case "date" -> date(node, at);
            default -> {
                faults.add(at + "/as: one of text, line, integer, decimal, date");
                yield new Template.AsText();
            }
        };
    }

    private int number(JsonNode node, String option, String at) {
        if (!node.path(option).isInt() || node.path(option).intValue() < 0) {
            faults.add(at + "/" + option + ": a number is needed");
        }
        return node.path(option).intValue();
    }

    private Template.Reading date(JsonNode node, String at) {
        String format = text(node, "format", at).orElse("uuuu-MM-dd");
        try {
            return new Template.AsDate(formatter(format));
        } catch (IllegalArgumentException e) {
            faults.add(at + "/format: not a date format");
            return new Template.AsDate(DateTimeFormatter.ISO_LOCAL_DATE);
        }
    }

    private static DateTimeFormatter formatter(String format) {
        return new DateTimeFormatterBuilder()
                .appendPattern(format)
                .parseDefaulting(ChronoField.MONTH_OF_YEAR, 1)
                .parseDefaulting(ChronoField.DAY_OF_MONTH, 1)
                .toFormatter(Locale.ROOT)
                .withResolverStyle(ResolverStyle.STRICT);
    }

    private Template.Reading among(JsonNode node, String at) {
        if (node.has("as")) {
            faults.add(at + "/as: not with values");
        }
        String others = text(node, "others", at).orElse("");
        if (!Set.of("refuse", "absent").contains(others)) {
            faults.add(at + "/others: refuse or absent");
        }
        JsonNode table = node.path("values");
        if (table.isTextual()) {
            table = tree(file.resolveSibling(table.textValue()));
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : table.properties()) {
            if (entry.getValue().isTextual()) {
                values.put(entry.getKey(), entry.getValue().textValue());
            } else {
                faults.add(at + "/values/" + entry.getKey() + ": a text is needed (in quotes, where YAML sees none)");
            }
        }
        if (values.isEmpty()) {
            faults.add(at + "/values: a table is needed");
        }
        return new Template.Among(values, others.equals("absent"));
    }

    private List<String> texts(JsonNode node, String at) {
        List<String> texts = new ArrayList<>();
        for (JsonNode each : node.isArray() ? node : List.of(node)) {
            if (each.isTextual()) {
                texts.add(each.textValue());
            } else {
                faults.add(at + ": text, or a list of it, is needed");
            }
        }
        return List.copyOf(texts);
    }

    private Optional<String> text(JsonNode node, String field, String at) {
        JsonNode value = node.path(field);
        if (!value.isTextual() || value.textValue().isBlank()) {
            faults.add(at + "/" + field + ": text is needed");
            return Optional.empty();
        }
        return Optional.of(value.textValue());
    }

    private void unexpected(JsonNode node, Set<String> allowed, String at) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!allowed.contains(field.getKey())) {
                faults.add(at + "/" + field.getKey() + ": not a word of a mapping");
            }
        }
    }

    private static JsonNode tree(Path file) {
        try {
            return YAML.readTree(Files.readString(file));
        } catch (JsonProcessingException e) {
            throw new ReplayFault(file + " is not YAML: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new ReplayFault("cannot read " + file, e);
        }
    }
}
