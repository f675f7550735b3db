package ge.khidi.system;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import ge.khidi.contract.CloudEventHeaders;
import ge.khidi.contract.Topics;
import ge.khidi.contract.codec.EventCodec;
import ge.khidi.contract.event.Event;
import ge.khidi.localstack.Database;
import ge.khidi.localstack.FreePorts;
import ge.khidi.localstack.Service;
import ge.khidi.localstack.Topic;
import ge.khidi.localstack.test.SharedStack;
import ge.khidi.localstack.test.TestIssuer;
import ge.khidi.localstack.test.TokenDraft;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Instances of the packaged sharing-service without the rest of the platform: one database, one consumer group, each a process of its
 * own that can be killed. Callers come from the test issuer.
 */
final class SharingInstances implements AutoCloseable {

    /** Two tests at a time would take each other's events, as they have one Kafka: each class says {@code @ResourceLock} of this. */
    static final String LOCK = "sharing-instances";

    private static final AtomicBoolean TAKEN = new AtomicBoolean();

    static final Path TARGET = Path.of(System.getProperty("khidi.system-tests.target", "target"));

    /** What a JVM makes ready for hours costs it more than it does in the minute of a small run. */
    static final String JAVA_OPTIONS = System.getProperty("khidi.java.options", "");

    private static final Duration START_BOUND = Duration.ofMinutes(4);
    private static final Duration BOUND = Duration.ofMinutes(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Database database;
    private final List<Service> instances = new ArrayList<>();
    private final List<URI> urls = new ArrayList<>();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Not started yet; {@code settings} are added to what each needs to find the stack. */
    SharingInstances(String name, int many, Map<String, String> settings) {
        if (!TAKEN.compareAndSet(false, true)) {
            throw new IllegalStateException(
                    "another test has instances: @ResourceLock(SharingInstances.LOCK) is missing");
        }
        SharedStack.kafka()
                .createTopics(Stream.concat(Topics.ALL.stream(), Stream.of(Topics.SUSPENSIONS))
                        .flatMap(topic -> Stream.of(
                                Topic.compacted(
                                        topic, Topics.PARTITIONS, Topics.MIN_COMPACTION_LAG, Topics.MAX_COMPACTION_LAG),
                                Topic.kept(
                                        Topics.deadLetter("sharing", topic),
                                        Topics.PARTITIONS,
                                        Topics.DEAD_LETTER_RETENTION)))
                        .toList());
        database = SharedStack.postgres().database(name.replace('-', '_'));
        for (int port : FreePorts.find(many)) {
            Map<String, String> environment = environment(port, TARGET.resolve(name));
            environment.putAll(settings);
            urls.add(URI.create("http://localhost:" + port));
            instances.add(Service.alone("sharing", TARGET.resolve(name).resolve("sharing-" + port), port, environment));
        }
    }

    private Map<String, String> environment(int port, Path shared) {
        Map<String, String> environment = new HashMap<>();
        environment.put("MALLOC_ARENA_MAX", "2");
        environment.put("JAVA_TOOL_OPTIONS", JAVA_OPTIONS);
        environment.put("QUARKUS_HTTP_HOST", "localhost");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        // Several on one machine: each takes any port for the agencies.
        environment.put("KHIDI_AGENCIES_PORT", "0");
        environment.put("KAFKA_BOOTSTRAP_SERVERS", SharedStack.kafka().bootstrapServers());
        // The partitions of an instance that was killed go to another as soon as a broker allows.
        environment.put("KAFKA_SESSION_TIMEOUT_MS", "6000");
        environment.put("KAFKA_HEARTBEAT_INTERVAL_MS", "1500");
        environment.put("QUARKUS_DATASOURCE_REACTIVE_URL", database.reactiveUrl());
        environment.put("QUARKUS_DATASOURCE_JDBC_URL", database.jdbcUrl());
        environment.put("QUARKUS_DATASOURCE_USERNAME", database.username());
        environment.put("QUARKUS_DATASOURCE_PASSWORD", database.password());
        environment.put("QUARKUS_OIDC_AUTH_SERVER_URL", TestIssuer.issuer());
        environment.put(
                "KHIDI_AUDIT_KEY_FILE",
                shared.resolve("audit-key.pem").toAbsolutePath().toString());
        return environment;
    }

    int many() {
        return instances.size();
    }

    Service instance(int which) {
        return instances.get(which);
    }

    URI url(int which) {
        return urls.get(which);
    }

    /** All that do not run, side by side; returns when they are healthy. */
    void start() {
        instances.forEach(instance -> instance.start(progress -> {}));
        instances.forEach(instance -> instance.awaitHealthy(START_BOUND));
    }

    @Override
    public void close() {
        try {
            instances.parallelStream().forEach(Service::stop);
        } finally {
            TAKEN.set(false);
        }
    }

    // as a caller

    /** A machine of an agency that reads its feed; each name is another client. */
    static TokenDraft reader(String agency, String client) {
        return TestIssuer.machine(agency, "feed-reader")
                .client(client)
                .claim("preferred_username", "service-account-" + client);
    }

    /** Waits for an answer of any status; an instance that is away is an {@link IOException}. */
    HttpResponse<byte[]> get(int which, String path, String token) throws IOException, InterruptedException {
        return http.send(request(which, path, token).GET().build(), BodyHandlers.ofByteArray());
    }

    /** The page of a feed behind a cursor, from the beginning without one; completes exceptionally if the instance is away. */
    CompletableFuture<HttpResponse<byte[]>> page(int which, String after, int limit, String token) {
        String from = after.isEmpty() ? "" : "&after=" + after;
        return http.sendAsync(
                request(which, "/v1/feed?limit=" + limit + from, token).GET().build(), BodyHandlers.ofByteArray());
    }

    /** Opens a live stream, whose lines are told as they come; the answer completes when it has ended. */
    CompletableFuture<HttpResponse<Void>> stream(int which, String token, Flow.Subscriber<String> lines) {
        return http.sendAsync(
                request(which, "/v1/feed/stream", token).GET().build(), BodyHandlers.fromLineSubscriber(lines));
    }

    /** What is answered to an officer who says something that must be accepted. */
    JsonNode post(int which, String path, String token, Object body) throws IOException, InterruptedException {
        return post(path, request(which, path, token), body);
    }

    /** The same of somebody who does not wait until it is carried out. */
    JsonNode postAsync(int which, String path, String token, Object body) throws IOException, InterruptedException {
        return post(path, request(which, path, token).header("Prefer", "respond-async"), body);
    }

    private JsonNode post(String path, HttpRequest.Builder request, Object body)
            throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = http.send(
                request.header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                        .build(),
                BodyHandlers.ofByteArray());
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException(path + " was answered with " + answer.statusCode());
        }
        return JSON.readTree(answer.body());
    }

    private HttpRequest.Builder request(int which, String path, String token) {
        return HttpRequest.newBuilder(urls.get(which).resolve(path))
                .timeout(BOUND)
                .header("Authorization", "Bearer " + token);
    }

    // what arrives

    /** Puts events on their topics as intake's relay does; returns when Kafka has all of them. */
    static void publish(List<Event> events) {
        Map<String, Object> config = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                SharedStack.kafka().bootstrapServers(),
                ProducerConfig.ACKS_CONFIG,
                "all");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            publish(producer, events);
        }
    }

    static void publish(KafkaProducer<byte[], byte[]> producer, List<Event> events) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (Event event : events) {
            ProducerRecord<byte[], byte[]> made = new ProducerRecord<>(
                    event.type().topic(),
                    event.id().toString().getBytes(StandardCharsets.UTF_8),
                    EventCodec.print(event));
            CloudEventHeaders.of(event)
                    .forEach((name, value) -> made.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
            sent.add(producer.send(made));
        }
        try {
            for (Future<RecordMetadata> one : sent) {
                one.get(BOUND.toSeconds(), TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until sharing has kept every one of these revisions. */
    void awaitArrival(Connection connection, List<Event> events) {
        String ids = events.stream()
                .map(event -> "('" + event.id() + "'::uuid," + event.revision() + ")")
                .collect(Collectors.joining(","));
        String missing = "SELECT count(*) FROM (VALUES " + ids + ") AS x (e, r) WHERE NOT EXISTS"
                + " (SELECT 1 FROM event_revision v WHERE v.event_id = x.e AND v.revision = x.r)";
        await().atMost(BOUND)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> number(connection, missing) == 0);
    }

    // beneath

    Connection connect() throws SQLException {
        return database.connect();
    }

    static long number(Connection connection, String query) throws SQLException {
        return (long) fraction(connection, query);
    }

    static double fraction(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getDouble(1);
        }
    }

    /** The first column of every row. */
    static List<String> column(Connection connection, String query) throws SQLException {
        List<String> column = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                column.add(rows.getString(1));
            }
        }
        return column;
    }
}
