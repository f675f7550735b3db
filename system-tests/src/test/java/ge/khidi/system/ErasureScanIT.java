package ge.khidi.system;

import static ge.khidi.system.Reader.revision;
import static ge.khidi.system.Submissions.freshReference;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.Topics;
import ge.khidi.localstack.Database;
import ge.khidi.localstack.client.Platform;
import ge.khidi.localstack.test.Canary;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

/**
 * What was erased stands nowhere on the platform once compaction has run: in no column of either database, no file of Kafka or of analysis, no
 * log of any process, no span. PostgreSQL's files are left out, since dead rows stay in them until vacuum; its tables are read instead. The state and the
 * changelogs of analysis hold keyed hashes of what events are found by, so neither word ever stood there: that they are scanned shows that this is so.
 */
@OnPlatform
class ErasureScanIT {

    private static final Duration BOUND = Duration.ofMinutes(2);
    private static final Map<String, String> AT_ONCE = Map.of(
            "segment.ms", "100",
            "min.cleanable.dirty.ratio", "0.0001",
            "min.compaction.lag.ms", "0",
            "max.compaction.lag.ms", "1",
            "file.delete.delay.ms", "1");

    private static final Map<String, String> GONE_AT_ONCE =
            Map.of("retention.ms", "1", "segment.ms", "100", "file.delete.delay.ms", "1");

    private final RunningPlatform running;
    private final Platform platform;
    private final Canary word = new Canary("კანარი" + fresh());
    private final Canary plate = new Canary("QZ" + fresh().toUpperCase(Locale.ROOT));

    ErasureScanIT(RunningPlatform running) {
        this.running = running;
        this.platform = running.client();
    }

    @Test
    void whatWasErasedIsNowhereOnceCompactionHasRun() throws IOException {
        Reader iad = new Reader(platform, "iad-system");
        String first = post("patrol-police-system");
        String second = post("border-police-system");
        JsonNode link = iad.await(item -> item.at("/event/type").asText().equals("LINK")
                && item.at("/event/detail").toString().contains(second));
        iad.await(revision(first, 1));
        new Topic(running, Topics.BORDER_EVENTS).send(first.getBytes(UTF_8), ("{\"" + word.text()).getBytes(UTF_8));
        await().atMost(BOUND)
                .until(() -> List.of("sharing", "analysis").stream().allMatch(this::isBuriedBy));
        readByTaxii();
        assertThat(columns("sharing")).contains("event_revision.body", "rendition.body", "stix_object.body");
        assertThat(columns("intake")).contains("event_revision.content", "event.reference");
        whatIsScannedIsThere();

        erase("patrol-police-system", first);
        erase("border-police-system", second);
        iad.await(revision(first, 2));
        iad.await(revision(second, 2));
        String linkId = link.path("eventId").asText();
        iad.await(item -> item.path("eventId").asText().equals(linkId)
                && item.path("revision").asInt() > link.path("revision").asInt());

        assertThat(columns("sharing")).isEmpty();
        assertThat(columns("intake")).isEmpty();
        untilItIsNowhere();
        assertThat(spans()).as("what Zipkin was told").contains(first);
        assertThat(word.standsIn(spans()) || plate.standsIn(spans())).isFalse();
    }

    /** The topics are as before when it is over: what is killed after this test has to read few segments. */
    private void untilItIsNowhere() {
        Map<String, Map<String, String>> before = new LinkedHashMap<>();
        before.put(Topics.BORDER_EVENTS, configure(Topics.BORDER_EVENTS, AT_ONCE));
        for (String consumer : List.of("sharing", "analysis")) {
            String letters = Topics.deadLetter(consumer, Topics.BORDER_EVENTS);
            before.put(letters, configure(letters, GONE_AT_ONCE));
        }
        try {
            await().atMost(Duration.ofMinutes(4))
                    .pollInterval(Duration.ofSeconds(2))
                    .until(() -> {
                        fill();
                        return files().isEmpty();
                    });
        } finally {
            before.forEach(this::configure);
        }
    }

    /** A partner's list is made when it is asked for first, of everything that its feed has had until then. */
    private void readByTaxii() {
        URI objects = platform.service("sharing").resolve("/taxii2/khidi/collections/border-events/objects/?limit=1");
        await().atMost(Duration.ofMinutes(6))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    int status = platform.client("iad-system").get(objects).status();
                    assertThat(status).isIn(200, 503);
                    return columns("sharing").contains("stix_object.body");
                });
    }

    /** Or finding nothing later would prove nothing: the topic and its dead letters hold it now, and the state and the logs have files. */
    private void whatIsScannedIsThere() throws IOException {
        assertThat(files())
                .extracting(Path::toString)
                .anyMatch(file -> file.contains("/" + Topics.BORDER_EVENTS + "-"))
                .anyMatch(file -> file.contains("/" + Topics.deadLetter("sharing", Topics.BORDER_EVENTS) + "-"))
                .anyMatch(file -> file.contains("/" + Topics.deadLetter("analysis", Topics.BORDER_EVENTS) + "-"));
        Path data = Path.of(running.stack().path("data").asText());
        for (String place : List.of("intake", "analysis", "sharing", "keycloak", "zipkin", "analysis/state")) {
            try (Stream<Path> files = Files.walk(data.resolve(place))) {
                assertThat(files.filter(Files::isRegularFile)).as(place).isNotEmpty();
            }
        }
        try (Stream<Path> files = Files.walk(data.resolve("kafka"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .as("a changelog")
                    .anyMatch(name -> name.contains("-changelog-"));
        }
    }

    /** The plate is what links the two; the word stands in free text and in the originator's own reference. */
    private String post(String client) throws IOException {
        ObjectNode event = Submissions.movement(word.text() + freshReference("SCAN"), plate.text());
        event.withArray("narratives")
                .addObject()
                .put("text", "ნახეს: " + word.text())
                .put("language", "ka")
                .put("nature", "FACT");
        return platform.client(client)
                .post(platform.service("intake").resolve("/v1/events"), event)
                .json()
                .path("eventId")
                .asText();
    }

    private void erase(String client, String event) throws IOException {
        ObjectNode why = JsonNodeFactory.instance.objectNode().put("reason", "for a test");
        assertThat(platform.client(client)
                        .post(platform.service("intake").resolve("/v1/events/" + event + "/erasure"), why)
                        .status())
                .isEqualTo(200);
    }

    /** Something in every partition, so that the segment with the canary is closed and cleaned. */
    private void fill() throws IOException {
        for (int i = 0; i < 40; i++) {
            platform.client("patrol-police-system")
                    .post(
                            platform.service("intake").resolve("/v1/events"),
                            Submissions.movement(freshReference("FILLER"), "FI-" + i + "-LL"));
        }
    }

    private boolean isBuriedBy(String consumer) {
        return new Topic(running, Topics.deadLetter(consumer, Topics.BORDER_EVENTS))
                .records().stream()
                        .anyMatch(letter -> letter.value() != null && word.standsIn(new String(letter.value(), UTF_8)));
    }

    private List<String> columns(String name) {
        Database kept = running.database(name);
        return Stream.of(word, plate)
                .flatMap(canary -> canary.columnsWithIt(kept, Set.of()).stream())
                .toList();
    }

    /** Kafka's topics, changelogs and repartition topics, the state of analysis, and every log. */
    private List<Path> files() {
        Path data = Path.of(running.stack().path("data").asText());
        Set<Path> postgres = Set.of(data.resolve("postgres").resolve("data"));
        return Stream.of(word, plate)
                .flatMap(canary -> canary.filesWithIt(data, postgres, file -> true).stream())
                .toList();
    }

    private String spans() {
        URI zipkin = URI.create(running.stack().at("/zipkin/url").asText());
        HttpRequest all = HttpRequest.newBuilder(zipkin.resolve("/api/v2/traces?limit=10000&lookback=3600000"))
                .timeout(Duration.ofMinutes(1))
                .build();
        try {
            return HttpClient.newHttpClient()
                    .send(all, BodyHandlers.ofString(UTF_8))
                    .body();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Answers what was set before. */
    private Map<String, String> configure(String topic, Map<String, String> settings) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        List<AlterConfigOp> changes = settings.entrySet().stream()
                .map(entry ->
                        new AlterConfigOp(new ConfigEntry(entry.getKey(), entry.getValue()), AlterConfigOp.OpType.SET))
                .toList();
        String servers = running.stack().at("/kafka/bootstrapServers").asText();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            Config now = Objects.requireNonNull(
                    admin.describeConfigs(List.of(resource)).all().get().get(resource));
            admin.incrementalAlterConfigs(Map.of(resource, changes)).all().get();
            return settings.keySet().stream()
                    .collect(
                            Collectors.toMap(name -> name, name -> now.get(name).value()));
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String fresh() {
        return UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    }
}
