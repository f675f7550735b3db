package ge.khidi.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.event.EventType;
import ge.khidi.intake.Agency.Answer;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ConsultationIT {

    @Inject
    Agencies agencies;

    @Inject
    RecordView onRecord;

    @Test
    void anOriginatorReadsWhatItSaidAndTheLookIsLogged() {
        Agency police = agencies.system("CRIMINAL-POLICE");
        ObjectNode report = Samples.crime();
        Answer created = police.post("/v1/events", report);
        police.put("/v1/events/" + created.eventId(), Samples.changed(report), "If-Match", created.header("ETag"));

        Answer current = police.get("/v1/events/" + created.eventId());
        Answer first = police.get("/v1/events/" + created.eventId() + "/revisions/1");
        Answer revisions = police.get("/v1/events/" + created.eventId() + "/revisions");

        assertThat(current.json().path("revision").asInt()).isEqualTo(2);
        assertThat(current.json().at("/origin/agency").asText()).isEqualTo("CRIMINAL-POLICE");
        assertThat(first.json().path("urgency")).isEqualTo(report.path("urgency"));
        assertThat(first.header("ETag")).isEqualTo(created.header("ETag"));
        assertThat(revisions.json().path("items")).hasSize(2);
        assertThat(onRecord.actions(created.eventId()))
                .containsExactly(
                        "COLLECTION event.created",
                        "ALTERATION event.revised",
                        "CONSULTATION event.read",
                        "CONSULTATION event.read",
                        "CONSULTATION event.revisions-read");
    }

    @Test
    void whatIsSomebodyElsesAndWhatIsNotThereAreTheSameAnswer() {
        Agency police = agencies.system("CRIMINAL-POLICE");
        Agency others = agencies.system("BORDER-POLICE");
        String foreign = police.post("/v1/events", Samples.crime()).eventId();
        String nowhere = "0d9c6c1e-6f4f-4a43-9d10-5a0a3f1f2f10";
        String because = "{\"reason\":\"x\"}";
        Set<String> answers = new HashSet<>();

        for (String id : List.of(foreign, nowhere, "no-id-at-all")) {
            answers.add(others.get("/v1/events/" + id).toString());
            answers.add(others.get("/v1/events/" + id + "/revisions").toString());
            answers.add(others.get("/v1/events/" + id + "/revisions/1").toString());
            answers.add(others.post("/v1/events/" + id + "/withdrawal", because).toString());
            answers.add(
                    others.post("/v1/events/" + id + "/restriction", because).toString());
            answers.add(others.put("/v1/events/" + id, Samples.crime(), "If-Match", "*")
                    .toString());
        }

        assertThat(answers).hasSize(1);
        assertThat(answers.iterator().next()).startsWith("404 ").contains("not-found");
        assertThat(onRecord.actions(foreign)).containsExactly("COLLECTION event.created");
    }

    @Test
    void anAnalystReadsDecisionsAndTheSystemOfTheAgencyEverythingElse() {
        Agency analyst = agencies.analyst();
        Agency system = agencies.system("IAD");
        String decision = analyst.post("/v1/events", Samples.tree(EventType.LINK_DECISION, Samples.reference()))
                .eventId();
        String report = system.post("/v1/events", Samples.crime()).eventId();

        assertThat(analyst.get("/v1/events/" + decision).status()).isEqualTo(200);
        assertThat(analyst.get("/v1/events/" + report).status()).isEqualTo(404);
        assertThat(system.get("/v1/events/" + report).status()).isEqualTo(200);
        assertThat(system.get("/v1/events/" + decision).status()).isEqualTo(404);
    }

    @Test
    void pagesLeadThroughEverythingOnceAndAChangeComesAgain() {
        Agency agency = agencies.system("MIGRATION-DEPARTMENT");
        String from = next(agency, "c0");
        List<Answer> created = IntStream.range(0, 7)
                .mapToObj(i -> agency.post("/v1/events", Samples.crime()))
                .toList();

        List<String> seen = new ArrayList<>();
        String since = from;
        JsonNode page;
        do {
            page = agency.get("/v1/events?limit=3&since=" + since).json();
            page.path("items").forEach(item -> seen.add(item.path("eventId").asText()));
            since = page.path("next").asText();
        } while (page.path("more").asBoolean());
        agency.post("/v1/events/" + created.get(2).eventId() + "/withdrawal", "{\"reason\":\"x\"}");
        JsonNode after = agency.get("/v1/events?since=" + since).json();

        assertThat(seen)
                .containsExactlyElementsOf(created.stream().map(Answer::eventId).toList());
        assertThat(after.path("items")).hasSize(1);
        assertThat(after.at("/items/0/eventId").asText())
                .isEqualTo(created.get(2).eventId());
        assertThat(after.at("/items/0/status").asText()).isEqualTo("WITHDRAWN");
        assertThat(agency.get("/v1/events?since="
                                + created.get(0).json().path("acceptedAt").asText())
                        .json()
                        .path("items"))
                .hasSize(7);
    }

    /** Writers and a reader at once: whoever follows the cursor sees every event. */
    @Test
    void aReaderWhoFollowsTheCursorMissesNothing() throws Exception {
        Agency agency = agencies.system("CERT-GOV-GE");
        String since = next(agency, "c0");
        int writers = 8;
        int each = 20;
        ExecutorService pool = Executors.newFixedThreadPool(writers);

        List<Future<List<String>>> writing = IntStream.range(0, writers)
                .mapToObj(i -> pool.submit(() -> IntStream.range(0, each)
                        .mapToObj(
                                j -> agency.post("/v1/events", Samples.crime()).eventId())
                        .toList()))
                .toList();
        Set<String> seen = new HashSet<>();
        while (!writing.stream().allMatch(Future::isDone)) {
            JsonNode page = agency.get("/v1/events?since=" + since).json();
            page.path("items").forEach(item -> seen.add(item.path("eventId").asText()));
            since = page.path("next").asText();
        }
        JsonNode rest = agency.get("/v1/events?limit=500&since=" + since).json();
        rest.path("items").forEach(item -> seen.add(item.path("eventId").asText()));
        Set<String> written = new HashSet<>();
        for (Future<List<String>> one : writing) {
            written.addAll(one.get());
        }
        pool.shutdown();

        assertThat(written).hasSize(writers * each);
        assertThat(seen).containsAll(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"since=yesterday", "limit=0", "limit=501", "limit=ten"})
    void whatIsNoPageIsABadRequest(String query) {
        Answer answer = agencies.system("BORDER-POLICE").get("/v1/events?" + query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problem()).isEqualTo("invalid-request");
    }

    private static String next(Agency agency, String since) {
        JsonNode page = agency.get("/v1/events?limit=500&since=" + since).json();
        return page.path("more").asBoolean()
                ? next(agency, page.path("next").asText())
                : page.path("next").asText();
    }
}
