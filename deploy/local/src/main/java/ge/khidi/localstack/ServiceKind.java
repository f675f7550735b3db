package ge.khidi.localstack;

import ge.khidi.contract.Topics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The services there are, and the one table of what each is told. They are told through environment keys alone, the same that
 * {@code docker-compose.yml} uses.
 */
enum ServiceKind {
    INTAKE("intake", true),
    ANALYSIS("analysis", false),
    SHARING("sharing", true);

    /** The realm's placeholder for the secret with which the officers' pages sign people in. */
    private static final String PAGES_SECRET = "KHIDI_CLIENT_KHIDI_PAGES_SECRET";

    /** The one for the secret of the account that makes the clients of agencies. */
    private static final String REGISTRAR_SECRET = "KHIDI_CLIENT_KHIDI_REGISTRAR_SECRET";

    /** The one for the secret of the account that hands in what agencies wrote by TAXII. */
    private static final String COURIER_SECRET = "KHIDI_CLIENT_KHIDI_SHARING_SECRET";

    /** Where a service finds the rest of the stack: databases by the label of their service, secrets by the realm's name for them. */
    record Surroundings(
            String bootstrapServers,
            String zipkinEndpoint,
            String issuer,
            Function<String, Database> databases,
            UnaryOperator<String> secrets) {}

    private final String label;
    private final boolean hasDatabase;

    ServiceKind(String label, boolean hasDatabase) {
        this.label = label;
        this.hasDatabase = hasDatabase;
    }

    /** As it is called in paths, logs, databases, consumer groups and dead-letter topics. */
    String label() {
        return label;
    }

    /** The folder of its Maven module. */
    String module() {
        return label + "-service";
    }

    boolean hasDatabase() {
        return hasDatabase;
    }

    int port(Ports ports) {
        return switch (this) {
            case INTAKE -> ports.intake();
            case ANALYSIS -> ports.analysis();
            case SHARING -> ports.sharing();
        };
    }

    /** The port on which it is administered, where there is one. */
    Optional<Integer> adminPort(Ports ports) {
        return switch (this) {
            case INTAKE, ANALYSIS -> Optional.empty();
            case SHARING -> Optional.of(ports.sharingAdmin());
        };
    }

    /** The topics it reads; what it cannot read goes to a dead-letter topic of its own for each. */
    List<String> consumes() {
        return switch (this) {
            case INTAKE -> List.of(Topics.SUSPENSIONS);
            case ANALYSIS -> List.of(Topics.BORDER_EVENTS, Topics.CRIME_EVENTS, Topics.ANALYST_DECISIONS);
            case SHARING -> Topics.ALL;
        };
    }

    /** Everything this service reads from the rest of the stack. */
    Map<String, String> environment(Ports ports, Path directory, Surroundings around) {
        Map<String, String> environment = new TreeMap<>();
        environment.put("QUARKUS_HTTP_HOST", "localhost");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port(ports)));
        environment.put("KAFKA_BOOTSTRAP_SERVERS", around.bootstrapServers());
        // By default the C library keeps a heap for every few threads.
        environment.put("MALLOC_ARENA_MAX", "2");
        environment.put("KHIDI_TRACE_ZIPKIN_ENDPOINT", around.zipkinEndpoint());
        if (hasDatabase) {
            Database database = around.databases().apply(label);
            environment.put("QUARKUS_DATASOURCE_REACTIVE_URL", database.reactiveUrl());
            environment.put("QUARKUS_DATASOURCE_JDBC_URL", database.jdbcUrl());
            environment.put("QUARKUS_DATASOURCE_USERNAME", database.username());
            environment.put("QUARKUS_DATASOURCE_PASSWORD", database.password());
            environment.put("QUARKUS_OIDC_AUTH_SERVER_URL", around.issuer());
            environment.put(
                    "KHIDI_AUDIT_KEY_FILE", directory.resolve("audit-key.pem").toString());
        }
        if (this == SHARING) {
            environment.put("KHIDI_PAGES_ENABLED", "true");
            environment.put("KHIDI_PAGES_CLIENT_SECRET", around.secrets().apply(PAGES_SECRET));
            environment.put("KHIDI_AGENCIES_PORT", Integer.toString(ports.sharingAdmin()));
            environment.put("KHIDI_AGENCIES_CLIENT_SECRET", around.secrets().apply(REGISTRAR_SECRET));
            environment.put("KHIDI_SHARING_WRITING_INTAKE", "http://localhost:" + ports.intake());
            environment.put(
                    "KHIDI_SHARING_WRITING_CLIENT_SECRET", around.secrets().apply(COURIER_SECRET));
        }
        if (this == ANALYSIS) {
            environment.put(
                    "KHIDI_ANALYSIS_STATE_DIR", directory.resolve("state").toString());
            environment.putAll(
                    Secrets.keptIn(directory.resolve("analysis.secrets"), 32, List.of("KHIDI_ANALYSIS_SELECTOR_KEY")));
        }
        return environment;
    }

    /** The topics of the contract, and a dead-letter topic for each topic and consumer. */
    static List<Topic> topics() {
        List<Topic> topics = new ArrayList<>();
        Stream.concat(Topics.ALL.stream(), Stream.of(Topics.SUSPENSIONS))
                .map(name ->
                        Topic.compacted(name, Topics.PARTITIONS, Topics.MIN_COMPACTION_LAG, Topics.MAX_COMPACTION_LAG))
                .forEach(topics::add);
        for (ServiceKind consumer : values()) {
            for (String name : consumer.consumes()) {
                topics.add(Topic.kept(
                        Topics.deadLetter(consumer.label, name), Topics.PARTITIONS, Topics.DEAD_LETTER_RETENTION));
            }
        }
        return topics;
    }
}
