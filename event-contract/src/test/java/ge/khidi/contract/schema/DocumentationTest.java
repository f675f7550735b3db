package ge.khidi.contract.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import ge.khidi.contract.CloudEventHeaders;
import ge.khidi.contract.RandomEvents;
import ge.khidi.contract.Topics;
import ge.khidi.contract.codec.Fault;
import ge.khidi.contract.codec.SubmissionCodec;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.EventType;
import ge.khidi.contract.event.Submission;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the documentation says is so. */
class DocumentationTest {

    private static final Path DOCS = Path.of("..", "docs");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Writes the tables anew when started with {@code -Dkhidi.schemas=write}. */
    @Test
    void theTablesOfFieldsAreThoseOfTheContract() throws IOException {
        String page = Files.readString(DOCS.resolve("event-contract.md"));
        String written = between(
                between(page, "fields of a submission", "\n" + FieldTables.envelope()), "types", FieldTables.types());
        if ("write".equals(System.getProperty("khidi.schemas"))) {
            Files.writeString(DOCS.resolve("event-contract.md"), written);
            Files.writeString(DOCS.resolve("event-fields.md"), FieldTables.page(Fields.load()));
        }

        assertThat(Files.readString(DOCS.resolve("event-contract.md"))).isEqualTo(written);
        assertThat(Files.readString(DOCS.resolve("event-fields.md"))).isEqualTo(FieldTables.page(Fields.load()));
    }

    private static String between(String page, String name, String text) {
        String begin = "<!-- begin " + name + " -->";
        String end = "<!-- end " + name + " -->";
        return page.substring(0, page.indexOf(begin)) + begin + text + page.substring(page.indexOf(end));
    }

    @Test
    void theExamplesAreAccepted() throws IOException {
        List<Submission> read = new ArrayList<>();
        for (String example : examples()) {
            read.add(SubmissionCodec.parse(example.getBytes(StandardCharsets.UTF_8), RandomEvents.NOW)
                    .fold(submission -> submission, faults -> {
                        throw new AssertionError(faults.toString());
                    }));
        }

        assertThat(read)
                .extracting(Submission::type)
                .containsExactly(EventType.REFUSAL_OF_ENTRY, EventType.DOCUMENT_FRAUD, EventType.CYBER_INCIDENT);
    }

    @Test
    void everyCodeOfAFaultIsExplained() throws IOException {
        Set<String> explained = new TreeSet<>();
        Pattern.compile("`([a-z0-9-]+)`")
                .matcher(section("## What can be wrong", "## Examples"))
                .results()
                .map(match -> match.group(1))
                .forEach(explained::add);
        Set<String> given = new TreeSet<>();
        for (String example : examples()) {
            ObjectNode tree = (ObjectNode) JSON.readTree(example);
            spoil(tree, tree, given);
        }

        assertThat(given).hasSizeGreaterThan(12);
        assertThat(explained).containsAll(given);
    }

    private static void spoil(ObjectNode root, JsonNode node, Set<String> codes) throws IOException {
        List<JsonNode> wrong = List.of(
                JSON.readTree("\"\""),
                JSON.readTree("\"" + "x".repeat(20_000) + "\""),
                JSON.readTree("-7"),
                JSON.readTree("1e200"),
                JSON.readTree("[1,1]"),
                JSON.readTree("{\"later\":1}"),
                JSON.readTree("\"2099-01-01T00:00:00Z\""),
                JSON.readTree("\"1999-01-01\""),
                JSON.readTree("\"LINK\""),
                JSON.readTree("\"INFORMANT\""),
                JSON.readTree("\"RESCUED\""),
                JSON.readTree("\"bearer\""));
        if (node instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                JsonNode value = object.get(name);
                for (JsonNode other : wrong) {
                    object.set(name, other);
                    read(root, codes);
                }
                object.remove(name);
                read(root, codes);
                object.set(name, value);
                spoil(root, value, codes);
            }
        } else if (node instanceof ArrayNode array) {
            for (JsonNode each : array) {
                spoil(root, each, codes);
            }
        }
    }

    private static void read(ObjectNode tree, Set<String> codes) throws IOException {
        SubmissionCodec.parse(JSON.writeValueAsBytes(tree), RandomEvents.NOW).faults().stream()
                .map(Fault::code)
                .forEach(codes::add);
    }

    private static List<String> examples() throws IOException {
        return Pattern.compile("```json\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(DOCS.resolve("event-contract.md")))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private static String section(String from, String to) throws IOException {
        String page = Files.readString(DOCS.resolve("event-contract.md"));
        return page.substring(page.indexOf(from), page.indexOf(to));
    }

    @Test
    void theAsyncApiHasTheTopicsWithTheirTypes() throws IOException {
        JsonNode api = asyncApi();
        List<String> topics = new ArrayList<>();
        for (JsonNode channel : api.path("channels")) {
            topics.add(channel.path("address").asText());
        }

        List<String> all = new ArrayList<>(Topics.ALL);
        all.add(Topics.SUSPENSIONS);
        assertThat(topics).containsAll(all).hasSize(all.size() + 1);
        assertThat(topics).contains(Topics.deadLetter("{consumer}", "{topic}"));
        assertThat(texts(api.at("/channels/dead-letters/parameters/topic/enum")))
                .isEqualTo(all);
        for (String topic : Topics.ALL) {
            List<String> expected = Arrays.stream(EventType.values())
                    .filter(type -> type.topic().equals(topic))
                    .map(EventType::cloudEventType)
                    .toList();
            List<String> names = new ArrayList<>();
            for (JsonNode message : api.path("channels").path(topic).path("messages")) {
                names.add(resolve(api, message).path("name").asText());
            }
            assertThat(names).as(topic).isEqualTo(expected);
        }
    }

    @Test
    void everyMessageOfTheAsyncApiRefersToTheSchemaOfItsType() throws IOException {
        JsonNode api = asyncApi();
        for (EventType type : EventType.values()) {
            JsonNode message = api.path("components")
                    .path("messages")
                    .path(type.schemaName().replace("-v1.schema.json", ""));
            Path schema = DOCS.resolve(message.at("/payload/schema/$ref").asText());

            assertThat(message.path("title").asText()).isEqualTo(type.name());
            assertThat(schema.getFileName()).hasToString(type.schemaName());
            assertThat(JSON.readTree(schema.toFile())
                            .at("/properties/type/const")
                            .asText())
                    .isEqualTo(type.name());
            assertThat(resolve(api, message.path("headers"))).isNotEmpty();
        }
    }

    @Test
    void theAsyncApiHasTheHeadersAndTheSettingsOfTheTopics() throws IOException {
        JsonNode api = asyncApi();
        JsonNode binding = api.at("/components/channelBindings/events/kafka");
        Event event = new RandomEvents(1).event();

        assertThat(texts(api.at("/components/schemas/CloudEventHeaders/required")))
                .containsExactlyInAnyOrderElementsOf(CloudEventHeaders.of(event).keySet());
        assertThat(binding.path("partitions").asInt()).isEqualTo(Topics.PARTITIONS);
        assertThat(binding.at("/topicConfiguration/max.message.bytes").asInt()).isEqualTo(Topics.MAX_MESSAGE_BYTES);
        assertThat(Duration.parse(binding.path("x-min-compaction-lag").asText()))
                .isEqualTo(Topics.MIN_COMPACTION_LAG);
        assertThat(Duration.parse(binding.path("x-max-compaction-lag").asText()))
                .isEqualTo(Topics.MAX_COMPACTION_LAG);
    }

    @Test
    void everyReferenceInTheAsyncApiLeadsSomewhere() throws IOException {
        JsonNode api = asyncApi();

        assertThat(api.findValues("$ref")).hasSizeGreaterThan(60).allSatisfy(reference -> {
            String target = reference.asText();
            assertThat(
                            target.startsWith("#")
                                    ? !api.at(target.substring(1)).isMissingNode()
                                    : Files.exists(DOCS.resolve(target)))
                    .as(target)
                    .isTrue();
        });
    }

    private static JsonNode asyncApi() throws IOException {
        return new ObjectMapper(new YAMLFactory())
                .readTree(DOCS.resolve("asyncapi.yaml").toFile());
    }

    private static JsonNode resolve(JsonNode api, JsonNode node) {
        return node.has("$ref") ? api.at(node.path("$ref").asText().substring(1)) : node;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }
}
