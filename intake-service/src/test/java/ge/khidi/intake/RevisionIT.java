package ge.khidi.intake;

import static ge.khidi.intake.TopicReader.header;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.codec.EventCodec;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.EventType;
import ge.khidi.contract.event.RevisionKind;
import ge.khidi.contract.event.Status;
import ge.khidi.intake.Agency.Answer;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RevisionIT {

    private static final String BECAUSE = "{\"reason\":\"the plate was wrong\"}";

    @Inject
    Agencies agencies;

    @Inject
    RecordView onRecord;

    private Agency police;
    private ObjectNode report;

    @BeforeEach
    void anAgencyWithAReport() {
        police = agencies.system("PATROL-POLICE");
        report = Samples.crime();
    }

    @Test
    void aPutByReferenceCreatesThenChangesNothingThenRevises() {
        String path = "/v1/events/by-reference/" + report.path("reference").asText();

        Answer created = police.put(path, report);
        Answer same = police.put(path, report);
        Answer revised = police.put(path, Samples.changed(report), "Khidi-Revision-Kind", "SUPPLEMENT");

        assertThat(created.status()).isEqualTo(201);
        assertThat(same.status()).isEqualTo(200);
        assertThat(same.text()).isEqualTo(created.text());
        assertThat(revised.status()).isEqualTo(200);
        assertThat(revised.json().path("revision").asInt()).isEqualTo(2);
        try (TopicReader topic = new TopicReader("crime-events")) {
            List<Event> published = topic.awaitRecords(created.eventId(), 2).stream()
                    .map(seen -> EventCodec.parse(seen.value()).toOptional().orElseThrow())
                    .toList();
            assertThat(published)
                    .extracting(Event::revisionKind)
                    .containsExactly(RevisionKind.INITIAL, RevisionKind.SUPPLEMENT);
        }
        assertThat(onRecord.actions(created.eventId()))
                .containsExactly("COLLECTION event.created", "ALTERATION event.revised");
    }

    @Test
    void aReferenceMayHoldAnythingThatFitsIntoAPath() {
        String reference = "ბათუმი 12/7 " + Samples.reference();
        report.put("reference", reference);
        String path = "/v1/events/by-reference/"
                + java.net.URLEncoder.encode(reference, java.nio.charset.StandardCharsets.UTF_8)
                        .replace("+", "%20");

        Answer created = police.put(path, report);

        assertThat(created.status()).isEqualTo(201);
        assertThat(police.get("/v1/events/" + created.eventId())
                        .json()
                        .at("/origin/reference")
                        .asText())
                .isEqualTo(reference);
    }

    @Test
    void aRevisionNeedsToKnowWhatItRevises() {
        Answer created = police.post("/v1/events", report);
        String path = "/v1/events/" + created.eventId();

        Answer missing = police.put(path, Samples.changed(report));
        Answer stale = police.put(path, Samples.changed(report), "If-Match", "\"7-0123456789abcdef\"");
        Answer wrong = police.put(path, Samples.changed(report), "If-Match", "7");
        Answer revised = police.put(path, Samples.changed(report), "If-Match", created.header("ETag"));
        Answer lostAnswer = police.put(path, Samples.changed(report), "If-Match", created.header("ETag"));

        assertThat(missing.status()).isEqualTo(428);
        assertThat(missing.problem()).isEqualTo("precondition-required");
        assertThat(stale.status()).isEqualTo(412);
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(revised.status()).isEqualTo(200);
        assertThat(revised.header("ETag")).startsWith("\"2-");
        assertThat(lostAnswer.status()).isEqualTo(200);
        assertThat(lostAnswer.text()).isEqualTo(revised.text());
        assertThat(police.get(path).header("ETag")).isEqualTo(revised.header("ETag"));
        assertThat(police.get(path).json().path("revisionKind").asText()).isEqualTo("CORRECTION");
    }

    @Test
    void ofTwoRevisionsAtTheSameTimeOneIsTooLate() throws Exception {
        Answer created = police.post("/v1/events", report);
        int senders = 8;
        ExecutorService pool = Executors.newFixedThreadPool(senders);

        List<Future<Answer>> sent = new ArrayList<>();
        for (int i = 0; i < senders; i++) {
            ObjectNode mine = report.deepCopy();
            mine.putArray("caseReferences").add("CASE-" + i);
            sent.add(pool.submit(
                    () -> police.put("/v1/events/" + created.eventId(), mine, "If-Match", created.header("ETag"))));
        }
        List<Integer> statuses = new ArrayList<>();
        for (Future<Answer> one : sent) {
            statuses.add(one.get().status());
        }
        pool.shutdown();

        assertThat(statuses).containsOnly(200, 412);
        assertThat(Collections.frequency(statuses, 200)).isEqualTo(1);
    }

    @Test
    void aWithdrawalIsForGoodAndOnce() {
        Answer created = police.post("/v1/events", report);
        String path = "/v1/events/" + created.eventId();

        Answer withdrawn = police.post(path + "/withdrawal", BECAUSE);
        Answer again = police.post(path + "/withdrawal", "{\"reason\":\"once more\"}");
        Answer late = police.put(path, Samples.changed(report), "If-Match", withdrawn.header("ETag"));
        Answer lateByReference =
                police.put("/v1/events/by-reference/" + report.path("reference").asText(), report);
        Answer repeated = police.post("/v1/events", report);

        assertThat(withdrawn.status()).isEqualTo(200);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.text()).isEqualTo(withdrawn.text());
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.problem()).isEqualTo("wrong-state");
        assertThat(lateByReference.status()).isEqualTo(409);
        assertThat(repeated.text()).isEqualTo(created.text());
        try (TopicReader topic = new TopicReader("crime-events")) {
            Event last = EventCodec.parse(
                            topic.awaitRecords(created.eventId(), 2).get(1).value())
                    .toOptional()
                    .orElseThrow();
            assertThat(last.state().status()).isEqualTo(Status.WITHDRAWN);
            assertThat(last.state().reason()).contains("the plate was wrong");
        }
        assertThat(onRecord.actions(created.eventId()))
                .containsExactly("COLLECTION event.created", "ALTERATION event.withdrawn");
    }

    @Test
    void aReviewMovesTheDayAndARestrictionForbidsUseUntilItEnds() {
        Answer created = police.post("/v1/events", report);
        String path = "/v1/events/" + created.eventId();
        LocalDate until = LocalDate.now(ZoneOffset.UTC).plusDays(399);
        String keep = "{\"keepUntil\":\"" + until + "\",\"reason\":\"trial\"}";

        Answer kept = police.post(path + "/review", keep);
        Answer keptAgain = police.post(path + "/review", keep);
        Answer restricted = police.post(path + "/restriction", "{\"reason\":\"contested\"}");
        Answer lifted = police.delete(path + "/restriction", "{\"reason\":\"settled\"}");

        assertThat(List.of(kept.status(), keptAgain.status(), restricted.status(), lifted.status()))
                .containsOnly(200);
        assertThat(keptAgain.text()).isEqualTo(kept.text());
        assertThat(police.get(path).json().at("/handling/reviewBy").asText()).isEqualTo(until.toString());
        List<String> states = new ArrayList<>();
        police.get(path + "/revisions")
                .json()
                .path("items")
                .forEach(item -> states.add(item.path("status").asText()));
        assertThat(states).containsExactly("OPEN", "OPEN", "RESTRICTED", "OPEN");
    }

    @Test
    void whatIsWrongWithAReasonIsSaid() {
        Answer created = police.post("/v1/events", report);
        String path = "/v1/events/" + created.eventId();

        Answer empty = police.post(path + "/withdrawal", "{}");
        Answer wrongDay = police.post(path + "/review", "{\"keepUntil\":\"soon\",\"why\":\"x\"}");
        Answer tooLong = police.post(path + "/review", "{\"keepUntil\":\"2999-01-01\",\"reason\":\"x\"}");

        assertThat(empty.status()).isEqualTo(422);
        assertThat(empty.json().at("/faults/0/pointer").asText()).isEqualTo("/reason");
        assertThat(wrongDay.json().path("faults")).hasSize(3);
        assertThat(tooLong.json().at("/faults/0/pointer").asText()).isEqualTo("/keepUntil");
    }

    @Test
    void theRevisionsOfAnEventArriveInTheirOrder() throws Exception {
        int events = 10;
        int revisions = 8;
        ExecutorService pool = Executors.newFixedThreadPool(events);

        List<Future<String>> spoken = IntStream.range(0, events)
                .mapToObj(i -> pool.submit(() -> revisedOften(revisions)))
                .toList();
        List<String> ids = new ArrayList<>();
        for (Future<String> one : spoken) {
            ids.add(one.get());
        }
        pool.shutdown();

        try (TopicReader topic = new TopicReader("border-events")) {
            for (String id : ids) {
                assertThat(topic.awaitRecords(id, revisions))
                        .extracting(seen -> header(seen, "ce_id"))
                        .containsExactlyElementsOf(IntStream.rangeClosed(1, revisions)
                                .mapToObj(revision -> id + "/" + revision)
                                .toList());
            }
        }
    }

    private String revisedOften(int revisions) {
        ObjectNode mine = Samples.tree(EventType.MOVEMENT_OF_INTEREST, Samples.reference());
        String path = "/v1/events/by-reference/" + mine.path("reference").asText();
        Answer last = police.put(path, mine);
        for (int i = 2; i <= revisions; i++) {
            mine.putArray("caseReferences").add("CASE-" + i);
            last = police.put(path, mine);
        }
        assertThat(last.json().path("revision").asInt()).isEqualTo(revisions);
        return last.eventId();
    }
}
