package ge.khidi.sharing.stix;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import ge.khidi.contract.RandomEvents;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.EventType;
import ge.khidi.localstack.Home;
import ge.khidi.localstack.replay.Submissions;
import ge.khidi.sharing.disclosure.Readers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Against the JSON Schemas of OASIS, which are not part of the project; with {@code -Pshared-data}, where a checkout has them. */
@Tag("shared-data")
final class StixSchemasTest {

    private static final String PUBLISHED =
            "http://raw.githubusercontent.com/oasis-open/cti-stix2-json-schemas/stix2.1/schemas/";
    private static final Path SHARED = Path.of(System.getProperty("shared.data", "../../shared/data"))
            .toAbsolutePath()
            .normalize();
    private static final Path SCHEMAS = SHARED.resolve("stix_json_schemas/schemas");
    private static final int SEEDS = 20;
    private static final int BETWEEN = Integer.getInteger("khidi.stix.records.between", 28);

    private final JsonSchemaFactory factory = JsonSchemaFactory.getInstance(
            SpecVersion.VersionFlag.V202012,
            builder -> builder.schemaMappers(
                    mappers -> mappers.mapPrefix(PUBLISHED, SCHEMAS.toUri().toString())));
    private final SchemaValidatorsConfig strictly =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
    private final Map<String, JsonSchema> schemas = new HashMap<>();

    @Test
    void theStoryIsValidForEveryReaderInBothProfiles() {
        Set<String> types = new TreeSet<>();
        for (Event event : Rows.story()) {
            types.addAll(valid(event));
        }
        assertThat(types)
                .contains("incident", "identity", "location", "note", "grouping", "observed-data", "relationship")
                .contains(
                        "indicator",
                        "domain-name",
                        "user-account",
                        "marking-definition",
                        "extension-definition",
                        "language-content");
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void everyTypeOfEventIsValid(EventType type) {
        for (long seed = 0; seed < SEEDS; seed++) {
            valid(seed % 4 == 0 ? RandomEvents.full(seed).event(type) : new RandomEvents(seed).event(type));
        }
    }

    /** One row in {@code every}, or all of them, of files of real records, as they are replayed. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "missing-migrants-europe.yaml, border_missing_migrants/iom_europe_full_columns.csv.gz, 3",
        "lancashire-asb.yaml, crime_uk_asb/lancashire_asb.csv.gz, 28"
    })
    void realRecordsAreValidInBothProfiles(String mapping, String data, int every) {
        Path mappings = Home.find().directory().resolve("mappings");
        List<JsonNode> said = Submissions.of(SHARED.resolve(data), mappings.resolve(mapping), Math.min(every, BETWEEN));
        Set<String> bodies = new HashSet<>();
        int rows = 0;
        for (JsonNode submission : said) {
            Optional<Shown> row = Rows.event(rows, submission).flatMap(event -> Rows.row(event, "IAD", "full"));
            row.stream()
                    .flatMap(shown ->
                            Stream.of(StixProfile.values()).flatMap(stix -> Rows.objects(shown, stix).stream()))
                    .filter(object -> bodies.add(object.body()))
                    .forEach(this::valid);
            rows += row.isPresent() ? 1 : 0;
        }
        assertThat(rows).isGreaterThan(1_900);
        assertThat(bodies).hasSizeGreaterThan(rows);
    }

    @Test
    void theSchemasRefuseAnObjectThatLacksWhatIsRequired() {
        for (StixObject object :
                Rows.objects(Rows.row(Rows.story().get(3), "IAD", "full").orElseThrow(), StixProfile.FULL)) {
            ObjectNode body = Rows.body(object);
            body.remove("id");
            assertThat(schema(object.type()).validate(body)).as(object.type()).isNotEmpty();
        }
    }

    private List<String> valid(Event event) {
        List<String> types = new ArrayList<>();
        for (String profile : Readers.PROFILES.names()) {
            for (String partner : List.of("IAD", "EUROPOL")) {
                Rows.row(event, partner, profile)
                        .ifPresent(row -> Stream.of(StixProfile.values())
                                .flatMap(stix -> Rows.objects(row, stix).stream())
                                .forEach(object -> types.add(valid(object))));
            }
        }
        return types;
    }

    private String valid(StixObject object) {
        assertThat(faults(object)).as(object.body()).isEmpty();
        if (!object.shared()) {
            assertThat(faults(Rows.EXPORT.revoked(object, RandomEvents.NOW.plusSeconds(1))))
                    .as("revoked " + object.type())
                    .isEmpty();
            StixExport.neededToRevoke(object.type())
                    .forEach(needed -> assertThat(faults(needed)).isEmpty());
        }
        return object.type();
    }

    private List<String> faults(StixObject object) {
        return schemas.computeIfAbsent(object.type(), this::schema).validate(Rows.body(object)).stream()
                .map(fault -> fault.getInstanceLocation() + " " + fault.getMessage())
                .toList();
    }

    private JsonSchema schema(String type) {
        String folder = Stream.of("sdos", "sros", "observables", "common")
                .filter(candidate -> Files.exists(SCHEMAS.resolve(candidate).resolve(type + ".json")))
                .findFirst()
                .orElseThrow();
        return factory.getSchema(SchemaLocation.of(PUBLISHED + folder + "/" + type + ".json"), strictly);
    }
}
