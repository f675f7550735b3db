package ge.khidi.sharing.pages;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Says in words what a rendition holds, in one language. It knows nothing but the bytes that leave: a field that is not there is not spoken
 * of, and one it does not know is said under its own name.
 */
public final class EventWords {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHORT_LIST = 4;
    private static final String DOT = " · ";

    /** Fields whose values are codes of the contract. Everything else is somebody's word or number and stays as it is. */
    private static final Set<String> CODED = Set.of(
            "ageGroup",
            "assignedBy",
            "category",
            "classification",
            "context",
            "crimeAreas",
            "cyber",
            "detection",
            "determination",
            "direction",
            "exploitation",
            "fraudType",
            "holds",
            "judicialUse",
            "kind",
            "mayLack",
            "means",
            "nature",
            "offence",
            "purposes",
            "regime",
            "relation",
            "revisionKind",
            "scheme",
            "selectors",
            "sex",
            "specialCategories",
            "stage",
            "standing",
            "status",
            "type",
            "urgency",
            "usage",
            "use",
            "verdict");

    private static final Set<String> SAID_ELSEWHERE = Set.of(
            "id",
            "revision",
            "revisionKind",
            "state",
            "origin",
            "type",
            "occurred",
            "reportedAt",
            "acceptedAt",
            "detail",
            "entities",
            "connections",
            "narratives",
            "grade",
            "derivedGrade",
            "checks",
            "handling",
            "regime",
            "context",
            "urgency");

    private final Language language;

    public EventWords(Language language) {
        this.language = language;
    }

    /** Free text with the language it is written in, and whether it is a fact or an assessment. */
    public record Text(String text, String lang, String nature) {
        /** Free text never reaches a log. */
        @Override
        public String toString() {
            return "Text[" + lang + "]";
        }
    }

    /** What leaves, as a tree. */
    public static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException ownRendition) {
            throw new IllegalStateException("a rendition is JSON");
        }
    }

    public String code(String code) {
        return Vocabulary.code(language, code);
    }

    /** What a field is called. */
    public String field(String name) {
        return Vocabulary.field(language, name);
    }

    public String codes(Stream<String> codes) {
        return codes.map(this::code).collect(Collectors.joining(", "));
    }

    public String type(JsonNode event) {
        return code(event.path("type").asText());
    }

    /** When it happened, as exactly as it is known. */
    public String when(JsonNode event) {
        JsonNode occurred = event.path("occurred");
        return occurred.has("at")
                ? time(occurred.path("at").asText(), occurred.path("precision").asText())
                : "";
    }

    public String originator(JsonNode event) {
        return joined(
                DOT,
                event.at("/origin/agency").asText(),
                event.at("/origin/unit").asText());
    }

    /** Classification, TLP and codes, short. */
    public String handling(JsonNode event) {
        JsonNode handling = event.path("handling");
        String tlp = handling.path("tlp").asText();
        return joined(
                DOT,
                handling.has("classification")
                        ? code(handling.path("classification").asText())
                        : "",
                tlp.isEmpty() ? "" : "TLP:" + tlp,
                values(handling.path("codes")).collect(Collectors.joining(" ")));
    }

    /** What it is about, in a few words: where, and who or what. */
    public String title(JsonNode event) {
        List<String> things = new ArrayList<>();
        String place = "";
        for (JsonNode entity : event.path("entities")) {
            if (!entity.path("kind").asText().equals("LOCATION")) {
                things.add(shortName(entity));
            } else if (place.isEmpty()) {
                place = first(entity, "name", "crossingPoint", "region", "country");
            }
        }
        values(event.at("/detail/selectors")).map(this::code).forEach(things::add);
        String few = things.stream().distinct().limit(SHORT_LIST).collect(Collectors.joining(", "));
        String title = joined(DOT, place, few);
        return title.isEmpty() ? type(event) : title;
    }

    /** Everything but the free text, in the order in which a person asks. */
    public List<Section> content(JsonNode event) {
        List<Section> sections = new ArrayList<>();
        add(sections, Vocabulary.field(language, "event"), eventLines(event));
        add(sections, Vocabulary.field(language, "detail"), lines(event.path("detail")));
        Map<String, String> names = new LinkedHashMap<>();
        for (JsonNode entity : event.path("entities")) {
            String name = entityTitle(entity);
            names.put(entity.path("id").asText(), name);
            add(sections, name, entityLines(entity));
        }
        List<Line> connections = new ArrayList<>();
        for (JsonNode connection : event.path("connections")) {
            connections.add(Line.of(
                    code(connection.path("relation").asText()),
                    named(names, connection.path("from").asText()) + " → "
                            + named(names, connection.path("to").asText())));
        }
        add(sections, Vocabulary.field(language, "connections"), connections);
        add(sections, Vocabulary.field(language, "grade"), lines(event.path("grade")));
        add(sections, Vocabulary.field(language, "handling"), lines(event.path("handling")));
        List<Line> others = new ArrayList<>();
        event.properties().stream()
                .filter(field -> !SAID_ELSEWHERE.contains(field.getKey()))
                .forEach(field -> add(others, "", field.getKey(), field.getValue()));
        add(sections, Vocabulary.field(language, "others"), others);
        return sections;
    }

    public List<Text> texts(JsonNode event) {
        return StreamSupport.stream(event.path("narratives").spliterator(), false)
                .map(narrative -> new Text(
                        narrative.path("text").asText(),
                        narrative.path("language").asText(),
                        code(narrative.path("nature").asText())))
                .toList();
    }

    /** The conditions that travel with an item, without the profile, which is explained on its own. */
    public List<Line> conditions(JsonNode conditions) {
        List<Line> lines = new ArrayList<>();
        conditions.properties().stream()
                .filter(field -> !Set.of("profile", "mayLack").contains(field.getKey()))
                .forEach(field -> add(lines, "", field.getKey(), field.getValue()));
        return lines;
    }

    private List<Line> eventLines(JsonNode event) {
        List<Line> lines = new ArrayList<>();
        JsonNode origin = event.path("origin");
        line(lines, "type", type(event));
        line(lines, "status", code(event.at("/state/status").asText()));
        line(lines, "reason", event.at("/state/reason").asText());
        line(lines, "occurred", when(event));
        line(lines, "reportedAt", time(event.path("reportedAt").asText(), "MINUTE"));
        line(lines, "agency", originator(event));
        line(lines, "reference", origin.path("reference").asText());
        line(lines, "caseReferences", values(origin.path("caseReferences")).collect(Collectors.joining(", ")));
        for (String field : List.of("urgency", "regime", "context")) {
            line(lines, field, event.has(field) ? code(event.path(field).asText()) : "");
        }
        line(
                lines,
                "revision",
                event.path("revision").asText() + " ("
                        + code(event.path("revisionKind").asText()) + ")");
        return lines;
    }

    private List<Line> entityLines(JsonNode entity) {
        List<Line> lines = new ArrayList<>();
        entity.properties().stream()
                .filter(field -> !Set.of("id", "kind", "category", "type").contains(field.getKey()))
                .forEach(field -> {
                    if (field.getKey().equals("names")) {
                        field.getValue().forEach(name -> lines.add(name(name)));
                    } else {
                        add(lines, "", field.getKey(), field.getValue());
                    }
                });
        return lines;
    }

    private Line name(JsonNode name) {
        String label = Vocabulary.field(language, "name");
        if (!name.isObject()) {
            return Line.of(label, name.asText());
        }
        String use = name.path("use").asText();
        return new Line(
                use.isEmpty() || use.equals("PRIMARY") ? label : label + " (" + code(use) + ")",
                joined(" ", name.path("given").asText(), name.path("family").asText()),
                name.path("script").asText().equals("Geor") ? Language.KA.tag() : "");
    }

    private String entityTitle(JsonNode entity) {
        String kind = code(entity.path("kind").asText());
        String which = entity.has("category") ? entity.path("category").asText() : first(entity, "type", "means");
        return which.isEmpty() ? kind : kind + ": " + code(which);
    }

    private String shortName(JsonNode entity) {
        String which = first(entity, "category", "type", "means");
        return code(which.isEmpty() ? entity.path("kind").asText() : which);
    }

    private List<Line> lines(JsonNode object) {
        List<Line> lines = new ArrayList<>();
        object.properties().forEach(field -> add(lines, "", field.getKey(), field.getValue()));
        return lines;
    }

    private void add(List<Line> lines, String before, String field, JsonNode value) {
        String label = joined(": ", before, Vocabulary.field(language, field));
        if (value.isObject()) {
            value.properties().forEach(inner -> add(lines, label, inner.getKey(), inner.getValue()));
        } else if (value.isArray()
                && StreamSupport.stream(value.spliterator(), false).anyMatch(JsonNode::isObject)) {
            value.forEach(element -> add(lines, before, field, element));
        } else {
            String said = value.isArray()
                    ? values(value).map(text -> word(field, text)).collect(Collectors.joining(", "))
                    : word(field, value.isBoolean() ? yesOrNo(value) : value.asText());
            if (!said.isEmpty()) {
                lines.add(Line.of(label, said));
            }
        }
    }

    private String word(String field, String value) {
        return CODED.contains(field) ? code(value) : value;
    }

    private String yesOrNo(JsonNode value) {
        return code(value.asBoolean() ? "YES" : "NO");
    }

    private void line(List<Line> lines, String field, String value) {
        if (!value.isEmpty()) {
            lines.add(Line.of(Vocabulary.field(language, field), value));
        }
    }

    private static void add(List<Section> sections, String title, List<Line> lines) {
        if (!lines.isEmpty()) {
            sections.add(new Section(title, lines));
        }
    }

    private static String named(Map<String, String> names, String id) {
        return names.getOrDefault(id, id);
    }

    private static Stream<String> values(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText);
    }

    private static String first(JsonNode entity, String... fields) {
        return Stream.of(fields)
                .map(field -> entity.path(field).asText())
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static String joined(String between, String... parts) {
        return Stream.of(parts)
                .filter(Objects::nonNull)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(between));
    }

    /** {@code 2026-11-20T05:42:00Z} as {@code 2026-11-20 05:42 UTC}, no finer than it is known. */
    private static String time(String instant, String precision) {
        int length = switch (precision) {
            case "YEAR" -> "2026".length();
            case "MONTH" -> "2026-11".length();
            case "DAY" -> "2026-11-20".length();
            default -> "2026-11-20T05:42".length();
        };
        String cut = instant.length() > length ? instant.substring(0, length) : instant;
        return cut.indexOf('T') < 0 ? cut : cut.replace('T', ' ') + " UTC";
    }
}
