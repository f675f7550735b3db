package ge.khidi.contract.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import ge.khidi.contract.RandomEvents;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.EventType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One event of each type as it was published once, with everything in it that version 1 can say. These bytes must stay readable,
 * and printed again they must stay the same. A later minor version adds files; it never changes these.
 */
class GoldenFilesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Writes the files that are missing when started with {@code -Dkhidi.golden=write}. */
    @ParameterizedTest
    @EnumSource(EventType.class)
    void whatWasPublishedOnceIsReadAndPrintedTheSame(EventType type) throws IOException {
        String name = type.schemaName().replace("-v1.schema.json", "-v1.json");
        Path file = Path.of("src/test/resources/golden").resolve(name);
        if ("write".equals(System.getProperty("khidi.golden")) && Files.notExists(file)) {
            Files.createDirectories(Path.of("src/test/resources/golden"));
            Files.write(file, EventCodec.print(RandomEvents.full(1).event(type)));
        }
        byte[] golden = resource("/golden/" + name);

        Parsed<Event> read = EventCodec.parse(golden);

        assertThat(read.faults()).isEmpty();
        Event event = read.toOptional().orElseThrow();
        assertThat(event.unknown()).isEmpty();
        assertThat(EventCodec.print(event)).isEqualTo(golden);
        assertThat(Schemas.faults(type.schemaName(), EventCodec.tree(event))).isEmpty();
        assertThat(says(JSON.readTree(golden), ""))
                .containsAll(says(EventCodec.tree(RandomEvents.full(7).event(type)), ""));
    }

    /** The places of all fields, indices left out. */
    private static Set<String> says(JsonNode node, String place) {
        Set<String> places = new TreeSet<>();
        if (node.isObject()) {
            String kind = node.path("kind").asText();
            node.properties().forEach(field -> {
                places.add(place + kind + "/" + field.getKey());
                places.addAll(says(field.getValue(), place + kind + "/" + field.getKey()));
            });
        }
        if (node.isArray()) {
            node.forEach(each -> places.addAll(says(each, place)));
        }
        return places;
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = GoldenFilesTest.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("no " + name);
            }
            return in.readAllBytes();
        }
    }
}
