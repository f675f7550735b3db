package ge.khidi.intake;

import static ge.khidi.intake.TopicReader.header;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.event.EventType;
import ge.khidi.intake.Agency.Answer;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class BatchIT {

    @Inject
    Agencies agencies;

    @Inject
    RecordView onRecord;

    private Agency police;

    @BeforeEach
    void anAgency() {
        police = agencies.system("BORDER-POLICE");
    }

    @Test
    void eachLineIsAnsweredInOrderAndABadOneSpoilsNoOther() {
        ObjectNode report = Samples.crime();
        ObjectNode faulty = Samples.crime();
        faulty.put("urgency", "SOON");
        ObjectNode secret = Samples.crime();
        secret.withObject("/handling").put("classification", "SECRET");
        ObjectNode last = Samples.crime();

        Answer answer = police.batch(List.of(
                line("create", report),
                "{ this is not json",
                line("create", faulty),
                line("create", report),
                line("create", Samples.changed(report)),
                "",
                line("create", secret),
                "{\"op\":\"create\",\"event\":{\"x\":\"" + "y".repeat(1 << 20) + "\"}}",
                "{\"op\":\"withdraw\",\"reference\":\"no-such-reference\",\"reason\":\"x\"}",
                line("create", last)));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("application/x-ndjson");
        List<JsonNode> results = answer.lines();
        assertThat(results)
                .extracting(result -> result.path("line").asInt())
                .containsExactly(1, 2, 3, 4, 5, 7, 8, 9, 10);
        assertThat(results)
                .extracting(result -> result.path("status").asInt())
                .containsExactly(201, 400, 422, 200, 409, 422, 413, 404, 201);
        assertThat(results.get(3).path("receipt")).isEqualTo(results.get(0).path("receipt"));
        assertThat(results.get(2).at("/problem/faults/0/pointer").asText()).isEqualTo("/event/urgency");
        assertThat(police.post("/v1/events", report).json())
                .isEqualTo(results.get(0).path("receipt"));
    }

    @Test
    void aWholeLifeFitsIntoOneBatch() {
        ObjectNode report = Samples.tree(EventType.MOVEMENT_OF_INTEREST, Samples.reference());
        String reference = report.path("reference").asText();

        List<JsonNode> results = police.batch(List.of(
                        line("put", report).put("reference", reference),
                        line("revise", Samples.changed(report)).put("reference", reference),
                        line("put", Samples.changed(report)).put("reference", reference),
                        line("put", report).put("reference", reference).put("kind", "SUPPLEMENT"),
                        object("withdraw").put("reference", reference).put("reason", "wrong plate"),
                        line("put", report).put("reference", reference)))
                .lines();

        assertThat(results)
                .extracting(result -> result.path("status").asInt())
                .containsExactly(201, 200, 200, 200, 200, 409);
        assertThat(results.subList(0, 5))
                .extracting(result -> result.at("/receipt/revision").asInt())
                .containsExactly(1, 2, 2, 3, 4);
        String id = results.get(0).at("/receipt/eventId").asText();
        try (TopicReader topic = new TopicReader("border-events")) {
            assertThat(topic.awaitRecords(id, 4))
                    .extracting(seen -> header(seen, "ce_id"))
                    .containsExactly(id + "/1", id + "/2", id + "/3", id + "/4");
        }
        assertThat(onRecord.actions(id))
                .containsExactly(
                        "COLLECTION event.created",
                        "ALTERATION event.revised",
                        "ALTERATION event.revised",
                        "ALTERATION event.withdrawn");
    }

    @Test
    void theSameBatchAgainChangesNothing() {
        List<ObjectNode> lines = IntStream.range(0, 700)
                .mapToObj(i -> line("create", Samples.crime()))
                .toList();

        List<JsonNode> first = police.batch(lines).lines();
        List<JsonNode> again = police.batch(lines).lines();

        assertThat(first).extracting(result -> result.path("status").asInt()).containsOnly(201);
        assertThat(again).extracting(result -> result.path("status").asInt()).containsOnly(200);
        assertThat(again)
                .extracting(result -> result.path("receipt"))
                .containsExactlyElementsOf(
                        first.stream().map(result -> result.path("receipt")).toList());
    }

    @Test
    void eachLineStartsATraceOfItsOwn() {
        List<JsonNode> results = police.batch(List.of(line("create", Samples.crime()), line("create", Samples.crime())))
                .lines();

        List<String> traces = new ArrayList<>();
        try (TopicReader topic = new TopicReader("crime-events")) {
            for (JsonNode result : results) {
                String id = result.at("/receipt/eventId").asText();
                traces.add(
                        header(topic.awaitRecords(id, 1).get(0), "traceparent").split("-", -1)[1]);
            }
        }
        assertThat(traces).doesNotHaveDuplicates();
    }

    @Test
    void answersComeWhileTheSenderIsStillSending() throws IOException {
        try (RawRequest batch = RawRequest.batch(police, agencies.base())) {
            batch.send(line("create", Samples.crime()) + "\n");
            String first = batch.readLine();
            batch.send(line("create", Samples.crime()) + "\n");
            String second = batch.readLine();
            batch.end();

            assertThat(first).startsWith("{\"line\":1,\"status\":201,");
            assertThat(second).startsWith("{\"line\":2,\"status\":201,");
        }
    }

    @Test
    void aSenderThatReadsNothingUntilItHasSentEverythingIsAnswered() throws IOException {
        int lines = 3000;
        try (RawRequest batch = RawRequest.batch(police, agencies.base())) {
            for (int i = 0; i < lines; i++) {
                batch.send(line("create", Samples.crime()) + "\n");
            }
            batch.end();
            int answered = 0;
            while (answered < lines) {
                assertThat(batch.readLine()).contains("\"status\":201");
                answered++;
            }
        }
    }

    private static ObjectNode line(String op, ObjectNode event) {
        ObjectNode line = object(op);
        line.set("event", event);
        return line;
    }

    private static ObjectNode object(String op) {
        return JsonNodeFactory.instance.objectNode().put("op", op);
    }
}
