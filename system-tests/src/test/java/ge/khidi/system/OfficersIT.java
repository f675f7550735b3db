package ge.khidi.system;

import static ge.khidi.system.Reader.revision;
import static ge.khidi.system.Submissions.freshReference;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.localstack.client.Answer;
import ge.khidi.localstack.client.Platform;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an officer does in a browser: a real one, signed in at the real Keycloak. */
@OnPlatform
class OfficersIT {

    private static final Duration BOUND = Duration.ofMinutes(2);

    private final RunningPlatform running;
    private final Platform platform;
    private final URI pages;
    private final Chromium chromium;

    OfficersIT(RunningPlatform running) {
        this.running = running;
        this.platform = running.client();
        this.pages = platform.service("sharing").resolve("/pages");
        this.chromium = Chromium.start(Path.of(System.getProperty("khidi.system-tests.target", "target"), "chromium"));
    }

    @AfterEach
    void close() {
        chromium.close();
    }

    @Test
    void anOfficerReadsTheFeedSeesWhatIsWithheldAndReleasesAnItem() throws IOException {
        String family = "მალულაშვილი";
        ObjectNode event = Submissions.trafficking(freshReference("PAGES"), "ლიანა", family, "ქუთაისი, ფარული ქუჩა 3");
        event.withObject("/handling").withArray("purposes").add("OPERATIONAL_ANALYSIS");
        event.putObject("grade")
                .put("scheme", "EUROPOL_4X4")
                .put("source", "A")
                .put("information", "1")
                .put("assignedBy", "ORIGINATOR");
        Answer receipt = platform.client("criminal-police-system")
                .post(platform.service("intake").resolve("/v1/events"), event);
        assertThat(receipt.status()).as(receipt.text()).isEqualTo(201);
        String id = receipt.json().path("eventId").asText();
        // the originator's officer records why the gateway needs to know the victim
        ObjectNode word = JsonNodeFactory.instance.objectNode();
        word.put("decision", "APPROVE")
                .put("reason", "Europol may know the recruiter")
                .put("caseReference", "2026/17");
        long toGateway = pending(id, "release.criminal-police", "ILECC");
        Answer said = platform.person("release.criminal-police")
                .post(pages.resolve("/v1/releases/" + toGateway + "/decision"), word);
        assertThat(said.status()).as(said.text()).isEqualTo(200);
        new Reader(platform, "ilecc-system").await(revision(id, 1));
        long release = pending(id, "release.ilecc", "EUROPOL");

        signIn("release.ilecc");
        statePurpose("OPERATIONAL_ANALYSIS", "2026/17");

        // the feed, and one item of it: the gateway has it in full
        chromium.awaitText("My feed");
        assertThat(chromium.text()).contains("David Nozadze", "ქუთაისი", "victim", "TLP:AMBER");
        chromium.follow("ქუთაისი");
        chromium.awaitText("What was withheld, and why");
        assertThat(chromium.text())
                .contains(family, "Everything", "Conditions", "need to know within the Ministry", "keep until");

        // what waits for a word: what Europol would get, and what would stay
        chromium.open(pages.resolve("/pages/releases/" + release));
        chromium.awaitText("What would stay here");
        assertThat(chromium.text())
                .contains("Europol", "awaiting release by ILECC", "names", "Annex II.B", "Sign out")
                .doesNotContain(family);
        chromium.click("input[name=decision][value=APPROVE]");
        chromium.fill("#reason", "Asked for by AP Phoenix");
        chromium.click("main button");
        chromium.awaitText("Recorded: Release.");
        JsonNode released = new Reader(platform, "europol-system").await(revision(id, 1));
        assertThat(released.toString()).contains("VICTIM").doesNotContain(family);

        // in Georgian, and it stays so
        chromium.follow("ქართული");
        chromium.awaitText("გადასაწყვეტი გადაცემები");
        chromium.open(pages.resolve("/pages/feed"));
        chromium.awaitText("ჩემი ნაკადი");
        assertThat(chromium.evaluate("document.documentElement.lang").asText()).isEqualTo("ka");
        assertThat(chromium.text()).contains("დაზარალებული").doesNotContain("victim", "My feed");

        chromium.click("a[href='/pages/sign-out']");
        chromium.awaitText("თქვენ გახვედით");
        chromium.open(pages.resolve("/pages/feed"));
        assertThat(chromium.location()).as("signed out at Keycloak too").contains("/realms/khidi/");
    }

    @Test
    void whatAPartnerMayNotKnowOfLooksLikeWhatDoesNotExist() throws IOException {
        signIn("liaison.europol");
        statePurpose("CROSS_CHECK", "EP-1");
        chromium.awaitText("My feed");

        chromium.open(pages.resolve("/pages/feed/AAAAAAAAAAAAAAAAAAAAAA"));
        String nobodys = chromium.text();
        chromium.open(pages.resolve("/pages/nowhere"));

        assertThat(chromium.text()).isEqualTo(nobodys).contains("There is no such page");
        chromium.open(pages.resolve("/pages/releases"));
        assertThat(chromium.text()).contains("not for your role");
    }

    private void signIn(String username) {
        chromium.open(pages);
        await().atMost(BOUND)
                .ignoreExceptions()
                .until(() -> chromium.location().contains("/realms/khidi/")
                        && chromium.evaluate("!!document.querySelector('#username')")
                                .asBoolean());
        chromium.fill("#username", username);
        chromium.fill("#password", password(username));
        chromium.click("#kc-login");
        chromium.awaitText("What do you read for?");
    }

    private void statePurpose(String purpose, String caseReference) {
        chromium.fill("#purpose", purpose);
        chromium.fill("#case", caseReference);
        chromium.click("main button");
    }

    private String password(String username) {
        return StreamSupport.stream(running.stack().path("users").spliterator(), false)
                .filter(user -> user.path("name").asText().equals(username))
                .map(user -> user.path("password").asText())
                .findFirst()
                .orElseThrow();
    }

    /** The item of this officer's queue that holds this event for a partner. */
    private long pending(String eventId, String officer, String partner) {
        return await().atMost(BOUND)
                .until(
                        () -> {
                            JsonNode queue = platform.person(officer)
                                    .get(pages.resolve("/v1/releases?state=PENDING"))
                                    .json();
                            return StreamSupport.stream(queue.path("items").spliterator(), false)
                                    .filter(item -> item.path("eventId")
                                                    .asText()
                                                    .equals(eventId)
                                            && item.path("partner").asText().equals(partner))
                                    .mapToLong(item -> item.path("id").asLong())
                                    .findFirst()
                                    .orElse(0);
                        },
                        found -> found > 0);
    }
}
