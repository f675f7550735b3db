package ge.khidi.localstack.test;

import ge.khidi.contract.Topics;
import ge.khidi.localstack.Database;
import ge.khidi.localstack.Kafka;
import ge.khidi.localstack.Postgres;
import ge.khidi.localstack.Topic;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Kafka and PostgreSQL for a Quarkus test:
 *
 * <pre>{@code
 * @QuarkusTest
 * @QuarkusTestResource(value = KafkaAndPostgres.class, initArgs = {
 *     @ResourceArg(name = KafkaAndPostgres.DATABASE, value = "intake"),
 *     @ResourceArg(name = KafkaAndPostgres.TOPICS, value = "border-events,crime-events")})
 * class SubmissionIT { … }
 * }</pre>
 *
 * <p>Both processes are those of {@link SharedStack}: they outlive the test class, and so do the database and the topics, so a test
 * uses keys of its own rather than counting on emptiness. A fault test reaches them with {@link #kafka()} and {@link #postgres()}.
 */
public final class KafkaAndPostgres implements QuarkusTestResourceLifecycleManager {

    /** Name of the database, created when missing; {@code khidi} unless given. */
    public static final String DATABASE = "database";

    /** Topics to create, with commas between, each as {@link Topics} declares it. */
    public static final String TOPICS = "topics";

    private String database = "khidi";
    private List<String> topics = List.of();

    public static Kafka kafka() {
        return SharedStack.kafka();
    }

    public static Postgres postgres() {
        return SharedStack.postgres();
    }

    @Override
    public void init(Map<String, String> initArgs) {
        database = initArgs.getOrDefault(DATABASE, database);
        topics = Stream.of(initArgs.getOrDefault(TOPICS, "").split(",", -1))
                .map(String::strip)
                .filter(Predicate.not(String::isEmpty))
                .toList();
    }

    @Override
    public Map<String, String> start() {
        kafka().createTopics(topics.stream().map(KafkaAndPostgres::declared).toList());
        Database created = postgres().database(database);
        return Map.of(
                "quarkus.devservices.enabled", "false",
                "kafka.bootstrap.servers", kafka().bootstrapServers(),
                "quarkus.datasource.reactive.url", created.reactiveUrl(),
                "quarkus.datasource.jdbc.url", created.jdbcUrl(),
                "quarkus.datasource.username", created.username(),
                "quarkus.datasource.password", created.password());
    }

    /** Leaves both running for the next test class; they end with the JVM. */
    @Override
    public void stop() {}

    private static Topic declared(String name) {
        return name.endsWith(".dead-letter")
                ? Topic.kept(name, Topics.PARTITIONS, Topics.DEAD_LETTER_RETENTION)
                : Topic.compacted(name, Topics.PARTITIONS, Topics.MIN_COMPACTION_LAG, Topics.MAX_COMPACTION_LAG);
    }
}
