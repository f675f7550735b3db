package ge.khidi.system;

import static ge.khidi.system.Reader.revision;
import static ge.khidi.system.Submissions.freshReference;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.localstack.client.Answer;
import ge.khidi.localstack.client.Feed;
import ge.khidi.localstack.client.Platform;
import ge.khidi.localstack.client.Session;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** One event, all the way: from an agency's system to its partners' feeds and back, with real tokens. */
@OnPlatform
class JourneyIT {

    private static final int MEASUREMENTS = 20;

    private final Platform platform;
    private final URI intake;
    private final URI sharing;
    private final Session patrolPolice;

    JourneyIT(RunningPlatform running) {
        this.platform = running.client();
        this.intake = platform.service("intake");
        this.sharing = platform.service("sharing");
        this.patrolPolice = platform.client("patrol-police-system");
    }

    @Test
    void anEventPostedWithATokenIsReadByItsPartner() throws IOException {
        Reader borderPolice = new Reader(platform, "border-police-system");
        List<Long> milliseconds = new ArrayList<>();

        for (int i = 0; i < MEASUREMENTS; i++) {
            ObjectNode event = Submissions.movement(freshReference("JOURNEY"), "JA-%03d-AA".formatted(i));
            long begin = System.nanoTime();
            String id = accepted(patrolPolice.post(events(), event));
            borderPolice.await(revision(id, 1));
            milliseconds.add(Duration.ofNanos(System.nanoTime() - begin).toMillis());
        }

        Collections.sort(milliseconds);
        Figures.note("From POST to the partner's feed, %d events one after another: median %d ms, slowest %d ms."
                .formatted(MEASUREMENTS, milliseconds.get(MEASUREMENTS / 2), milliseconds.get(MEASUREMENTS - 1)));
        assertThat(milliseconds).hasSize(MEASUREMENTS);
    }

    @Test
    void aWithheldValueIsAbsentFromTheBytes() throws IOException {
        String given = "ანასტასია";
        String family = "უჩინარიშვილი";
        String residence = "ქუთაისი, დაფარული ქუჩა 77";
        Feed borderPolice = new Feed(platform.client("border-police-system"), sharing);
        borderPolice.read();

        String id = accepted(platform.client("criminal-police-system")
                .post(events(), Submissions.trafficking(freshReference("VICTIM"), given, family, residence)));

        JsonNode analysed = new Reader(platform, "iad-system").await(revision(id, 1));
        assertThat(analysed.toString()).contains("VICTIM").doesNotContain(given, family, residence);
        String bytes = await().atMost(Duration.ofMinutes(1))
                .until(() -> borderPolice.page().text(), text -> text.contains(id));
        assertThat(bytes).contains("VICTIM").doesNotContain(given, family, residence, "დაფარული");
    }

    @Test
    void whoMayNotKnowOfAnEventSeesWhatAnEmptyFeedShows() throws IOException {
        Feed thirdCountry = new Feed(platform.client("third-country-b-system"), sharing);
        byte[] before = thirdCountry.page().body();
        Reader iad = new Reader(platform, "iad-system");

        String id = accepted(patrolPolice.post(events(), Submissions.movement(freshReference("SECRET"), "SE-001-CR")));
        iad.await(revision(id, 1));

        assertThat(thirdCountry.page().body()).isEqualTo(before);
        assertThat(thirdCountry.page().json().path("items")).isEmpty();
    }

    @Test
    void noSuchEventAndSomebodyElsesEventAreTheSameAnswer() throws IOException {
        String id = accepted(patrolPolice.post(events(), Submissions.movement(freshReference("OTHERS"), "OT-001-HE")));
        new Reader(platform, "iad-system").await(revision(id, 1));
        String none = UUID.randomUUID().toString();
        Session other = platform.client("migration-department-system");

        assertThat(sameButForTheId(other.get(events().resolve("/v1/events/" + id)), id))
                .isEqualTo(sameButForTheId(other.get(events().resolve("/v1/events/" + none)), none));
        assertThat(sameButForTheId(other.get(sharing.resolve("/v1/audit/events/" + id)), id))
                .isEqualTo(sameButForTheId(other.get(sharing.resolve("/v1/audit/events/" + none)), none));
    }

    @Test
    void aRepeatGetsTheFirstReceiptAndOtherContentIsAConflict() throws IOException {
        String reference = freshReference("REPEAT");
        Answer first = patrolPolice.post(events(), Submissions.movement(reference, "RE-001-PE"));
        assertThat(first.status()).isEqualTo(201);

        Answer again = patrolPolice.post(events(), Submissions.movement(reference, "RE-001-PE"));
        Answer other = patrolPolice.post(events(), Submissions.movement(reference, "RE-002-PE"));

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.header("Content-Type")).hasValue("application/problem+json");
    }

    @Test
    void aCorrectionReachesEveryHolderAndWhatTheyDidReachesTheOriginator() throws IOException {
        Reader iad = new Reader(platform, "iad-system");
        Reader borderPolice = new Reader(platform, "border-police-system");
        String reference = freshReference("CORRECTION");
        Answer receipt = patrolPolice.post(events(), Submissions.movement(reference, "CO-001-RR"));
        String id = accepted(receipt);
        borderPolice.await(revision(id, 1));
        iad.await(revision(id, 1));

        Answer corrected = patrolPolice.send(HttpRequest.newBuilder(events().resolve("/v1/events/" + id))
                .header("Content-Type", "application/json")
                .header("If-Match", receipt.header("ETag").orElseThrow())
                .header("Khidi-Revision-Kind", "CORRECTION")
                .PUT(BodyPublishers.ofString(
                        Submissions.movement(reference, "CO-002-RR").toString())));

        assertThat(corrected.status()).isEqualTo(200);
        for (Reader holder : List.of(iad, borderPolice)) {
            JsonNode item = holder.await(revision(id, 2));
            assertThat(item.path("kind").asText()).isEqualTo("CORRECTION");
            assertThat(item.toString()).contains("CO-002-RR").doesNotContain("CO-001-RR");
            answer(holder, item, "RECTIFIED");
        }
        assertThat(outcomes(id, 2))
                .contains("IAD RECTIFIED", "BORDER-POLICE RECTIFIED")
                .allMatch(outcome -> outcome.endsWith(" RECTIFIED") || outcome.endsWith(" OPEN"));
    }

    @Test
    void aWithdrawalTakesTheContentBackFromEveryHolder() throws IOException {
        Reader iad = new Reader(platform, "iad-system");
        Reader borderPolice = new Reader(platform, "border-police-system");
        String id = accepted(patrolPolice.post(events(), Submissions.movement(freshReference("RECALL"), "WI-001-TH")));
        borderPolice.await(revision(id, 1));
        iad.await(revision(id, 1));

        Answer withdrawn = patrolPolice.post(
                events().resolve("/v1/events/" + id + "/withdrawal"),
                JsonNodeFactory.instance.objectNode().put("reason", "It was another car"));

        assertThat(withdrawn.status()).isEqualTo(200);
        for (Reader holder : List.of(iad, borderPolice)) {
            JsonNode item = holder.await(revision(id, 2));
            assertThat(item.path("kind").asText()).isEqualTo("WITHDRAWAL");
            assertThat(item.toString()).doesNotContain("WI-001-TH", "another car");
            answer(holder, item, "ERASED");
        }
        assertThat(outcomes(id, 2)).contains("IAD ERASED", "BORDER-POLICE ERASED");
        assertThat(new Reader(platform, "border-police-system").items().toString())
                .doesNotContain("WI-001-TH");
    }

    @Test
    void withoutATokenThereIsNothingButAProblem() throws IOException, InterruptedException {
        HttpClient http = HttpClient.newHttpClient();
        for (URI door : List.of(events(), sharing.resolve("/v1/feed"), sharing.resolve("/v1/releases"))) {
            HttpRequest request =
                    HttpRequest.newBuilder(door).timeout(Duration.ofMinutes(1)).build();

            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
        }
    }

    private URI events() {
        return intake.resolve("/v1/events");
    }

    private static String accepted(Answer answer) throws IOException {
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json().path("eventId").asText();
    }

    private void answer(Reader holder, JsonNode item, String outcome) throws IOException {
        Answer answer = holder.session()
                .post(
                        sharing.resolve("/v1/feed/items/" + item.path("cursor").asText() + "/outcome"),
                        JsonNodeFactory.instance.objectNode().put("outcome", outcome));
        assertThat(answer.status()).isEqualTo(204);
    }

    private List<String> outcomes(String eventId, int revision) throws IOException {
        Answer account = patrolPolice.get(sharing.resolve("/v1/audit/events/" + eventId));
        assertThat(account.status()).isEqualTo(200);
        List<String> outcomes = new ArrayList<>();
        for (JsonNode row : account.json().path("items")) {
            if (row.path("revision").asInt() == revision) {
                outcomes.add(
                        row.path("agency").asText() + " " + row.path("outcome").asText());
            }
        }
        return outcomes;
    }

    private static String sameButForTheId(Answer answer, String id) {
        return answer.status() + " " + answer.text().replace(id, "…");
    }
}
