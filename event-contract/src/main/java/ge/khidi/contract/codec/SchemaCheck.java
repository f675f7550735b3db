package ge.khidi.contract.codec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Format;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.ValidationMessage;
import ge.khidi.contract.CloudEventHeaders;
import ge.khidi.contract.rules.Codes;
import ge.khidi.contract.rules.PartialDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Holds a document against one of the published schemas, which are loaded from this jar and nowhere else. */
final class SchemaCheck {

    private static final Map<String, String> TEXTS = texts();
    private static final Map<String, String> EXPECTED_BY_PATTERN = expectedByPattern();
    private static final JsonSchemaFactory FACTORY = factory();
    private static final Map<String, JsonSchema> LOADED = new ConcurrentHashMap<>();

    private SchemaCheck() {}

    /** One fault for each place that has any. */
    static List<Fault> faults(String schema, JsonNode document) {
        Map<String, Fault> faults = new LinkedHashMap<>();
        LOADED.computeIfAbsent(schema, SchemaCheck::load).validate(document).stream()
                .map(SchemaCheck::fault)
                .forEach(fault -> faults.putIfAbsent(fault.pointer(), fault));
        return List.copyOf(faults.values());
    }

    private static JsonSchema load(String name) {
        return FACTORY.getSchema(
                SchemaLocation.of(CloudEventHeaders.SCHEMA_BASE + name),
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build());
    }

    private static JsonSchemaFactory factory() {
        JsonMetaSchema standard = JsonMetaSchema.getV202012();
        JsonMetaSchema extended = JsonMetaSchema.builder(standard)
                .format(new Judged("iso-3166-1-alpha-2", Codes::isCountry))
                .format(new Judged("iso-15924", Codes::isScript))
                .format(new Judged("bcp-47", Codes::isLanguage))
                .format(new Judged(
                        "partial-date", text -> PartialDate.parse(text).isPresent()))
                .build();
        return JsonSchemaFactory.builder()
                .defaultMetaSchemaIri(extended.getIri())
                .metaSchema(extended)
                .schemaLoaders(loaders -> loaders.schemas(TEXTS))
                .build();
    }

    /** A format of our own. Other validators may ignore it, as they may ignore every format. */
    private record Judged(String name, Predicate<String> judge) implements Format {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean matches(ExecutionContext context, String text) {
            return judge.test(text);
        }
    }

    private static Fault fault(ValidationMessage message) {
        Place place = place(message.getInstanceLocation());
        JsonNode limit = message.getSchemaNode();
        return switch (message.getType()) {
            case "required" -> fault(place.child(message.getProperty()), "missing", "must be there");
            case "additionalProperties" -> fault(place.child(message.getProperty()), "unknown-field", "no such field");
            case "type" -> fault(place, "wrong-type", "must be of type " + words(limit));
            case "enum" -> fault(place, "not-in-list", "must be one of " + words(limit));
            case "const" -> fault(place, "not-in-list", "must be " + words(limit));
            case "pattern" ->
                fault(
                        place,
                        "wrong-form",
                        "must be " + EXPECTED_BY_PATTERN.getOrDefault(limit.asText(), limit.asText()));
            case "format" -> fault(place, "no-such-value", "must be an existing " + limit.asText());
            case "maxLength" -> fault(place, "too-long", "must have at most " + limit.asText() + " characters");
            case "minItems" -> fault(place, "too-few", "must have at least " + limit.asText() + " elements");
            case "maxItems" -> fault(place, "too-many", "must have at most " + limit.asText() + " elements");
            case "uniqueItems" -> fault(place, "repeated", "must not have an element twice");
            case "minimum" -> fault(place, "out-of-range", "must be at least " + limit.asText());
            case "maximum" -> fault(place, "out-of-range", "must be at most " + limit.asText());
            default -> fault(place, "against-schema", "must satisfy " + message.getType() + " of the schema");
        };
    }

    private static Fault fault(Place place, String code, String message) {
        return new Fault(place.toString(), code, message);
    }

    private static Place place(JsonNodePath path) {
        Place place = Place.ROOT;
        for (int i = 0; i < path.getNameCount(); i++) {
            place = place.child(String.valueOf(path.getElement(i)));
        }
        return place;
    }

    private static String words(JsonNode limit) {
        return limit.toString().replace("\"", "").replace(",", ", ");
    }

    private static Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        Schemas.names().forEach(name -> texts.put(CloudEventHeaders.SCHEMA_BASE + name, Schemas.text(name)));
        return texts;
    }

    private static Map<String, String> expectedByPattern() {
        Map<String, String> expected = new LinkedHashMap<>();
        ObjectMapper mapper = new ObjectMapper();
        for (String text : TEXTS.values()) {
            try {
                for (JsonNode part : mapper.readTree(text).findParents("x-khidi-expects")) {
                    expected.put(
                            part.path("pattern").asText(),
                            part.path("x-khidi-expects").asText());
                }
            } catch (JsonProcessingException broken) {
                throw new IllegalStateException(broken);
            }
        }
        return expected;
    }
}
