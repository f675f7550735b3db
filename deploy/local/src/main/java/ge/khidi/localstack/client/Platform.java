package ge.khidi.localstack.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import ge.khidi.localstack.StackFault;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/** Where the services of one stack are, and who may be whom. */
public final class Platform {

    private static final Duration CONNECT_BOUND = Duration.ofSeconds(5);
    private static final String LOGIN_CLIENT = "khidi-demo-login";

    private final JsonNode stack;
    private final HttpClient http;
    private final Map<String, Session> sessions = new TreeMap<>();

    private Platform(JsonNode stack) {
        this.stack = stack;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_BOUND)
                .build();
    }

    /** @param stack the content of {@code stack.json} */
    public static Platform of(JsonNode stack) {
        return new Platform(stack);
    }

    public static Platform read(Path stackFile) {
        if (!Files.exists(stackFile)) {
            throw new StackFault("No running stack: " + stackFile + " is missing. Start one with deploy/local/up");
        }
        try {
            return new Platform(new ObjectMapper().readTree(stackFile.toFile()));
        } catch (IOException e) {
            throw new StackFault("Cannot read " + stackFile + ": " + e.getMessage(), e);
        }
    }

    /** The base URL of a service, for example {@code intake}. */
    public URI service(String name) {
        String url = stack.path("services").path(name).path("url").asText();
        if (url.isEmpty()) {
            throw new StackFault("This stack has no service " + name);
        }
        return URI.create(url);
    }

    /** The base URL of the port on which a service is administered. */
    public URI admin(String name) {
        return URI.create(stack.path("services").path(name).path("admin").asText());
    }

    /** The base URL of Keycloak. */
    public URI keycloak() {
        return URI.create(stack.path("keycloak").path("url").asText());
    }

    public List<String> services() {
        return stack.path("services").properties().stream()
                .map(Map.Entry::getKey)
                .toList();
    }

    /** As an agency's or partner's own system. */
    public synchronized Session client(String id) {
        return sessions.computeIfAbsent(
                id, key -> client(key, find("clients", "id", key).path("secret").asText()));
    }

    /** As the system of an agency that was registered since. */
    public Session client(String id, String secret) {
        return session(id, Map.of("grant_type", "client_credentials", "client_id", id, "client_secret", secret));
    }

    /** The client with which an agency as a whole reads its feed. */
    public String readerOf(String agency) {
        return StreamSupport.stream(stack.path("clients").spliterator(), false)
                .filter(client -> client.path("agency").asText().equals(agency)
                        && client.path("unit").isNull()
                        && client.path("roles").toString().contains("\"feed-reader\""))
                .map(client -> client.path("id").asText())
                .findFirst()
                .orElseThrow(() -> new StackFault("stack.json has no client that reads for " + agency));
    }

    /** As one of the people of the demonstration realm. */
    public synchronized Session person(String name) {
        return sessions.computeIfAbsent(name, key -> {
            JsonNode person = find("users", "name", key);
            JsonNode login = find("clients", "id", LOGIN_CLIENT);
            return session(
                    key,
                    Map.of(
                            "grant_type",
                            "password",
                            "client_id",
                            LOGIN_CLIENT,
                            "client_secret",
                            login.path("secret").asText(),
                            "username",
                            key,
                            "password",
                            person.path("password").asText()));
        });
    }

    private Session session(String name, Map<String, String> grant) {
        return new Session(
                name,
                http,
                URI.create(stack.path("keycloak").path("tokenEndpoint").asText()),
                grant);
    }

    private JsonNode find(String list, String field, String value) {
        return StreamSupport.stream(stack.path(list).spliterator(), false)
                .filter(entry -> entry.path(field).asText().equals(value))
                .findFirst()
                .orElseThrow(() -> new StackFault("stack.json has no " + value + " among its " + list));
    }
}
