package ge.khidi.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.codec.EventCodec;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.EventType;
import ge.khidi.contract.event.Status;
import ge.khidi.intake.Agency.Answer;
import ge.khidi.localstack.test.TestIssuer;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RetentionIT {

    private static final Duration BOUND = Duration.ofMinutes(2);

    @Inject
    Agencies agencies;

    @Inject
    RecordView onRecord;

    private Agency police;

    @BeforeEach
    void anAgency() {
        police = agencies.system("PATROL-POLICE");
    }

    @Test
    void whatNobodyDecidedToKeepIsErasedEverywhereAndSaidToAll() {
        String canary = "კანარი-" + UUID.randomUUID();
        ObjectNode report = Samples.crime().put("reference", canary);
        narrative(report, canary);
        report.withObject("/handling").put("legalBasis", "Order on " + canary);
        Answer created = police.post("/v1/events", report);
        String id = created.eventId();
        police.put("/v1/events/by-reference/" + canary, Samples.changed(report));
        assertThat(onRecord.occurrences(canary)).isPositive();

        try (TopicReader topic = new TopicReader("crime-events")) {
            topic.awaitRecords(id, 2);
            onRecord.letTheReviewDatePass(id);
            ConsumerRecord<String, byte[]> last = topic.awaitRecords(id, 3).get(2);

            Event left = EventCodec.parse(last.value()).toOptional().orElseThrow();
            assertThat(left.state().status()).isEqualTo(Status.ERASED);
            assertThat(new String(last.value(), UTF_8)).doesNotContain(canary);
        }
        assertThat(onRecord.occurrences(canary)).isZero();
        assertThat(police.get("/v1/events/" + id).json().at("/state/status").asText())
                .isEqualTo("ERASED");
        assertThat(police.get("/v1/events/" + id + "/revisions/1").status()).isEqualTo(404);
        assertThat(onRecord.actions(id)).contains("ERASURE event.erased");

        Agency operator = agencies.with(TestIssuer.person("davit", "IAD", "operator"));
        String since = created.json().path("acceptedAt").asText();
        try (TopicReader topic = new TopicReader("crime-events")) {
            int before = topic.awaitRecords(id, 3).size();
            operator.post("/v1/admin/republish?topic=crime-events&since=" + since, "");
            assertThat(topic.awaitRecords(id, before + 1).get(before).value())
                    .isEqualTo(topic.of(id).get(2).value());
        }
    }

    @Test
    void whatIsRestrictedOrKeptByADecisionIsNotErased() {
        String restricted = police.post("/v1/events", Samples.crime()).eventId();
        police.post("/v1/events/" + restricted + "/restriction", "{\"reason\":\"evidence\"}");
        String kept = police.post("/v1/events", Samples.crime()).eventId();
        onRecord.letTheReviewDatePass(restricted);
        String until = LocalDate.now(ZoneOffset.UTC).plusDays(400).toString();
        police.post("/v1/events/" + kept + "/review", "{\"keepUntil\":\"" + until + "\",\"reason\":\"trial pending\"}");
        String marker = police.post("/v1/events", Samples.crime()).eventId();
        onRecord.letTheReviewDatePass(marker);

        await().atMost(BOUND).until(() -> status(marker).equals("ERASED"));

        assertThat(status(restricted)).isEqualTo("RESTRICTED");
        assertThat(status(kept)).isNotEqualTo("ERASED");
    }

    @Test
    void oneThatCannotBeErasedHoldsUpNobodyElses() {
        Agency border = agencies.system("BORDER-POLICE");
        String stuck = border.post("/v1/events", Samples.crime()).eventId();
        onRecord.listAsOverdue(stuck);
        String behind = police.post("/v1/events", Samples.crime()).eventId();
        onRecord.letTheReviewDatePass(behind);

        await().atMost(BOUND).until(() -> status(behind).equals("ERASED"));

        onRecord.letTheReviewDatePass(stuck);
        await().atMost(BOUND).until(() -> status(border, stuck).equals("ERASED"));
    }

    @Test
    void oneThatCannotBeReadHoldsUpNeitherItsNeighboursNorThoseBehind() {
        Agency border = agencies.system("BORDER-POLICE");
        String spoilt = border.post("/v1/events", Samples.crime()).eventId();
        String beside = border.post("/v1/events", Samples.crime()).eventId();
        String behind = police.post("/v1/events", Samples.crime()).eventId();
        onRecord.spoil(spoilt);
        onRecord.listAsOverdue(spoilt);
        onRecord.letTheReviewDatePass(beside);
        onRecord.letTheReviewDatePass(behind);

        await().atMost(BOUND).until(() -> status(behind).equals("ERASED"));
        await().atMost(BOUND).until(() -> status(border, beside).equals("ERASED"));

        onRecord.mend(spoilt);
        onRecord.letTheReviewDatePass(spoilt);
        await().atMost(BOUND).until(() -> status(border, spoilt).equals("ERASED"));
    }

    @Test
    void anOriginatorErasesAtOnceUnlessTheEventIsRestricted() {
        String canary = "კანარი-" + UUID.randomUUID();
        ObjectNode report = Samples.crime().put("reference", canary);
        narrative(report, canary);
        report.withObject("/handling").put("legalBasis", "Order on " + canary);
        String id = police.post("/v1/events", report).eventId();
        String why = "{\"reason\":\"unlawfully processed\"}";
        police.post("/v1/events/" + id + "/restriction", "{\"reason\":\"evidence\"}");
        assertThat(police.post("/v1/events/" + id + "/erasure", why).status()).isEqualTo(409);
        assertThat(police.delete("/v1/events/" + id + "/restriction", "{\"reason\":\"settled\"}")
                        .status())
                .isEqualTo(200);

        assertThat(agencies.system("BORDER-POLICE")
                        .post("/v1/events/" + id + "/erasure", why)
                        .status())
                .isEqualTo(404);
        assertThat(police.post("/v1/events/" + id + "/erasure", why).status()).isEqualTo(200);

        assertThat(status(id)).isEqualTo("ERASED");
        assertThat(onRecord.occurrences(canary)).isZero();
        assertThat(onRecord.actions(id)).contains("ERASURE event.erased");
        assertThat(police.post("/v1/events/" + id + "/erasure", why).status())
                .as("said again")
                .isEqualTo(200);
        try (TopicReader topic = new TopicReader("crime-events")) {
            assertThat(new String(topic.awaitRecords(id, 4).get(3).value(), UTF_8))
                    .contains("ERASED_BY_ITS_ORIGINATOR")
                    .doesNotContain(canary, "unlawfully");
        }
    }

    @Test
    void aRepeatOfWhatWasErasedIsKnownAsOneForATimeAndMakesNoEvent() {
        ObjectNode report = Samples.crime();
        String name = report.path("reference").asText();
        ObjectNode revised = Samples.changed(report);
        ObjectNode other = report.deepCopy();
        narrative(other, "and more");
        ObjectNode nameless = Samples.crime();
        nameless.remove("reference");
        String[] key = {"Idempotency-Key", UUID.randomUUID().toString()};
        String byName = "/v1/events/by-reference/" + name;
        String why = "{\"reason\":\"unlawfully processed\"}";
        Answer first = police.post("/v1/events", report);
        assertThat(police.put(byName, revised).eventId()).isEqualTo(first.eventId());
        Answer keyed = police.post("/v1/events", nameless, key);
        for (Answer one : new Answer[] {first, keyed}) {
            assertThat(police.post("/v1/events/" + one.eventId() + "/erasure", why)
                            .status())
                    .isEqualTo(200);
        }

        for (Answer repeat : new Answer[] {
            police.post("/v1/events", report),
            police.put(byName, report),
            police.put(byName, revised),
            police.post("/v1/events", nameless, key)
        }) {
            assertThat(repeat.status()).as(repeat.text()).isEqualTo(409);
            assertThat(repeat.problem()).isEqualTo("wrong-state");
            assertThat(repeat.text()).contains("erased");
        }
        String line = JsonNodeFactory.instance
                .objectNode()
                .put("op", "create")
                .set("event", report)
                .toString();
        assertThat(police.batch(List.of(line)).text()).contains("wrong-state");
        assertThat(onRecord.events(name)).isZero();
        Answer another = police.post("/v1/events", other);
        assertThat(another.status()).as("what was not said before").isEqualTo(201);

        assertThat(police.post("/v1/events/" + another.eventId() + "/erasure", why)
                        .status())
                .isEqualTo(200);
        onRecord.letRepeatsBeOver();
        await().atMost(BOUND).until(() -> police.post("/v1/events", report).status() == 201);
    }

    @Test
    void reviewsThatAreDueAreListedForTheirOriginatorOnly() {
        LocalDate soon = LocalDate.now(ZoneOffset.UTC).plusDays(89);
        String due = police.post("/v1/events", reviewedBy(soon)).eventId();
        String later = police.post("/v1/events", reviewedBy(soon.plusDays(2))).eventId();

        JsonNode mine = police.get("/v1/reviews").json();
        JsonNode others = agencies.system("BORDER-POLICE").get("/v1/reviews").json();

        assertThat(mine.findValuesAsText("eventId")).contains(due).doesNotContain(later);
        assertThat(others.findValuesAsText("eventId")).doesNotContain(due, later);
        assertThat(police.get("/v1/reviews?days=91").json().findValuesAsText("eventId"))
                .contains(due, later);
        assertThat(mine.path("items").findValuesAsText("erasedOn"))
                .contains(soon.plusDays(1).toString());
        assertThat(police.get("/v1/reviews?days=0").status()).isEqualTo(400);
        assertThat(police.get("/v1/reviews?after=x").status()).isEqualTo(400);
    }

    private String status(String id) {
        return status(police, id);
    }

    private static String status(Agency agency, String id) {
        return agency.get("/v1/events/" + id).json().at("/state/status").asText();
    }

    private static ObjectNode reviewedBy(LocalDate day) {
        ObjectNode report = Samples.tree(EventType.CRIME_REPORT, Samples.reference());
        report.withObject("/handling").put("reviewBy", day.toString());
        return report;
    }

    private static void narrative(ObjectNode report, String text) {
        report.putArray("narratives")
                .addObject()
                .put("language", "ka")
                .put("nature", "FACT")
                .put("text", text);
    }
}
