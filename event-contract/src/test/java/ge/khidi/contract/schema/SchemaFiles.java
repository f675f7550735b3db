package ge.khidi.contract.schema;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.AgencyId;
import ge.khidi.contract.CloudEventHeaders;
import ge.khidi.contract.EventId;
import ge.khidi.contract.LocalId;
import ge.khidi.contract.RandomEvents;
import ge.khidi.contract.RevisionId;
import ge.khidi.contract.detail.Detail;
import ge.khidi.contract.entity.Entity;
import ge.khidi.contract.entity.Group;
import ge.khidi.contract.entity.Identifying;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.EventType;
import ge.khidi.contract.event.Submission;
import ge.khidi.contract.handling.Handling;
import ge.khidi.contract.handling.ReleasableTo;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Writes the schemas. A published event may carry fields of a later version, so its objects are open; a submission may not, so
 * the same objects are written a second time, closed.
 */
final class SchemaFiles {

    private static final String COMMON = "common-v1.schema.json";
    private static final String COMMON_SUBMISSION = "common-submission-v1.schema.json";

    // The same white space in Java and in ECMAScript, written out because their \s differ.
    private static final String WHITE = " \\u00A0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000";
    private static final String CONTROL = "\\u0000-\\u001F\\u007F-\\u009F";
    private static final String CONTROL_BUT_LINE_FEED = "\\u0000-\\u0009\\u000B-\\u001F\\u007F-\\u009F";

    private final Fields fields;
    private final Map<String, ObjectNode> files = new TreeMap<>();
    private final Map<String, ObjectNode> shared = new TreeMap<>();
    private final Map<String, ObjectNode> closed = new TreeMap<>();

    private SchemaFiles(Fields fields) {
        this.fields = fields;
    }

    /** Every schema by its file name. */
    static Map<String, String> write(Fields fields) {
        SchemaFiles schemas = new SchemaFiles(fields);
        for (EventType type : EventType.values()) {
            schemas.event(type);
        }
        for (EventType type : RandomEvents.SUBMITTABLE) {
            schemas.submission(type);
        }
        schemas.anySubmission();
        schemas.common(COMMON, "What the schemas of published events share.", schemas.shared);
        schemas.common(COMMON_SUBMISSION, "What the schemas of submissions share, closed.", schemas.closed);
        Map<String, String> texts = new TreeMap<>();
        schemas.files.forEach((name, file) -> texts.put(name, print(file)));
        return texts;
    }

    private void event(EventType type) {
        Place place = new Place(type.schemaName(), false);
        ObjectNode file = head(type.schemaName(), type.name(), "A published event: " + detailText(type));
        file.setAll(object(Event.class, place, Optional.of(type)));
        file.putObject("$defs")
                .set(type.detailClass().getSimpleName(), object(type.detailClass(), place, Optional.empty()));
        files.put(type.schemaName(), file);
    }

    private void submission(EventType type) {
        Place place = new Place(type.submissionSchemaName(), true);
        ObjectNode file = head(type.submissionSchemaName(), type.name(), "A submission: " + detailText(type));
        file.setAll(object(Submission.class, place, Optional.of(type)));
        file.putObject("$defs")
                .set(type.detailClass().getSimpleName(), object(type.detailClass(), place, Optional.empty()));
        files.put(type.submissionSchemaName(), file);
    }

    /** For a submission whose type cannot be told: everything but the detail. */
    private void anySubmission() {
        String name = "submission-v1.schema.json";
        ObjectNode file = head(name, "Submission", "A submission of any type; the schema of its type says more.");
        file.setAll(object(Submission.class, new Place(name, true), Optional.empty()));
        ArrayNode types = ((ObjectNode) file.at("/properties/type")).putArray("enum");
        RandomEvents.SUBMITTABLE.forEach(type -> types.add(type.name()));
        ((ObjectNode) file.at("/properties/type")).remove("$ref");
        files.put(name, file);
    }

    private void common(String name, String description, Map<String, ObjectNode> defs) {
        ObjectNode file = head(name, "Common", description);
        ObjectNode all = file.putObject("$defs");
        defs.forEach(all::set);
        files.put(name, file);
    }

    private static ObjectNode head(String name, String title, String description) {
        ObjectNode file = node();
        file.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        file.put("$id", CloudEventHeaders.SCHEMA_BASE + name);
        file.put("title", title);
        file.put("description", description);
        return file;
    }

    private String detailText(EventType type) {
        return fields.get(type.detailClass().getSimpleName()).description();
    }

    /** The file being written, and whether its objects are closed. */
    private record Place(String file, boolean closed) {
        String ref(String definedIn, String name) {
            return (file.equals(definedIn) ? "" : definedIn) + "#/$defs/" + name;
        }
    }

    private ObjectNode object(Class<?> type, Place place, Optional<EventType> root) {
        ObjectNode object = node();
        object.put("type", "object");
        ObjectNode properties = object.putObject("properties");
        ArrayNode required = JsonNodeFactory.instance.arrayNode();
        if (Entity.class.isAssignableFrom(type)) {
            properties
                    .putObject("kind")
                    .put("const", kind(type))
                    .put("description", fields.get("Entity.kind").description());
            required.add("kind");
        }
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getType() != Map.class) {
                properties.set(component.getName(), property(type, component, place, root));
                if (required(type, component)) {
                    required.add(component.getName());
                }
            }
        }
        if (!required.isEmpty()) {
            object.set("required", required);
        }
        if (place.closed()) {
            object.put("additionalProperties", false);
        }
        return object;
    }

    /**
     * What is neither optional nor a collection. Beyond that an event without a purpose is useless, so purposes are required; and
     * only an erased event lacks its detail, so a submission has one.
     */
    static boolean required(Class<?> type, RecordComponent component) {
        Class<?> raw = component.getType();
        return (raw != Optional.class && raw != List.class && raw != Set.class)
                || (type == Handling.class && component.getName().equals("purposes"))
                || (type == Submission.class && component.getName().equals("detail"));
    }

    private ObjectNode property(Class<?> owner, RecordComponent component, Place place, Optional<EventType> root) {
        Fields.Line line = line(owner, component.getName());
        ObjectNode property = schema(component.getGenericType(), line.form(), place, root);
        if (component.getType() == EventType.class && root.isPresent()) {
            property.removeAll();
            property.put("const", root.get().name());
        }
        if (owner == Handling.class && component.getName().equals("purposes")) {
            property.put("minItems", 1);
        }
        property.put("description", line.description());
        Group group = component.getAnnotation(Group.class);
        if (group != null) {
            property.put("x-khidi-group", group.value().name());
        }
        if (component.isAnnotationPresent(Identifying.class)) {
            property.put("x-khidi-identifying", true);
        }
        return property;
    }

    private Fields.Line line(Class<?> owner, String component) {
        boolean shared = Entity.class.isAssignableFrom(owner) && (component.equals("id") || component.equals("nature"));
        return fields.get((shared ? "Entity" : owner.getSimpleName()) + "." + component);
    }

    private ObjectNode schema(Type type, String form, Place place, Optional<EventType> root) {
        if (type instanceof ParameterizedType generic) {
            Type inner = generic.getActualTypeArguments()[0];
            if (generic.getRawType() == Optional.class) {
                return schema(inner, form, place, root);
            }
            ObjectNode array = node().put("type", "array");
            array.set("items", schema(inner, form.replaceAll(",? ?items \\d+", ""), place, root));
            if (generic.getRawType() == Set.class) {
                array.put("uniqueItems", true);
                array.put("maxItems", ((Class<?>) inner).getEnumConstants().length);
            } else {
                array.put("maxItems", Integer.parseInt(form.replaceAll(".*items (\\d+)", "$1")));
            }
            return array;
        }
        return schema((Class<?>) type, form, place, root);
    }

    private ObjectNode schema(Class<?> type, String form, Place place, Optional<EventType> root) {
        if (type == String.class) {
            return text(form, place);
        } else if (type == boolean.class || type == Boolean.class) {
            return node().put("type", "boolean");
        } else if (type == int.class || type == Integer.class) {
            return range(node().put("type", "integer"), form);
        } else if (type == BigDecimal.class) {
            return range(node().put("type", "number"), form);
        } else if (type == Instant.class) {
            return scalar("Moment", place, moment());
        } else if (type == LocalDate.class) {
            return scalar(
                    "Day",
                    place,
                    pattern("^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$", "a day such as 2026-11-21")
                            .put("format", "date"));
        } else if (type == EventId.class) {
            return scalar(
                    "EventId",
                    place,
                    pattern("^" + UUID + "$", "a UUID in lower case").put("format", "uuid"));
        } else if (type == RevisionId.class) {
            return scalar(
                    "RevisionId",
                    place,
                    pattern("^" + UUID + "/[1-9][0-9]{0,8}$", "an event id, a slash and a revision"));
        } else if (type == AgencyId.class) {
            return scalar(
                    "AgencyId",
                    place,
                    pattern("^[A-Z][A-Z0-9-]{1,39}$", "2 to 40 of A-Z, 0-9 and hyphen, a letter first"));
        } else if (type == LocalId.class) {
            return scalar(
                    "LocalId",
                    place,
                    pattern("^[a-z][a-z0-9-]{0,39}$", "1 to 40 of a-z, 0-9 and hyphen, a letter first"));
        } else if (type == ReleasableTo.class) {
            return releasableTo(place);
        } else if (type.isEnum()) {
            return enumeration(type, place);
        } else if (type == Detail.class) {
            return root.map(of ->
                            node().put("$ref", "#/$defs/" + of.detailClass().getSimpleName()))
                    .orElseGet(() -> node().put("type", "object"));
        } else if (type == Entity.class) {
            return shared("Entity", place, () -> entity(place));
        }
        return shared(type.getSimpleName(), place, () -> {
            ObjectNode object = object(type, sharedPlace(place), Optional.empty());
            return object.put("description", fields.get(type.getSimpleName()).description());
        });
    }

    private static final String UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

    private static Place sharedPlace(Place place) {
        return new Place(place.closed() ? COMMON_SUBMISSION : COMMON, place.closed());
    }

    private interface Writing {
        ObjectNode write();
    }

    /** An object all schemas of its sort share. */
    private ObjectNode shared(String name, Place place, Writing writing) {
        Map<String, ObjectNode> defs = place.closed() ? closed : shared;
        if (!defs.containsKey(name)) {
            defs.put(name, node());
            defs.put(name, writing.write());
        }
        return node().put("$ref", place.ref(sharedPlace(place).file(), name));
    }

    /** A scalar, which open and closed schemas share. */
    private ObjectNode scalar(String name, Place place, ObjectNode definition) {
        shared.put(name, definition);
        return node().put("$ref", place.ref(COMMON, name));
    }

    private ObjectNode enumeration(Class<?> type, Place place) {
        Class<?> outer = type.getEnclosingClass();
        String name = (outer == null ? "" : outer.getSimpleName().replace("Detail", "")) + type.getSimpleName();
        ObjectNode definition = node().put("type", "string");
        ArrayNode values = definition.putArray("enum");
        for (Object constant : type.getEnumConstants()) {
            values.add(((Enum<?>) constant).name());
        }
        definition.put("description", fields.get(name).description());
        return scalar(name, place, definition);
    }

    private ObjectNode entity(Place place) {
        Place common = sharedPlace(place);
        ObjectNode entity = node().put("type", "object")
                .put("description", fields.get("Entity").description());
        ObjectNode kind = entity.putObject("properties").putObject("kind");
        kind.put("type", "string");
        ArrayNode kinds = kind.putArray("enum");
        kind.put("description", fields.get("Entity.kind").description());
        entity.putArray("required").add("kind");
        ArrayNode each = entity.putArray("allOf");
        for (Class<?> type : Entity.class.getPermittedSubclasses()) {
            kinds.add(kind(type));
            ObjectNode branch = each.addObject();
            ObjectNode condition = branch.putObject("if");
            condition.putObject("properties").putObject("kind").put("const", kind(type));
            condition.putArray("required").add("kind");
            branch.set("then", schema(type, "-", common, Optional.empty()));
        }
        return entity;
    }

    private static String kind(Class<?> type) {
        for (JsonSubTypes.Type kind :
                Entity.class.getAnnotation(JsonSubTypes.class).value()) {
            if (kind.value() == type) {
                return kind.name();
            }
        }
        throw new IllegalArgumentException(type.getName());
    }

    private ObjectNode releasableTo(Place place) {
        ObjectNode definition = node();
        definition.putArray("type").add("string").add("array");
        definition.putObject("if").put("type", "string");
        definition.putObject("then").put("const", "BY_POLICY");
        ObjectNode otherwise = definition.putObject("else");
        otherwise.set("items", schema(AgencyId.class, "-", new Place(COMMON, false), Optional.empty()));
        otherwise.put("maxItems", 200).put("uniqueItems", true);
        return scalar("ReleasableTo", place, definition);
    }

    private ObjectNode text(String form, Place place) {
        String[] words = form.split(" ", 2);
        return switch (words[0]) {
            case "label" ->
                scalar("Line", place, line(CONTROL, "one line without control characters or blanks at its ends"))
                        .put("maxLength", Integer.parseInt(words[1]));
            case "lines" ->
                scalar(
                                "Lines",
                                place,
                                line(
                                        CONTROL_BUT_LINE_FEED,
                                        "text without control characters but line feeds, no blanks at its ends"))
                        .put("maxLength", Integer.parseInt(words[1]));
            case "free" ->
                scalar("FreeText", place, pattern("[^" + CONTROL + WHITE + "]", "text that is not blank"))
                        .put("maxLength", Integer.parseInt(words[1]));
            case "code" ->
                pattern(words[1], "one of the characters of the scheme").put("maxLength", 1);
            case "country" ->
                scalar(
                        "Country",
                        place,
                        pattern("^[A-Z]{2}$", "an ISO 3166-1 alpha-2 code").put("format", "iso-3166-1-alpha-2"));
            case "script" ->
                scalar(
                        "Script",
                        place,
                        pattern("^[A-Z][a-z]{3}$", "an ISO 15924 code").put("format", "iso-15924"));
            case "language" ->
                scalar(
                        "Language",
                        place,
                        pattern("^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$", "a BCP 47 tag")
                                .put("maxLength", 35)
                                .put("format", "bcp-47"));
            case "partial-date" ->
                scalar(
                        "PartialDate",
                        place,
                        pattern(
                                        "^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$",
                                        "yyyy, yyyy-MM or yyyy-MM-dd")
                                .put("format", "partial-date"));
            default -> throw new IllegalStateException("a text needs a form: " + form);
        };
    }

    private static ObjectNode line(String without, String expects) {
        String ends = "[^" + CONTROL + WHITE + "]";
        return pattern("^" + ends + "([^" + without + "]*" + ends + ")?$", expects);
    }

    private static ObjectNode moment() {
        return pattern(
                        "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
                                + "(\\.[0-9]{1,6})?(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])$",
                        "a time with its offset such as 2026-11-21T08:30:00Z, at most microseconds")
                .put("format", "date-time");
    }

    private static ObjectNode pattern(String pattern, String expects) {
        return node().put("type", "string").put("pattern", pattern).put("x-khidi-expects", expects);
    }

    private static ObjectNode range(ObjectNode number, String form) {
        String[] words = form.split(" ", 3);
        return number.put("minimum", Long.parseLong(words[1])).put("maximum", Long.parseLong(words[2]));
    }

    private static ObjectNode node() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static String print(ObjectNode file) {
        DefaultPrettyPrinter pretty = new DefaultPrettyPrinter();
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        pretty.indentObjectsWith(indenter);
        pretty.indentArraysWith(indenter);
        try {
            return new ObjectMapper().writer(pretty).writeValueAsString(file) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
