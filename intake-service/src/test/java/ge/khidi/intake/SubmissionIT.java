package ge.khidi.intake;

import static ge.khidi.intake.TopicReader.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.Topics;
import ge.khidi.contract.codec.ContentDigest;
import ge.khidi.contract.codec.EventCodec;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.EventType;
import ge.khidi.intake.Agency.Answer;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class SubmissionIT {

    @Inject
    Agencies agencies;

    @Inject
    RecordView onRecord;

    private Agency police;

    @BeforeEach
    void anAgency() {
        police = agencies.system("CRIMINAL-POLICE");
    }

    @Test
    void anAcceptedEventIsPublishedUnderTheAgencyOfTheToken() {
        ObjectNode report = Samples.crime();

        Answer answer = police.post("/v1/events", report);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Location")).isEqualTo("/v1/events/" + answer.eventId());
        assertThat(answer.json().path("revision").asInt()).isEqualTo(1);
        assertThat(answer.json().path("sha256").asText()).isEqualTo(ContentDigest.sha256(Samples.parse(report)));
        assertThat(answer.header("ETag"))
                .isEqualTo("\"1-" + answer.json().path("sha256").asText().substring(0, 16) + "\"");
        try (TopicReader topic = new TopicReader("crime-events")) {
            ConsumerRecord<String, byte[]> published =
                    topic.awaitRecords(answer.eventId(), 1).get(0);
            assertThat(header(published, "ce_id")).isEqualTo(answer.eventId() + "/1");
            assertThat(header(published, "ce_source")).isEqualTo("/agencies/CRIMINAL-POLICE");
            assertThat(header(published, "content-type")).isEqualTo("application/json");
            Event event = EventCodec.parse(published.value()).toOptional().orElseThrow();
            assertThat(event.origin().agency().value()).isEqualTo("CRIMINAL-POLICE");
            assertThat(event.acceptedAt())
                    .isEqualTo(java.time.Instant.parse(
                            answer.json().path("acceptedAt").asText()));
        }
        assertThat(onRecord.actions(answer.eventId())).containsExactly("COLLECTION event.created");
    }

    @Test
    void aRepeatGetsTheFirstReceiptByteForByte() {
        ObjectNode report = Samples.crime();
        Answer first = police.post("/v1/events", report);

        Answer again = police.post("/v1/events", report);
        Answer otherwiseWritten = police.post("/v1/events", " " + report.toPrettyString() + "\n");

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(otherwiseWritten.status()).isEqualTo(200);
        assertThat(otherwiseWritten.text()).isEqualTo(first.text());
    }

    @Test
    void otherContentUnderTheSameReferenceIsAConflict() {
        ObjectNode report = Samples.crime();
        police.post("/v1/events", report);

        Answer other = police.post("/v1/events", Samples.changed(report));

        assertThat(other.status()).isEqualTo(409);
        assertThat(other.problem()).isEqualTo("conflicting-content");
        assertThat(onRecord.events(report.path("reference").asText())).isEqualTo(1);
    }

    @Test
    void theSameReferenceOfAnotherAgencyIsAnotherEvent() {
        ObjectNode report = Samples.crime();
        Answer first = police.post("/v1/events", report);

        Answer other = agencies.system("BORDER-POLICE").post("/v1/events", report);

        assertThat(other.status()).isEqualTo(201);
        assertThat(other.eventId()).isNotEqualTo(first.eventId());
    }

    @Test
    void withoutAReferenceTheKeyOfTheSenderTellsARepeat() {
        ObjectNode report = Samples.crime();
        report.remove("reference");
        String key = Samples.reference();

        Answer first = police.post("/v1/events", report, "Idempotency-Key", key);
        Answer again = police.post("/v1/events", report, "Idempotency-Key", key);
        Answer other = police.post("/v1/events", Samples.changed(report), "Idempotency-Key", key);
        Answer without = police.post("/v1/events", report);
        Answer withoutAgain = police.post("/v1/events", report);

        assertThat(first.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(other.status()).isEqualTo(409);
        assertThat(List.of(without.status(), withoutAgain.status())).containsOnly(201);
        assertThat(List.of(first.eventId(), without.eventId(), withoutAgain.eventId()))
                .doesNotHaveDuplicates();
    }

    @Test
    void identicalPostsAtTheSameTimeMakeOneEventAndOneReceipt() throws Exception {
        ObjectNode report = Samples.crime();
        int senders = 24;
        ExecutorService pool = Executors.newFixedThreadPool(senders);
        List<Answer> answers = new ArrayList<>();

        List<Future<Answer>> sent = new ArrayList<>();
        for (int i = 0; i < senders; i++) {
            sent.add(pool.submit(() -> police.post("/v1/events", report)));
        }
        for (Future<Answer> one : sent) {
            answers.add(one.get());
        }
        pool.shutdown();

        assertThat(answers.stream().map(Answer::text).distinct()).hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.status() == 201)).hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.status() == 200)).hasSize(senders - 1);
        assertThat(onRecord.events(report.path("reference").asText())).isEqualTo(1);
        try (TopicReader topic = new TopicReader("crime-events")) {
            assertThat(topic.awaitRecords(answers.get(0).eventId(), 1)).hasSize(1);
        }
    }

    @Test
    void differentContentAtTheSameTimeLeavesOneWinner() throws Exception {
        ObjectNode report = Samples.crime();
        int senders = 12;
        ExecutorService pool = Executors.newFixedThreadPool(senders);

        List<Future<Answer>> sent = new ArrayList<>();
        for (int i = 0; i < senders; i++) {
            ObjectNode mine = report.deepCopy();
            mine.putArray("caseReferences").add("CASE-" + i);
            sent.add(pool.submit(() -> police.post("/v1/events", mine)));
        }
        List<Integer> statuses = new ArrayList<>();
        for (Future<Answer> one : sent) {
            statuses.add(one.get().status());
        }
        pool.shutdown();

        assertThat(statuses).containsOnly(201, 409);
        assertThat(Collections.frequency(statuses, 201)).isEqualTo(1);
    }

    @Test
    void everyFaultIsInOneAnswerAndNothingIsKept() {
        ObjectNode report = Samples.crime();
        report.remove("regime");
        report.put("urgency", "SOON");
        report.put("colour", "red");
        report.withObject("/handling").put("tlp", "PINK");

        Answer answer = police.post("/v1/events", report);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.problem()).isEqualTo("invalid-event");
        List<String> pointers = new ArrayList<>();
        for (JsonNode fault : answer.json().path("faults")) {
            pointers.add(fault.path("pointer").asText());
        }
        assertThat(pointers).contains("/regime", "/urgency", "/colour", "/handling/tlp");
        assertThat(answer.text()).doesNotContain("SOON").doesNotContain("PINK").doesNotContain("red\"");
        assertThat(onRecord.events(report.path("reference").asText())).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[1,", "\"x", "not json", "{}{}", "{\"a\":\u0001}"})
    void whatIsNotJsonIsABadRequest(String body) {
        Answer answer = police.post("/v1/events", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problem()).isEqualTo("malformed-json");
    }

    @Test
    void depthIsLimited() {
        Answer answer = police.post("/v1/events", "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}");

        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void aboveTheAccreditationNothingIsKeptAnywhere() {
        ObjectNode report = Samples.crime();
        report.withObject("/handling").put("classification", "SECRET");
        String reference = report.path("reference").asText();

        Answer answer = police.post("/v1/events", report);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.problem()).isEqualTo("above-accreditation");
        assertThat(onRecord.occurrences(reference)).isZero();
    }

    @Test
    void anAgencyCannotSayWhatOnlyAnalysisSays() {
        ObjectNode product = Samples.tree(EventType.LINK_NOTICE, Samples.reference());

        assertThat(police.post("/v1/events", product).status()).isEqualTo(422);
    }

    @Test
    void whatWillNotLeaveIsSaidInTheReceipt() {
        ObjectNode report = Samples.crime();
        report.withObject("/handling").remove("releasableTo");
        report.remove("grade");

        Answer answer = police.post("/v1/events", report);

        assertThat(answer.status()).isEqualTo(201);
        List<String> codes = new ArrayList<>();
        answer.json()
                .path("warnings")
                .forEach(warning -> codes.add(warning.path("code").asText()));
        assertThat(codes).contains("ORIGINATOR_AND_IAD_ONLY", "GRADED_X4");
    }

    @Test
    void theLargestSubmissionTravels() {
        ObjectNode report = Samples.crime();
        ArrayNode narratives = report.putArray("narratives");
        int most = Topics.MAX_SUBMISSION_BYTES;
        while (report.toString().getBytes(UTF_8).length < most - 31_000) {
            narratives
                    .addObject()
                    .put("text", "ხ".repeat(10_000))
                    .put("language", "ka")
                    .put("nature", "FACT");
        }
        String json = report.toString();
        String padded = json + " ".repeat(most - json.getBytes(UTF_8).length);

        Answer answer = police.send("POST", "/v1/events", padded, "Content-Type", "application/json");
        Answer oneByteMore = police.send("POST", "/v1/events", padded + " ", "Content-Type", "application/json");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(oneByteMore.status()).isEqualTo(413);
        try (TopicReader topic = new TopicReader(Topics.CRIME_EVENTS)) {
            assertThat(topic.awaitRecords(answer.json().path("eventId").asText(), 1))
                    .singleElement()
                    .satisfies(published -> assertThat(published.value()).hasSizeGreaterThan(most - 32_000));
        }
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedWithTheLimitHoweverItIsSent() {
        byte[] large = ("{\"a\":\"" + "x".repeat(Topics.MAX_SUBMISSION_BYTES) + "\"}").getBytes(UTF_8);

        Answer announced = police.send(police.request("/v1/events")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(large)));
        Answer chunked = police.send(police.request("/v1/events")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(large))));

        for (Answer answer : List.of(announced, chunked)) {
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.problem()).isEqualTo("payload-too-large");
            assertThat(answer.json().path("detail").asText()).contains(Integer.toString(Topics.MAX_SUBMISSION_BYTES));
        }
    }

    @Test
    void anotherMediaTypeIsRefused() {
        Answer xml = police.send("POST", "/v1/events", "<event/>", "Content-Type", "application/xml");
        Answer none = police.send(police.request("/v1/events").POST(BodyPublishers.ofString("{}")));

        for (Answer answer : List.of(xml, none)) {
            assertThat(answer.status()).isEqualTo(415);
            assertThat(answer.problem()).isEqualTo("unsupported-media-type");
        }
    }

    @Test
    void anAnalystDecidesOnLinksAndNothingElse() {
        Agency analyst = agencies.analyst();
        ObjectNode decision = Samples.tree(EventType.LINK_DECISION, Samples.reference());

        Answer decided = analyst.post("/v1/events", decision);
        Answer report = analyst.post("/v1/events", Samples.crime());
        Answer bySystem = agencies.system("IAD").post("/v1/events", decision);

        assertThat(decided.status()).isEqualTo(201);
        try (TopicReader topic = new TopicReader("analyst-decisions")) {
            assertThat(header(topic.awaitRecords(decided.eventId(), 1).get(0), "ce_source"))
                    .isEqualTo("/agencies/IAD");
        }
        assertThat(report.status()).isEqualTo(403);
        assertThat(bySystem.status()).isEqualTo(403);
    }

    @Test
    void theTraceOfTheRequestGoesOnInTheTopic() {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";

        Answer answer =
                police.post("/v1/events", Samples.crime(), "traceparent", "00-" + trace + "-00f067aa0ba902b7-01");

        try (TopicReader topic = new TopicReader("crime-events")) {
            ConsumerRecord<String, byte[]> published =
                    topic.awaitRecords(answer.eventId(), 1).get(0);
            assertThat(header(published, "traceparent")).contains(trace);
        }
    }

    @Test
    void whatDoesNotExistIsAProblemToo() {
        Answer path = police.get("/v1/nothing");
        Answer method = police.send("PATCH", "/v1/events", "{}");

        assertThat(path.status()).isEqualTo(404);
        assertThat(path.problem()).isEqualTo("not-found");
        assertThat(method.status()).isEqualTo(405);
        assertThat(method.problem()).isEqualTo("method-not-allowed");
    }
}
