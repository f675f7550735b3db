package ge.khidi.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ge.khidi.localstack.test.SharedStack;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What was acknowledged is there after a SIGKILL, on the same ports. */
class SurvivesKillIT {

    private static final Duration BOUND = Duration.ofMinutes(2);

    @AfterEach
    void leaveBothRunning() {
        SharedStack.restore();
    }

    @Test
    void anAcknowledgedRecordSurvivesTheKillOfKafka() throws Exception {
        Kafka kafka = SharedStack.kafka();
        String topic = "survives-" + UUID.randomUUID();
        kafka.createTopics(List.of(Topic.compacted(topic, 1, Duration.ofDays(7), Duration.ofDays(10))));
        try (var producer = new KafkaProducer<String, String>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all"),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, "key", "acknowledged")).get(BOUND.toSeconds(), TimeUnit.SECONDS);
        }
        long before = kafka.pid();

        kafka.kill();
        kafka.start(progress -> {});
        kafka.awaitHealthy(BOUND);

        assertThat(kafka.pid()).isNotEqualTo(before);
        assertThat(read(kafka, topic)).containsExactly("acknowledged");
    }

    @Test
    void aCommittedRowSurvivesTheKillOfPostgres() throws Exception {
        Postgres postgres = SharedStack.postgres();
        Database database = postgres.database("survives");
        try (Connection connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute("create table if not exists kept (line text)");
            statement.execute("insert into kept values ('committed')");
            connection.setAutoCommit(false);
            statement.execute("insert into kept values ('not committed')");
            postgres.kill();
        } catch (SQLException closingAKilledConnection) {
            assertThat(postgres.isRunning()).isFalse();
        }

        postgres.start(progress -> {});
        postgres.awaitHealthy(BOUND);

        try (Connection connection = postgres.database("survives").connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select string_agg(line, ',') from kept")) {
            rows.next();
            assertThat(rows.getString(1)).isEqualTo("committed");
        }
    }

    @Test
    void postgresWritesBeforeItAcknowledges() {
        Postgres postgres = SharedStack.postgres();

        assertThat(List.of("fsync", "synchronous_commit", "full_page_writes", "data_checksums"))
                .allSatisfy(setting -> assertThat(postgres.setting(setting)).isEqualTo("on"));
        assertThat(postgres.setting("server_version")).startsWith("18.4");
    }

    @Test
    void aDatabaseIsClosedToTheOwnerOfAnother() {
        Postgres postgres = SharedStack.postgres();
        Database mine = postgres.database("mine");
        Database yours = postgres.database("yours");

        Database trespass = new Database(yours.name(), yours.port(), mine.username(), mine.password());

        assertThatThrownBy(() -> trespass.connect().close()).hasMessageContaining("permission denied");
        assertThat(postgres.database("mine")).isEqualTo(mine);
    }

    @Test
    void aTopicNobodyDeclaredIsNotCreated() {
        Kafka kafka = SharedStack.kafka();

        try (var producer = new KafkaProducer<String, String>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "max.block.ms", 2000),
                new StringSerializer(),
                new StringSerializer())) {
            assertThatThrownBy(() -> producer.send(new ProducerRecord<>("misspelt-events", "key", "value"))
                            .get(BOUND.toSeconds(), TimeUnit.SECONDS))
                    .hasMessageContaining("misspelt-events");
        }
    }

    private static List<String> read(Kafka kafka, String topic) {
        try (var consumer = new KafkaConsumer<String, String>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            var records = Awaitility.await()
                    .atMost(BOUND)
                    .until(() -> consumer.poll(Duration.ofSeconds(1)), polled -> !polled.isEmpty());
            return records.records(new TopicPartition(topic, 0)).stream()
                    .map(ConsumerRecord::value)
                    .toList();
        }
    }
}
