package ge.khidi.sharing.suspension;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.Topics;
import ge.khidi.localstack.test.KafkaAndPostgres;
import ge.khidi.relay.suspension.SuspendedAgencies;
import ge.khidi.sharing.registration.AdminPort;
import ge.khidi.sharing.registration.Registrars;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever changes who is suspended is told to the other services, whole and in order. */
@QuarkusTest
class AnnouncementsIT {

    private static final Duration BOUND = Duration.ofMinutes(2);
    private static final List<String> AGENCIES =
            List.of("PATROL-POLICE", "BORDER-POLICE", "CRIMINAL-POLICE", "MIGRATION-DEPARTMENT", "CERT-GOV-GE", "IOM");
    private static final String SECRET_REASON = "a reason that concerns nobody else";

    @Inject
    AdminPort admin;

    @Inject
    Announcements announcements;

    @Inject
    Pool pool;

    private final List<SuspendedAgencies> told = new ArrayList<>();
    private final List<String> bytes = new ArrayList<>();
    private final KafkaConsumer<byte[], byte[]> topic = listener();

    @BeforeEach
    void listenFromNowOn() {
        List<TopicPartition> partitions = topic.partitionsFor(Topics.SUSPENSIONS).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        topic.assign(partitions);
        topic.seekToEnd(partitions);
        partitions.forEach(topic::position);
    }

    @AfterEach
    void liftAll() {
        AGENCIES.forEach(agency -> {
            lift(Registrars.KETI, agency);
            lift(Registrars.LELA, agency);
        });
        topic.close();
    }

    @Test
    void aSuspensionAndItsEndAreToldWithNothingButIds() {
        suspend("PATROL-POLICE").then().statusCode(204);
        awaitTold(1);
        suspend("IOM").then().statusCode(204);
        lift(Registrars.KETI, "PATROL-POLICE").then().statusCode(202);
        lift(Registrars.LELA, "PATROL-POLICE").then().statusCode(204);
        awaitTold(3);

        assertThat(told)
                .extracting(SuspendedAgencies::agencies)
                .containsExactly(ids("PATROL-POLICE"), ids("PATROL-POLICE", "IOM"), ids("IOM"));
        assertThat(bytes).noneMatch(record -> record.contains("reason") || record.contains(Registrars.KETI));
    }

    @Test
    void ofManyOfficersAtOnceEachTellsALaterSetUnderAHigherNumber() throws Exception {
        ExecutorService officers = Executors.newFixedThreadPool(AGENCIES.size());
        List<Future<Integer>> answers = new ArrayList<>();
        for (String agency : AGENCIES) {
            answers.add(officers.submit(() -> suspend(agency).statusCode()));
        }
        for (Future<Integer> answer : answers) {
            assertThat(answer.get()).isEqualTo(204);
        }
        officers.shutdown();
        awaitTold(AGENCIES.size());

        assertThat(told).extracting(SuspendedAgencies::number).isSorted().doesNotHaveDuplicates();
        for (int i = 0; i < told.size(); i++) {
            assertThat(told.get(i).agencies()).hasSize(i + 1);
        }
    }

    @Test
    void aStartTellsItAgain() {
        suspend("PATROL-POLICE").then().statusCode(204);
        awaitTold(1);

        announcements.start(new StartupEvent());
        awaitTold(2);

        assertThat(told.get(1).agencies()).isEqualTo(ids("PATROL-POLICE"));
        assertThat(told.get(1).number()).isGreaterThan(told.get(0).number());
    }

    /** Intake goes by nothing that has no higher number than it has heard. */
    @Test
    void whatIsToldByADatabaseOfEarlierIsLaterThanAllThatWasToldBefore() {
        suspend("PATROL-POLICE").then().statusCode(204);
        awaitTold(1);
        pool.query("UPDATE suspension_number SET number = 1").execute().await().atMost(BOUND);

        announcements.start(new StartupEvent());
        awaitTold(2);

        assertThat(told.get(1).number()).isGreaterThan(told.get(0).number());
    }

    private void awaitTold(int many) {
        await().atMost(BOUND).until(() -> {
            for (ConsumerRecord<byte[], byte[]> record : topic.poll(Duration.ofMillis(200))) {
                bytes.add(new String(record.value(), UTF_8));
                told.add(SuspendedAgencies.read(record).fold(set -> set, reasons -> {
                    throw new AssertionError(reasons);
                }));
            }
            return told.size() >= many;
        });
    }

    private static Set<AgencyId> ids(String... agencies) {
        Set<AgencyId> ids = new HashSet<>();
        for (String agency : agencies) {
            ids.add(new AgencyId(agency));
        }
        return ids;
    }

    private Response suspend(String agency) {
        return new Registrars(admin.port())
                .as(Registrars.KETI)
                .body(Map.of("reason", SECRET_REASON))
                .post(path(agency));
    }

    private Response lift(String officer, String agency) {
        return new Registrars(admin.port())
                .as(officer)
                .header("Khidi-Case", "for a test")
                .delete(path(agency));
    }

    private static String path(String agency) {
        return "/v1/agencies/" + agency + "/suspension";
    }

    private static KafkaConsumer<byte[], byte[]> listener() {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        KafkaAndPostgres.kafka().bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
