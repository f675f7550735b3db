package ge.khidi.sharing;

import static java.nio.charset.StandardCharsets.UTF_8;

import ge.khidi.localstack.test.TestIssuer;
import ge.khidi.localstack.test.TokenDraft;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** An agency's machine with a live stream open. What comes is read as it comes, until either side ends it. */
public final class StreamClient implements AutoCloseable {

    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final String EVENT_ID = "\"eventId\":\"";

    private final HttpResponse<InputStream> answer;
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final AtomicInteger heartbeats = new AtomicInteger();
    private volatile String lastId = "";
    private volatile boolean over;

    /** An event as it came; {@code id} is the last one there was. */
    public record Event(String id, String name, String data) {
        public JsonPath json() {
            return JsonPath.from(data);
        }

        public String eventId() {
            int at = data.indexOf(EVENT_ID) + EVENT_ID.length();
            return data.substring(at, at + 36);
        }
    }

    private StreamClient(HttpResponse<InputStream> answer) {
        this.answer = answer;
        Thread reader = new Thread(this::read, "stream");
        reader.setDaemon(true);
        reader.start();
    }

    public static TokenDraft machine(String agency) {
        return TestIssuer.machine(agency, "feed-reader");
    }

    /** The feed of an agency from a place on, or from its end; headers are names and values in turn. */
    public static StreamClient open(String agency, String query, String... headers) {
        return open("/v1/feed/stream" + query, machine(agency), HttpClient.Version.HTTP_1_1, headers);
    }

    public static StreamClient open(String path, TokenDraft token, HttpClient.Version version, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path))
                .header("Authorization", "Bearer " + token.mint())
                .header("Accept", "text/event-stream");
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return new StreamClient(HttpClient.newBuilder()
                    .version(version)
                    .build()
                    .send(request.build(), HttpResponse.BodyHandlers.ofInputStream()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public HttpResponse<?> answer() {
        return answer;
    }

    /** Everything so far. */
    public List<Event> events() {
        return List.copyOf(events);
    }

    public int heartbeats() {
        return heartbeats.get();
    }

    /** What it would come again with. */
    public String lastId() {
        return lastId;
    }

    /** Waits until it has an id to come again with, which is as soon as it is open. */
    public StreamClient opened() {
        Awaitility.await()
                .atMost(BOUND)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !lastId.isEmpty());
        return this;
    }

    /** Everything so far, once that satisfies the condition. */
    public List<Event> await(Predicate<List<Event>> enough) {
        Awaitility.await()
                .atMost(BOUND)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> enough.test(events()));
        return events();
    }

    /** Waits until it has something about each of these. */
    public List<Event> await(Events... all) {
        return await(got -> List.of(all).stream().allMatch(event -> got.stream().anyMatch(one -> about(one, event))));
    }

    public static boolean about(Event one, Events event) {
        return one.name().equals("item") && one.eventId().equals(event.id().toString());
    }

    /** Waits until the other side has ended it. */
    public List<Event> ended() {
        Awaitility.await().atMost(BOUND).until(() -> over);
        return events();
    }

    @Override
    public void close() {
        try {
            answer.body().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), UTF_8))) {
            String name = "message";
            StringBuilder data = new StringBuilder();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(":")) {
                    heartbeats.incrementAndGet();
                } else if (line.startsWith("id: ")) {
                    lastId = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    data.append(line.substring(6));
                } else if (line.isEmpty() && !data.isEmpty()) {
                    events.add(new Event(lastId, name, data.toString()));
                    name = "message";
                    data.setLength(0);
                }
            }
        } catch (IOException cut) {
            // by either side
        } finally {
            over = true;
        }
    }
}
