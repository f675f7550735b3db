package ge.khidi.sharing.pages;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.entity.PersonCategory;
import ge.khidi.contract.event.RevisionKind;
import ge.khidi.contract.handling.ReleasableTo;
import ge.khidi.localstack.test.TestIssuer;
import ge.khidi.sharing.Bus;
import ge.khidi.sharing.Events;
import ge.khidi.sharing.FeedClient;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The pages are guarded like the API, and show what it shows. */
@QuarkusTest
@TestProfile(SignIn.class)
class PagesIT {

    private static final Pattern ITEM = Pattern.compile("href=\"(/pages/feed/[\\w-]{22})\"");

    private final Bus bus = new Bus();
    private final FeedClient borderPolice = FeedClient.fromNowOn("BORDER-POLICE");
    private final FeedClient europol = FeedClient.fromNowOn("EUROPOL");

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void whoHasNotSignedInIsSentToKeycloakWithACodeChallenge() {
        HttpResponse<String> answer = new Browser(RestAssured.port).once("/pages/feed");

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location").orElseThrow())
                .contains("/realms/khidi/protocol/openid-connect/auth")
                .contains("response_type=code", "client_id=khidi-pages", "code_challenge_method=S256", "nonce=")
                .contains("pages%2Fsigned-in");
    }

    @Test
    void theApiKnowsNothingOfASession() {
        Browser officer = officer("liaison.border-police");

        HttpResponse<String> answer = officer.once("/v1/feed", "Khidi-Purpose", "BORDER_MANAGEMENT", "Khidi-Case", "1");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
                .startsWith("Bearer");
    }

    @Test
    void theCouncilReadsItsReportInItsLanguageAndNothingElse() {
        Browser council = Browser.of(RestAssured.port, "council.iad");

        HttpResponse<String> report = council.get("/pages/report");
        council.get("/pages/language/ka?back=%2Fpages%2Freport");
        HttpResponse<String> georgian = council.get("/pages/report");

        assertThat(report.body()).contains("persons by sex and age group", "partner kind", "href=\"/pages/report\"");
        assertThat(georgian.body()).contains("პირები სქესისა და ასაკის მიხედვით", "lang=\"ka\"");
        assertThat(council.get("/pages/report?from=2026-01-02").statusCode()).isEqualTo(400);
        assertThat(council.get("/pages/feed").statusCode()).isEqualTo(403);
        assertThat(officer("liaison.border-police").get("/pages/report").statusCode())
                .isEqualTo(403);
    }

    @Test
    void aPageShowsWhatTheFeedHoldsEscapedAndUnderAStrictPolicy() {
        Events event = Events.movement().with(PersonCategory.SUSPECT, "<b onclick='x'>Beridze</b>");
        bus.publish(event);
        borderPolice.of(event.id(), 1);
        Browser officer = officer("liaison.border-police");

        HttpResponse<String> feed = officer.get("/pages/feed");
        HttpResponse<String> item = officer.get(newest(feed));

        assertThat(item.statusCode()).isEqualTo(200);
        assertThat(item.body())
                .contains("&lt;b onclick=&#39;x&#39;&gt;Beridze&lt;/b&gt;")
                .doesNotContain("<b onclick", "<script", " style=", "javascript:");
        for (HttpResponse<String> page : List.of(feed, item, officer.get("/pages/nowhere"))) {
            assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=UTF-8");
            assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
            assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(page.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
            assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'none'", "style-src 'self'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
        }
    }

    @Test
    void whichPoliciesDecidedIsToldOnlyOfThoseThatLookAtNothingTheAgencyIsNotShown() {
        Browser officer = officer("liaison.border-police");
        Events leftToTheRules = Events.movement();
        Events naming = Events.movement().to(ReleasableTo.named(AgencyId.IAD, new AgencyId("BORDER-POLICE")));

        String ofTheFirst = termsOf(leftToTheRules, officer);
        String ofTheSecond = termsOf(naming, officer);

        assertThat(ofTheFirst)
                .contains("Border and Patrol Police receive border events")
                .contains("A rule that looks at what your agency may not see");
        assertThat(ofTheSecond).isEqualTo(ofTheFirst).doesNotContain("originator named");
        officer.get("/pages/language/ka?back=%2Fpages%2Ffeed");
        assertThat(officer.get(newest(officer.get("/pages/feed"))).body())
                .contains("სასაზღვრო და საპატრულო პოლიცია იღებს", "ეს არ ჩანს");
    }

    @Test
    void nobodyReadsWithoutAPurposeAndEachPageIsLoggedWithIt() {
        Events event = Events.movement();
        bus.publish(event);
        borderPolice.of(event.id(), 1);
        Browser officer = Browser.of(RestAssured.port, "liaison.border-police");
        assertThat(officer.once("/pages/feed").headers().firstValue("Location").orElseThrow())
                .startsWith("/pages/purpose");
        Instant begin = Instant.now();

        officer.stating("BORDER_MANAGEMENT", "PAGES/2026/17").get("/pages/feed");

        String log = given().auth()
                .oauth2(TestIssuer.person("otar", "IAD", "auditor").mint())
                .get("/v1/audit?agency=BORDER-POLICE&since=" + begin)
                .asString();
        assertThat(log).contains("feed.read", "PAGES/2026/17", "khidi-pages");
    }

    @Test
    void aFormOfAnotherSiteChangesNothing() {
        Events held = Events.trafficking().with(PersonCategory.SUSPECT, "Beridze");
        bus.publish(held);
        Browser officer = officer("release.ilecc");
        String release = "/pages/releases/" + pending(held);
        Map<String, String> approval = Map.of("decision", "APPROVE", "reason", "asked for", "case", "2026/17");

        HttpResponse<String> without = officer.post(release, approval);

        assertThat(without.statusCode()).isEqualTo(400);
        assertThat(pending(held)).as("still waits").isPositive();

        officer.get(release);
        HttpResponse<String> with = officer.post(
                release,
                Map.of(
                        "token",
                        officer.token(),
                        "decision",
                        "APPROVE",
                        "reason",
                        "asked for",
                        "case",
                        "2026/17",
                        "until",
                        "2027-01-31T12:00"));
        assertThat(with.headers().firstValue("Location").orElseThrow()).isEqualTo("/pages/releases?said=APPROVED");
        assertThat(europol.of(held.id(), 1)).hasSize(1);
        assertThat(officer.post(
                                release,
                                Map.of("token", officer.token(), "decision", "REJECT", "reason", "x", "case", "1"))
                        .statusCode())
                .as("too late, by the rules of the API")
                .isEqualTo(409);
    }

    @Test
    void whatIsReleasedForALifeIsConfirmedByAnotherOfficerOnItsPage() {
        Events held = Events.trafficking().with(PersonCategory.SUSPECT, "Kherkheulidze");
        bus.publish(held);
        String release = "/pages/releases/" + pending(held);
        Browser first = officer("release.ilecc");
        assertThat(first.get(release).body())
                .contains("By when", "LIFE_THREAT", "Regulation (EU) 2016/794")
                .as("what the officer may see is said above")
                .doesNotContain("what your agency may not see");

        first.post(
                release,
                Map.of("token", first.token(), "decision", "LIFE_THREAT", "reason", "held hostage", "case", "2026/17"));

        assertThat(europol.of(held.id(), 1)).hasSize(1);
        Browser second = officer("release.ilecc.second");
        assertThat(second.get("/pages/releases").body()).contains(release + "\"", "awaited");
        assertThat(second.get(release).body()).contains("CONFIRM", "REFUSE").doesNotContain("LIFE_THREAT");
        HttpResponse<String> confirmed = second.post(
                release,
                Map.of("token", second.token(), "decision", "CONFIRM", "reason", "it was right", "case", "2026/17"));
        assertThat(confirmed.statusCode()).isEqualTo(303);
        assertThat(second.get("/pages/releases").body()).doesNotContain(release + "\"");
    }

    @Test
    void aRecallIsAnsweredOnItsPage() {
        Events event = Events.movement().with(PersonCategory.SUSPECT, "Gelashvili");
        bus.publish(event, event.next(RevisionKind.CORRECTION));
        borderPolice.of(event.id(), 2);
        Browser officer = officer("liaison.border-police");
        String item = newest(officer.get("/pages/feed"));
        assertThat(officer.get(item).body()).contains("Rectify it", "RECTIFIED");

        HttpResponse<String> kept =
                officer.post(item + "/outcome", Map.of("token", officer.token(), "outcome", "KEPT_WITH_JUSTIFICATION"));
        HttpResponse<String> rectified =
                officer.post(item + "/outcome", Map.of("token", officer.token(), "outcome", "RECTIFIED"));

        assertThat(kept.statusCode()).as("whoever keeps it says why").isEqualTo(400);
        assertThat(officer.get(rectified.headers().firstValue("Location").orElseThrow())
                        .body())
                .contains("Your answer is recorded");
    }

    @Test
    void anotherAgencysItemAndNoneAreTheSamePage() {
        Events held = Events.trafficking().with(PersonCategory.SUSPECT, "Dvali");
        Events seen = Events.movement();
        bus.publish(held, seen);
        borderPolice.of(seen.id(), 1);
        String theirs = newest(officer("liaison.border-police").get("/pages/feed"));
        Browser ilecc = officer("release.ilecc");

        HttpResponse<String> another = ilecc.get(theirs);
        HttpResponse<String> none = ilecc.get("/pages/feed/" + "A".repeat(22));

        assertThat(another.statusCode()).isEqualTo(404);
        assertThat(another.body().replace(theirs.substring(12), "…"))
                .isEqualTo(none.body().replace("A".repeat(22), "…"));
        assertThat(officer("liaison.border-police")
                        .get("/pages/releases/" + pending(held))
                        .statusCode())
                .as("not a release officer")
                .isEqualTo(403);
    }

    @Test
    void aFormSentAfterTheSessionIsOverIsNotLostOnTheWayToKeycloak() {
        Browser officer = officer("release.ilecc");
        officer.forget("q_session");

        HttpResponse<String> answer = officer.post("/pages/releases/1", Map.of("decision", "APPROVE"));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("Location")).isEmpty();
        assertThat(answer.body()).contains("Sign in again");
    }

    @Test
    void aLanguageIsTakenFromTheBrowserAndThenFromTheVisitor() {
        Browser anyone = new Browser(RestAssured.port);

        assertThat(anyone.once("/pages/signed-out", "Accept-Language", "fr, ka;q=0.9")
                        .body())
                .contains("<html lang=\"ka\">", "თქვენ გახვედით");

        anyone.once("/pages/language/en?back=https://example.org");
        assertThat(anyone.once("/pages/signed-out", "Accept-Language", "ka").body())
                .contains("<html lang=\"en\">");
        assertThat(anyone.once("/pages/language/ka?back=//example.org/")
                        .headers()
                        .firstValue("Location"))
                .as("back to our own pages only")
                .hasValue("/pages");
    }

    private static Browser officer(String username) {
        return Browser.of(RestAssured.port, username).stating("BORDER_MANAGEMENT", "2026/17");
    }

    private static String newest(HttpResponse<String> feed) {
        Matcher item = ITEM.matcher(feed.body());
        assertThat(item.find()).as("status %d", feed.statusCode()).isTrue();
        return item.group(1);
    }

    /** What the page of a new item says of what was withheld, and why. */
    private String termsOf(Events event, Browser officer) {
        bus.publish(event);
        borderPolice.of(event.id(), 1);
        String page = officer.get(newest(officer.get("/pages/feed"))).body();
        int begin = page.indexOf("<h2>What was withheld, and why</h2>");
        assertThat(begin).isPositive();
        return page.substring(begin, page.indexOf("</dl>", begin));
    }

    private static int pending(Events event) {
        String find = "items.find { it.eventId == '" + event.id() + "' && it.partner == 'EUROPOL' }?.id";
        Integer id = Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(
                        () -> given().auth()
                                .oauth2(TestIssuer.person("nino", "ILECC", "release-officer")
                                        .mint())
                                .get("/v1/releases?state=PENDING")
                                .jsonPath()
                                .<Integer>get(find),
                        found -> found != null);
        return id;
    }
}
