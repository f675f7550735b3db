package ge.khidi.intake;

import static ge.khidi.intake.TopicReader.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.intake.Agency.Answer;
import ge.khidi.localstack.test.KafkaAndPostgres;
import ge.khidi.localstack.test.SharedStack;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Acknowledged means durable: the database is killed while agencies are speaking. */
@QuarkusTest
class DurabilityIT {

    private static final Duration BOUND = Duration.ofMinutes(2);
    private static final int SENDERS = 8;
    private static final int BEFORE_THE_KILL = 60;

    @Inject
    Agencies agencies;

    @Inject
    RecordView onRecord;

    @Test
    void everythingAcknowledgedSurvivesAKillOfTheDatabaseAndIsPublished() throws Exception {
        Agency police = agencies.system("CRIMINAL-POLICE");
        Map<String, ObjectNode> offered = new ConcurrentHashMap<>();
        Map<String, String> acknowledged = new ConcurrentHashMap<>();
        ExecutorService pool = Executors.newFixedThreadPool(SENDERS);
        List<Integer> failures = java.util.Collections.synchronizedList(new ArrayList<>());

        List<Future<?>> sending = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            sending.add(pool.submit(() -> sendUntilRefused(police, offered, acknowledged, failures)));
        }
        await().atMost(BOUND).until(() -> acknowledged.size() >= BEFORE_THE_KILL);
        KafkaAndPostgres.postgres().kill();
        for (Future<?> one : sending) {
            one.get();
        }
        SharedStack.restore();
        pool.shutdown();

        assertThat(failures).isNotEmpty().containsOnly(503);
        await().atMost(BOUND)
                .ignoreExceptions()
                .until(() -> police.get("/v1/events").status() == 200);
        Set<String> ids = new HashSet<>();
        for (String reference : offered.keySet()) {
            Answer again = police.post("/v1/events", offered.get(reference));
            String receipt = acknowledged.get(reference);
            if (receipt != null) {
                assertThat(again.status()).isEqualTo(200);
                assertThat(again.text()).isEqualTo(receipt);
            } else {
                assertThat(again.status()).isIn(200, 201);
            }
            assertThat(onRecord.events(reference)).isEqualTo(1);
            ids.add(again.eventId());
        }
        try (TopicReader topic = new TopicReader("crime-events")) {
            await().atMost(BOUND).until(() -> {
                Set<String> published = new HashSet<>();
                topic.poll().forEach(seen -> published.add(header(seen, "ce_id")));
                return ids.stream().allMatch(id -> published.contains(id + "/1"));
            });
        }
        assertThat(ids).hasSize(offered.size());
    }

    @Test
    void aBatchIsBrokenOffWhileTheDatabaseIsAwayAndSendingItAgainCompletesIt() throws Exception {
        Agency police = agencies.system("CRIMINAL-POLICE");
        List<ObjectNode> lines = IntStream.range(0, 50)
                .mapToObj(i -> {
                    ObjectNode line = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance
                            .objectNode()
                            .put("op", "create");
                    line.set("event", Samples.crime());
                    return line;
                })
                .toList();
        KafkaAndPostgres.postgres().kill();

        Answer away = police.batch(lines);
        SharedStack.restore();
        await().atMost(BOUND)
                .ignoreExceptions()
                .until(() -> police.get("/v1/events").status() == 200);
        Answer again = police.batch(lines);

        assertThat(away.status()).isEqualTo(503);
        assertThat(away.problem()).isEqualTo("unavailable");
        assertThat(again.lines()).hasSize(50);
        assertThat(again.lines())
                .extracting(result -> result.path("status").asInt())
                .containsOnly(201);
    }

    private static void sendUntilRefused(
            Agency police, Map<String, ObjectNode> offered, Map<String, String> acknowledged, List<Integer> failures) {
        while (true) {
            ObjectNode report = Samples.crime();
            String reference = report.path("reference").asText();
            offered.put(reference, report);
            Answer answer = police.post("/v1/events", report);
            if (answer.status() != 201) {
                failures.add(answer.status());
                return;
            }
            acknowledged.put(reference, answer.text());
        }
    }
}
