package ge.khidi.system;

import static ge.khidi.system.Reader.revision;
import static ge.khidi.system.Submissions.freshReference;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import ge.khidi.localstack.client.Platform;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What an operator sees in Zipkin: one trace from the POST to the row in a partner's feed, and nothing of what was said. */
@OnPlatform
class OneTraceIT {

    private static final String PLATE = "TR-404-CE";
    /** What Zipkin's exporter adds of its own accord: names of libraries and the status of a span. */
    private static final Set<String> OF_THE_EXPORTER =
            Set.of("otel.library.name", "otel.scope.name", "otel.scope.version", "otel.library.version", "error");

    private static final Set<String> ALLOWED = Set.of(
            "code.function.name",
            "db.operation.name",
            "db.system.name",
            "error.type",
            "exception.type",
            "http.request.method",
            "http.response.status_code",
            "http.route",
            "khidi.batch.size",
            "khidi.event.id",
            "khidi.event.revision",
            "khidi.feed.rows",
            "messaging.batch.message_count",
            "messaging.destination.name",
            "messaging.destination.partition.id",
            "messaging.operation.type",
            "messaging.system");

    private static final Set<String> STATIONS = Set.of(
            "intake-service publish border-events",
            "analysis-service handle border-events",
            "analysis-service publish analysis-products",
            "sharing-service handle border-events",
            "sharing-service handle analysis-products",
            "sharing-service feed.append");

    private final Platform platform;
    private final URI zipkin;

    OneTraceIT(RunningPlatform running) {
        this.platform = running.client();
        this.zipkin = URI.create(running.stack().at("/zipkin/url").asText());
    }

    @Test
    void fromThePostToTheLinkInAFeedIsOneTraceWithoutContent() throws IOException {
        Reader iad = new Reader(platform, "iad-system");
        String first = post("patrol-police-system");
        iad.await(revision(first, 1));

        String second = post("border-police-system");
        JsonNode link = iad.await(item -> item.at("/event/type").asText().equals("LINK")
                && item.at("/event/detail").toString().contains(second));

        List<JsonNode> spans = await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(500))
                .until(
                        () -> traceOf(second),
                        trace -> stations(trace).containsAll(STATIONS) && isAppended(trace, link));
        assertThat(spans).extracting(span -> span.path("traceId").asText()).hasSameElementsAs(Set.of(idOf(spans)));
        assertThat(roots(spans)).singleElement().satisfies(root -> {
            assertThat(root.path("name").asText()).isEqualToIgnoringCase("POST /v1/events");
            assertThat(service(root)).isEqualTo("intake-service");
        });
        assertThat(tags(spans)).isSubsetOf(ALLOWED);
        assertThat(spans.toString()).doesNotContain(PLATE, "სადახლო", "patrol-police", "border-police");
    }

    private String post(String client) throws IOException {
        return platform.client(client)
                .post(
                        platform.service("intake").resolve("/v1/events"),
                        Submissions.movement(freshReference("TRACE"), PLATE))
                .json()
                .path("eventId")
                .asText();
    }

    /** The spans of the trace in which an event was accepted; empty while Zipkin has none. */
    private List<JsonNode> traceOf(String event) throws IOException, InterruptedException {
        URI query = zipkin.resolve(
                "/api/v2/traces?serviceName=intake-service&limit=100&annotationQuery=khidi.event.id%3D" + event);
        String answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(query)
                                .timeout(Duration.ofMinutes(1))
                                .build(),
                        BodyHandlers.ofString(StandardCharsets.UTF_8))
                .body();
        return StreamSupport.stream(new ObjectMapper().readTree(answer).spliterator(), false)
                .findFirst()
                .map(trace -> StreamSupport.stream(trace.spliterator(), false).toList())
                .orElse(List.of());
    }

    private static boolean isAppended(List<JsonNode> spans, JsonNode item) {
        return spans.stream()
                .filter(span -> span.path("name").asText().equals("feed.append"))
                .anyMatch(span -> span.at("/tags/khidi.event.id")
                        .asText()
                        .equals(item.path("eventId").asText()));
    }

    private static List<String> stations(List<JsonNode> spans) {
        return spans.stream()
                .map(span -> service(span) + " " + span.path("name").asText())
                .toList();
    }

    private static List<JsonNode> roots(List<JsonNode> spans) {
        return spans.stream().filter(span -> !span.has("parentId")).toList();
    }

    private static String idOf(List<JsonNode> spans) {
        return spans.get(0).path("traceId").asText();
    }

    private static String service(JsonNode span) {
        return span.at("/localEndpoint/serviceName").asText();
    }

    private static Set<String> tags(List<JsonNode> spans) {
        Set<String> tags = new TreeSet<>();
        spans.forEach(span -> span.path("tags").fieldNames().forEachRemaining(tags::add));
        tags.removeAll(new HashSet<>(OF_THE_EXPORTER));
        return tags;
    }
}
