package ge.khidi.contract.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import ge.khidi.contract.CloudEventHeaders;
import ge.khidi.contract.RandomEvents;
import ge.khidi.contract.codec.EventCodec;
import ge.khidi.contract.codec.Schemas;
import ge.khidi.contract.codec.SubmissionCodec;
import ge.khidi.contract.detail.Detail;
import ge.khidi.contract.entity.Entity;
import ge.khidi.contract.entity.Group;
import ge.khidi.contract.entity.Identifying;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.EventType;
import ge.khidi.contract.event.Submission;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

/** Holds the checked-in schemas against the records, whoever wrote them. */
class SchemaDriftTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SEEDS = Integer.getInteger("khidi.laws.seeds", 40);

    /** Required beyond the records: an event needs a purpose, and only an erased event has lost its detail. */
    private static final Set<String> REQUIRED_ALL_THE_SAME = Set.of("Handling.purposes", "Submission.detail");

    static final List<String> NAMES = Schemas.names();
    static final List<EventType> SUBMITTABLE = RandomEvents.SUBMITTABLE;

    @ParameterizedTest
    @EnumSource(EventType.class)
    void thePublishedSchemaSaysWhatTheRecordsSay(EventType type) {
        Walk walk = new Walk(type.schemaName(), type, false);

        walk.record(Event.class, walk.root());

        assertThat(walk.differences).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("SUBMITTABLE")
    void theSchemaOfASubmissionSaysWhatTheRecordsSay(EventType type) {
        Walk walk = new Walk(type.submissionSchemaName(), type, true);

        walk.record(Submission.class, walk.root());

        assertThat(walk.differences).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void everySchemaIsASchemaAndIsFoundUnderItsId(String name) throws JsonProcessingException {
        JsonNode schema = JSON.readTree(Schemas.text(name));

        assertThat(schema.path("$id").asText()).isEqualTo(CloudEventHeaders.SCHEMA_BASE + name);
        assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"))
                        .validate(schema))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void everyPublishedEventIsValidAlsoWithFieldsOfALaterVersion(EventType type) {
        for (long seed = 0; seed < SEEDS; seed++) {
            RandomEvents random = new RandomEvents(seed);
            Event event = random.event(type);

            assertThat(Schemas.faults(type.schemaName(), EventCodec.tree(event)))
                    .as("seed %d", seed)
                    .isEmpty();
            assertThat(Schemas.faults(type.schemaName(), EventCodec.tree(random.withUnknown(event))))
                    .as("seed %d, with unknown fields", seed)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @FieldSource("SUBMITTABLE")
    void everySubmissionIsValidAndNoFieldCanBeAddedAnywhere(EventType type) {
        for (long seed = 0; seed < SEEDS; seed++) {
            ObjectNode tree = SubmissionCodec.tree(new RandomEvents(seed).submission(type));
            assertThat(Schemas.faults(type.submissionSchemaName(), tree))
                    .as("seed %d", seed)
                    .isEmpty();

            for (ObjectNode object : objects(tree)) {
                object.put("later", 1);
                assertThat(Schemas.faults(type.submissionSchemaName(), tree))
                        .as("seed %d, %s", seed, object.fieldNames().next())
                        .hasSize(1);
                object.remove("later");
            }
        }
    }

    @Test
    void aValueOutsideItsBoundsIsAgainstTheSchema() {
        ObjectNode tree = SubmissionCodec.tree(RandomEvents.full(1).submission(EventType.CRIME_REPORT));
        ((ObjectNode) tree.at("/detail")).put("offenceCode", "x".repeat(101));
        ((ObjectNode) tree.at("/entities/0")).put("kind", "GHOST");
        ((ObjectNode) tree.at("/occurred")).put("at", "21.11.2026");

        assertThat(Schemas.faults(EventType.CRIME_REPORT.submissionSchemaName(), tree))
                .extracting(fault -> fault.pointer() + " " + fault.code())
                .containsExactlyInAnyOrder(
                        "/detail/offenceCode too-long", "/entities/0/kind not-in-list", "/occurred/at wrong-form");
    }

    private static List<ObjectNode> objects(JsonNode node) {
        List<ObjectNode> objects = new ArrayList<>();
        if (node instanceof ObjectNode object) {
            objects.add(object);
        }
        node.forEach(child -> objects.addAll(objects(child)));
        return objects;
    }

    /** A walk through a record and its schema side by side, in both directions. */
    private static final class Walk {
        private final String file;
        private final EventType type;
        private final boolean closed;
        private final Set<String> differences = new TreeSet<>();
        private final Set<Object> seen = new HashSet<>();

        Walk(String file, EventType type, boolean closed) {
            this.file = file;
            this.type = type;
            this.closed = closed;
        }

        /** A schema and the file it stands in. */
        private record Found(String file, JsonNode node) {}

        Found root() {
            return new Found(file, read(file));
        }

        private static JsonNode read(String file) {
            try {
                return JSON.readTree(Schemas.text(file));
            } catch (JsonProcessingException broken) {
                throw new IllegalStateException(broken);
            }
        }

        private static Found resolve(Found schema) {
            String reference = schema.node().path("$ref").asText();
            if (reference.isEmpty()) {
                return schema;
            }
            int hash = reference.indexOf('#');
            String target = hash == 0 ? schema.file() : reference.substring(0, hash);
            return new Found(target, read(target).at(reference.substring(hash + 1)));
        }

        void record(Class<?> record, Found at) {
            Found schema = resolve(at);
            if (!seen.add(List.of(record, schema.file()))) {
                return;
            }
            String name = record.getSimpleName();
            List<RecordComponent> components = Arrays.stream(record.getRecordComponents())
                    .filter(component -> component.getType() != Map.class)
                    .toList();
            Set<String> names = new TreeSet<>();
            components.forEach(component -> names.add(component.getName()));
            if (Entity.class.isAssignableFrom(record)) {
                names.add("kind");
            }
            Set<String> properties = new TreeSet<>();
            schema.node().path("properties").fieldNames().forEachRemaining(properties::add);
            same(name + " fields", names, properties);
            same(name + " closed", closed, schema.node().has("additionalProperties"));
            Set<String> required = new TreeSet<>();
            schema.node().path("required").forEach(each -> required.add(each.asText()));
            for (RecordComponent component : components) {
                Found property = new Found(
                        schema.file(), schema.node().path("properties").path(component.getName()));
                String place = name + "." + component.getName();
                same(place + " required", required(place, component), required.contains(component.getName()));
                markers(place, component, property.node());
                value(place, component.getGenericType(), property);
            }
        }

        private static boolean required(String place, RecordComponent component) {
            Class<?> raw = component.getType();
            return REQUIRED_ALL_THE_SAME.contains(place)
                    || (raw != Optional.class && raw != List.class && raw != Set.class);
        }

        private void markers(String place, RecordComponent component, JsonNode property) {
            Group group = component.getAnnotation(Group.class);
            same(
                    place + " group",
                    group == null ? "" : group.value().name(),
                    property.path("x-khidi-group").asText());
            same(
                    place + " identifying",
                    component.isAnnotationPresent(Identifying.class),
                    property.path("x-khidi-identifying").asBoolean());
            same(
                    place + " is described",
                    false,
                    property.path("description").asText().isBlank());
        }

        private void value(String place, Type declared, Found at) {
            if (declared instanceof ParameterizedType generic) {
                Type inner = generic.getActualTypeArguments()[0];
                if (generic.getRawType() == Optional.class) {
                    value(place, inner, at);
                    return;
                }
                JsonNode array = at.node();
                same(place + " type", "array", array.path("type").asText());
                same(place + " is bounded", true, array.path("maxItems").isInt());
                same(
                        place + " is a set",
                        generic.getRawType() == Set.class,
                        array.path("uniqueItems").asBoolean());
                value(place + "[]", inner, new Found(at.file(), array.path("items")));
                return;
            }
            Class<?> plain = (Class<?>) declared;
            if (plain == EventType.class) {
                same(place, type.name(), at.node().path("const").asText());
            } else if (plain == Detail.class) {
                record(type.detailClass(), at);
            } else if (plain == Entity.class) {
                entities(place, resolve(at));
            } else if (plain.isRecord()
                    && resolve(at).node().path("type").asText().equals("object")) {
                record(plain, at);
            } else {
                leaf(place, plain, at);
            }
        }

        private void entities(String place, Found entity) {
            Set<String> kinds = new TreeSet<>();
            for (JsonSubTypes.Type kind :
                    Entity.class.getAnnotation(JsonSubTypes.class).value()) {
                kinds.add(kind.name());
                boolean found = false;
                for (JsonNode branch : entity.node().path("allOf")) {
                    if (branch.at("/if/properties/kind/const").asText().equals(kind.name())) {
                        Found then = resolve(new Found(entity.file(), branch.path("then")));
                        same(
                                place + " kind",
                                kind.name(),
                                then.node().at("/properties/kind/const").asText());
                        record(kind.value(), then);
                        found = true;
                    }
                }
                same(place + " has a schema for " + kind.name(), true, found);
            }
            same(place + " kinds", kinds, strings(entity.node().at("/properties/kind/enum")));
        }

        private void leaf(String place, Class<?> plain, Found at) {
            JsonNode definition = resolve(at).node();
            if (plain.isEnum()) {
                Set<String> constants = new TreeSet<>();
                for (Object constant : plain.getEnumConstants()) {
                    constants.add(((Enum<?>) constant).name());
                }
                same(place + " values", constants, strings(definition.path("enum")));
                return;
            }
            String json = definition.path("type").asText();
            if (plain == boolean.class || plain == Boolean.class) {
                same(place + " type", "boolean", json);
            } else if (plain == int.class || plain == Integer.class) {
                same(place + " type", "integer", json);
                same(
                        place + " is bounded",
                        true,
                        at.node().has("minimum") && at.node().has("maximum"));
            } else if (Number.class.isAssignableFrom(plain)) {
                same(place + " type", "number", json);
                same(
                        place + " is bounded",
                        true,
                        at.node().has("minimum") && at.node().has("maximum"));
            } else if (!plain.isInterface()) {
                String pattern = definition.path("pattern").asText();
                boolean finite = pattern.startsWith("^")
                        && pattern.endsWith("$")
                        && !pattern.replaceAll("\\[[^]]*]", "").matches(".*[*+].*");
                same(place + " type", "string", json);
                same(place + " is bounded", true, finite || at.node().has("maxLength") || definition.has("maxLength"));
            } else {
                same(
                        place + " alternatives",
                        "[\"string\",\"array\"]",
                        definition.path("type").toString());
            }
        }

        private static Set<String> strings(JsonNode array) {
            Set<String> strings = new TreeSet<>();
            array.forEach(each -> strings.add(each.asText()));
            return strings;
        }

        private void same(String what, Object record, Object schema) {
            if (!record.equals(schema)) {
                differences.add(what + ": record " + record + ", schema " + schema);
            }
        }
    }
}
