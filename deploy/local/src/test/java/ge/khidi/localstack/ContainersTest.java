package ge.khidi.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code docker-compose.yml} says the same as the local stack. Only its text can be held to that here: nothing is started. */
class ContainersTest {

    private static final Path ROOT = Home.find().root();
    private static final Pattern CREATED =
            Pattern.compile("^create (\\S+) \"\\$(compacted|kept)\"$", Pattern.MULTILINE);
    private static final Pattern SETTINGS = Pattern.compile("^(compacted|kept)=\"(.*)\"$", Pattern.MULTILINE);
    private static final Pattern SETTING = Pattern.compile("--config (\\S+)=(\\S+)");

    @ParameterizedTest
    @EnumSource(ServiceKind.class)
    void aServiceIsToldTheSameKeysAsInTheLocalStack(ServiceKind kind, @TempDir Path directory) throws IOException {
        Set<String> local = new TreeSet<>(
                kind.environment(Ports.WELL_KNOWN, directory, somewhere()).keySet());
        // Locally spans go straight to Zipkin, in containers to the collector.
        local.remove("KHIDI_TRACE_ZIPKIN_ENDPOINT");
        local.add("KHIDI_TRACE_OTLP_ENDPOINT");

        Set<String> container = new TreeSet<>();
        compose().at("/services/" + kind.label() + "/environment").fieldNames().forEachRemaining(container::add);

        assertThat(container).isEqualTo(local);
    }

    @ParameterizedTest
    @CsvSource({
        "KHIDI_PAGES_CLIENT_SECRET,KHIDI_CLIENT_KHIDI_PAGES_SECRET",
        "KHIDI_AGENCIES_CLIENT_SECRET,KHIDI_CLIENT_KHIDI_REGISTRAR_SECRET",
        "KHIDI_SHARING_WRITING_CLIENT_SECRET,KHIDI_CLIENT_KHIDI_SHARING_SECRET"
    })
    void keycloakAndTheServiceGetTheSameSecret(String key, String placeholder) throws IOException {
        String secret = compose().at("/services/sharing/environment/" + key).asText();
        String realm = Files.readString(ROOT.resolve("deploy/keycloak/khidi-realm.json"));

        assertThat(secret).startsWith("${" + placeholder + ":");
        assertThat(realm).contains("\"${" + placeholder + "}\"");
    }

    @Test
    void agenciesAreRegisteredOnTheirWellKnownPort() throws IOException {
        assertThat(compose()
                        .at("/services/sharing/environment/KHIDI_AGENCIES_PORT")
                        .asInt())
                .isEqualTo(Ports.WELL_KNOWN.sharingAdmin());
    }

    @ParameterizedTest
    @EnumSource(ServiceKind.class)
    void aServiceListensOnItsWellKnownPortAndIsAskedForItsHealth(ServiceKind kind) throws IOException {
        JsonNode service = compose().at("/services/" + kind.label());
        String port = Integer.toString(kind.port(Ports.WELL_KNOWN));

        assertThat(service.at("/environment/QUARKUS_HTTP_PORT").asText()).isEqualTo(port);
        assertThat(service.at("/healthcheck/test").toString()).contains("localhost:" + port + "/q/health/ready");
    }

    @Test
    void aServiceHasTheMemoryOfTheLocalStack() throws IOException {
        Matcher options = Pattern.compile("JAVA_TOOL_OPTIONS=\"([^\"]*)\"")
                .matcher(Files.readString(ROOT.resolve("deploy/images/Dockerfile")));

        assertThat(options.find()).isTrue();
        assertThat(options.group(1).split(" ")).containsExactlyElementsOf(Service.JVM_OPTIONS);
    }

    @Test
    void theTopicsAreThoseOfTheLocalStack() throws IOException {
        String script = Files.readString(ROOT.resolve("deploy/kafka/create-topics.sh"));
        Map<String, Map<String, String>> settings = new HashMap<>();
        SETTINGS.matcher(script).results().forEach(kind -> settings.put(kind.group(1), settings(kind.group(2))));
        Map<String, Map<String, String>> created = new HashMap<>();
        CREATED.matcher(script).results().forEach(topic -> created.put(topic.group(1), settings.get(topic.group(2))));

        Map<String, Map<String, String>> local = new HashMap<>();
        ServiceKind.topics().forEach(topic -> local.put(topic.name(), topic.settings()));

        assertThat(created).isEqualTo(local);
        assertThat(script)
                .contains("--partitions " + ServiceKind.topics().get(0).partitions());
    }

    private static Map<String, String> settings(String options) {
        Map<String, String> settings = new HashMap<>();
        Matcher option = SETTING.matcher(options);
        while (option.find()) {
            settings.put(option.group(1), option.group(2));
        }
        return settings;
    }

    private static JsonNode compose() throws IOException {
        return new YAMLMapper().readTree(ROOT.resolve("docker-compose.yml").toFile());
    }

    private static ServiceKind.Surroundings somewhere() {
        return new ServiceKind.Surroundings(
                "localhost:1",
                "http://localhost:2",
                "http://localhost:3",
                name -> new Database(name, 4, name, "-"),
                name -> "-");
    }
}
