package ge.khidi.localstack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code stack.json}: where everything is and how to get in, for people with curl and for tests. Only its owner can read it. It is
 * there while the stack runs, in the data directory and, for the stack started last, in {@code deploy/local/target}.
 */
final class StackFile {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Stack stack;
    private final List<Path> files;

    StackFile(Stack stack, Home home) {
        this.stack = stack;
        this.files = List.of(home.reports().resolve("stack.json"), stack.data().resolve("stack.json"));
    }

    Path path() {
        return files.get(0);
    }

    /** To be called again when a process was replaced. */
    void write() {
        String content = content();
        files.forEach(file -> write(file, content));
    }

    /** Takes away what this stack wrote; a file another one has written since stays. */
    void remove() {
        files.forEach(StackFile::removeOwn);
    }

    private String content() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("pid", ProcessHandle.current().pid());
        all.put("data", stack.data().toString());
        all.put("services", services());
        all.put("keycloak", keycloak());
        all.put("kafka", kafka());
        all.put("postgres", postgres());
        all.put("zipkin", zipkin());
        all.put("clients", clients());
        all.put("users", users());
        try {
            return JSON.writeValueAsString(all) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, Object> services() {
        Map<String, Object> services = new LinkedHashMap<>();
        for (Service service : stack.services()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("url", service.url());
            entry.put("health", service.url() + "/q/health");
            service.adminUrl().ifPresent(url -> entry.put("admin", url));
            services.put(service.name(), withProcess(entry, service));
        }
        return services;
    }

    private Map<String, Object> keycloak() {
        Keycloak keycloak = stack.keycloak();
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("url", keycloak.url());
        entry.put("realm", keycloak.realm().name());
        entry.put("issuer", keycloak.issuer());
        entry.put("tokenEndpoint", keycloak.tokenEndpoint());
        entry.put("adminUser", keycloak.adminUsername());
        entry.put("adminPassword", keycloak.adminPassword());
        return withProcess(entry, keycloak);
    }

    private Map<String, Object> kafka() {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("bootstrapServers", stack.kafka().bootstrapServers());
        entry.put("topics", ServiceKind.topics().stream().map(Topic::name).toList());
        return withProcess(entry, stack.kafka());
    }

    private Map<String, Object> postgres() {
        Map<String, Object> databases = new LinkedHashMap<>();
        for (ServiceKind kind : ServiceKind.values()) {
            if (kind.hasDatabase()) {
                Database database = stack.postgres().database(kind.label());
                Map<String, Object> entry = new LinkedHashMap<>();
                entry.put("jdbcUrl", database.jdbcUrl());
                entry.put("reactiveUrl", database.reactiveUrl());
                entry.put("username", database.username());
                entry.put("password", database.password());
                databases.put(kind.label(), entry);
            }
        }
        return withProcess(new LinkedHashMap<>(Map.of("databases", databases)), stack.postgres());
    }

    private Map<String, Object> zipkin() {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("url", stack.zipkin().url());
        return withProcess(entry, stack.zipkin());
    }

    private List<Map<String, Object>> clients() {
        List<Map<String, Object>> clients = new ArrayList<>();
        for (Realm.Client client : stack.keycloak().realm().clients()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("id", client.id());
            entry.put("secret", stack.keycloak().secret(client.secretVariable()));
            entry.put("agency", client.agency());
            entry.put("unit", client.unit());
            entry.put("roles", client.roles());
            clients.add(entry);
        }
        return clients;
    }

    private List<Map<String, Object>> users() {
        List<Map<String, Object>> users = new ArrayList<>();
        for (Realm.Person person : stack.keycloak().realm().people()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("name", person.username());
            entry.put("password", stack.keycloak().secret(person.passwordVariable()));
            entry.put("agency", person.agency());
            entry.put("unit", person.unit());
            entry.put("roles", person.roles());
            users.add(entry);
        }
        return users;
    }

    private static Map<String, Object> withProcess(Map<String, Object> entry, Component component) {
        entry.put("pid", component.isRunning() ? component.pid() : null);
        entry.put("log", component.log().toString());
        return entry;
    }

    private static void write(Path file, String content) {
        try {
            Secrets.writePrivately(file, content);
        } catch (IOException e) {
            throw new StackFault("Cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private static void removeOwn(Path file) {
        try {
            if (Files.exists(file)
                    && JSON.readTree(file.toFile()).path("pid").asLong()
                            == ProcessHandle.current().pid()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
