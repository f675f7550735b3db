package ge.khidi.sharing.oversight;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import ge.khidi.contract.entity.PersonCategory;
import ge.khidi.contract.event.Status;
import ge.khidi.localstack.test.TestIssuer;
import ge.khidi.sharing.Bus;
import ge.khidi.sharing.Events;
import ge.khidi.sharing.FeedClient;
import ge.khidi.sharing.ReleaseClient;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Auditors and data-protection officers ask the log; originators ask about their own. */
@QuarkusTest
class OversightIT {

    // The line is what is proved; questions are answered from columns beside it.
    private static final String OTHERWISE_IN_COLUMNS = """
            SELECT line FROM (SELECT *, CAST(line AS jsonb) AS said FROM audit_entry) e
            WHERE at IS DISTINCT FROM CAST(said ->> 'at' AS timestamptz)
            OR (operation, action, agency, subject, client, purpose, recipient, feed, CAST(event_id AS text))
                IS DISTINCT FROM (said ->> 'operation', said ->> 'action', said ->> 'agency', said ->> 'subject', said ->> 'client',
                    said ->> 'purpose', said ->> 'recipient', said #>> '{rows,feed}', said ->> 'event')
            OR (first_row, last_row, items, epoch) IS DISTINCT FROM (
                CAST(said #>> '{rows,first}' AS bigint), CAST(said #>> '{rows,last}' AS bigint),
                CAST(coalesce(said #>> '{rows,items}', said ->> 'count') AS bigint), CAST(said ->> 'epoch' AS bigint))
            OR policies IS DISTINCT FROM
                (SELECT array_agg(policy) FROM jsonb_array_elements_text(said -> 'policies') AS policy)
            """;

    private static final Duration BOUND = Duration.ofMinutes(3);

    private static final String MANY_HITS_READ = """
            INSERT INTO audit_entry (at, operation, action, agency, recipient, event_id, line)
            SELECT e.at, 'DISCLOSURE', 'hit.read', 'ILECC', 'READS-HITS-ONLY', e.event, CAST(json_build_object('at', e.at,
                'operation', 'DISCLOSURE', 'action', 'hit.read', 'agency', 'ILECC', 'event', e.event, 'recipient', 'READS-HITS-ONLY') AS text)
            FROM (SELECT clock_timestamp() AS at, gen_random_uuid() AS event FROM generate_series(1, %d)) e
            """;

    private final Bus bus = new Bus();
    private final FeedClient borderPolice = new FeedClient("BORDER-POLICE");

    @Inject
    Pool pool;

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void theLogAnswersByPartnerPurposePolicyAndActor() {
        Events event = Events.movement();
        bus.publish(event);
        borderPolice.of(event.id(), 1);
        Map<String, Object> entry = last(Log.ask("/v1/audit", Map.of("partner", "BORDER-POLICE", "action", "feed.read"))
                .jsonPath());

        String since = Instant.now().minus(2, ChronoUnit.MINUTES).toString();
        String policy = String.valueOf(((List<?>) entry.getOrDefault("policies", List.of())).get(0));
        for (Map<String, Object> question : List.<Map<String, Object>>of(
                Map.of("partner", "BORDER-POLICE", "purpose", entry.getOrDefault("purpose", "")),
                Map.of("partner", "BORDER-POLICE", "policy", policy),
                Map.of("actor", entry.getOrDefault("subject", ""), "operation", "DISCLOSURE"),
                Map.of("client", entry.getOrDefault("client", ""), "epoch", entry.getOrDefault("epoch", 0)),
                Map.of("partner", "BORDER-POLICE"))) {
            Map<String, Object> recent = new HashMap<>(question);
            recent.put("since", since);
            assertThat(Log.text("/v1/audit", recent))
                    .as("%s", question.keySet())
                    .contains((String) entry.getOrDefault("id", "?"));
        }
        assertThat(Log.text("/v1/audit", Map.of("partner", "BORDER-POLICE", "until", since)))
                .doesNotContain((String) entry.getOrDefault("id", "?"));
        assertThat(Log.text("/v1/audit", Map.of("policy", "no-such-policy"))).contains("\"items\":[]");
        for (String wrong : List.of("epoch", "since", "partner", "operation", "event", "after")) {
            Log.ask("/v1/audit", Map.of(wrong, "%")).then().statusCode(400);
        }
    }

    @Test
    void columnsSayWhatTheLinesSay() {
        Events event = Events.movement();
        bus.publish(event);
        borderPolice.of(event.id(), 1);
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .until(
                        () -> given().auth()
                                .oauth2(TestIssuer.machine("BORDER-POLICE", "feed-reader")
                                        .mint())
                                .get("/taxii2/khidi/collections/border-events/objects/"),
                        answer -> answer.statusCode() == 200);
        assertThat(Log.text("/v1/audit", Map.of("action", "taxii.border-events.objects", "partner", "BORDER-POLICE")))
                .contains("\"rows\"");

        assertThat(pool.query(OTHERWISE_IN_COLUMNS).executeAndAwait())
                .extracting(row -> row.getString(0))
                .isEmpty();
    }

    @Test
    void statisticsCountWhatWasDisclosedUnderWhat() {
        Events event = Events.movement();
        bus.publish(event);
        borderPolice.of(event.id(), 1);

        JsonPath statistics = Log.ask("/v1/audit/statistics", Map.of()).jsonPath();

        String pages = "acts.find { it.partner == 'BORDER-POLICE' && it.action == 'feed.read' }";
        assertThat(statistics.<Integer>get(pages + ".items")).isPositive();
        assertThat(statistics.<Integer>get(pages + ".policyVersion")).isPositive();
        assertThat(statistics.<String>get(pages + ".purpose")).isNotEmpty();
        assertThat(statistics.<Integer>get("policies.findAll { it.partner == 'BORDER-POLICE' }.sum { it.times }"))
                .isPositive();
        Log.ask("/v1/audit/statistics", Map.of("since", "2020-01-01T00:00:00Z"))
                .then()
                .statusCode(400);
    }

    @Test
    void anOriginatorSeesUnderWhatItWasReadAndOnlyAnAuditorByWhom() {
        Events event = Events.movement();
        bus.publish(event);
        borderPolice.of(event.id(), 1);
        String path = "/v1/audit/events/" + event.id();

        Response own = given().auth()
                .oauth2(TestIssuer.machine("PATROL-POLICE", "event-publisher").mint())
                .get(path);
        Response auditors = Log.ask(path, Map.of());

        String reading = "items.find { it.agency == 'BORDER-POLICE' }.readings[0]";
        assertThat(own.jsonPath().<List<String>>get(reading + ".policies")).isNotEmpty();
        assertThat(own.jsonPath().<String>get(reading + ".decision")).isIn("full", "redacted");
        assertThat(own.jsonPath().<String>get(reading + ".purpose")).isNotEmpty();
        assertThat(own.jsonPath().<Integer>get(reading + ".epoch")).isPositive();
        assertThat(own.jsonPath().<String>get("items.find { it.agency == 'BORDER-POLICE' }.profile"))
                .isNotEmpty();
        assertThat(own.asString()).doesNotContain("\"persons\"", "\"clients\"", "\"officers\"");
        assertThat(auditors.jsonPath().<List<String>>get(reading + ".clients")).isNotEmpty();
    }

    @Test
    void anOriginatorSeesWhoReadItsEventsOneAfterTheOtherAndNobodyElses() {
        Events own = Events.movement();
        Events another = Events.movement().by("CRIMINAL-POLICE");
        borderPolice.readOn();
        String since = Instant.now().toString();
        Events held = Events.trafficking().by("PATROL-POLICE").with(PersonCategory.SUSPECT, "Lominadze");
        bus.publish(own, another, held);
        borderPolice.of(own.id(), 1);
        ReleaseClient gateway = new ReleaseClient("ILECC", "nino");
        gateway.open(gateway.pending(held.id(), "EUROPOL")).then().statusCode(200);

        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> mine(since), all -> all.contains(own.id().toString()) && all.contains("release.opened"));

        assertThat(mine(since))
                .contains("\"agency\":\"BORDER-POLICE\"", "\"action\":\"release.opened\",\"agency\":\"ILECC\"")
                .doesNotContain(another.id().toString(), "subject", "client");
        given().auth()
                .oauth2(TestIssuer.machine("PATROL-POLICE", "event-publisher").mint())
                .get("/v1/audit/events/" + held.id())
                .then()
                .body("lookedAt.agency", equalTo(List.of("ILECC")))
                .body("lookedAt.action", equalTo(List.of("release.opened")));
        given().auth()
                .oauth2(TestIssuer.machine("PATROL-POLICE", "event-publisher").mint())
                .queryParam("after", "AAAA")
                .get("/v1/audit/mine")
                .then()
                .statusCode(400);
    }

    @Test
    void whoGoesOnFromAPageSinceATimeIsToldNothingFromBeforeIt() {
        Events earlier = Events.movement();
        bus.publish(earlier);
        borderPolice.of(earlier.id(), 1);
        for (int i = 0; i < 2 * ReadersResource.PAGES; i++) {
            given().auth()
                    .oauth2(TestIssuer.machine("BORDER-POLICE", "feed-reader").mint())
                    .get("/v1/feed?limit=1")
                    .then()
                    .statusCode(200);
        }
        new FeedClient("BORDER-POLICE").of(earlier.id(), 1);
        String since = Instant.now().toString();
        Events own = Events.movement();
        bus.publish(own);
        borderPolice.of(own.id(), 1);

        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> mine(since), all -> all.contains(own.id().toString()));

        assertThat(mine(since)).doesNotContain(earlier.id().toString());
    }

    /** All pages since a time, each gone on to by nothing but {@code next} of the one before. */
    private static String mine(String since) {
        StringBuilder all = new StringBuilder();
        Map<String, String> query = Map.of("since", since);
        boolean more = true;
        while (more) {
            Response page = given().auth()
                    .oauth2(TestIssuer.machine("PATROL-POLICE", "event-publisher")
                            .mint())
                    .queryParams(query)
                    .get("/v1/audit/mine");
            page.then().statusCode(200);
            all.append(page.asString());
            query = Map.of("after", page.jsonPath().getString("next"));
            more = page.jsonPath().getBoolean("more");
        }
        return all.toString();
    }

    @Test
    void afterABreachItIsKnownWhatAPartnerGot() {
        borderPolice.readOn();
        String before = Instant.now().toString();
        Events event =
                Events.movement().with(PersonCategory.VICTIM, "Lominadze").with(PersonCategory.WITNESS, "Tsiklauri");
        bus.publish(event);
        borderPolice.of(event.id(), 1);

        Response json = Log.ask("/v1/breach", Map.of("partner", "BORDER-POLICE", "since", before));
        json.then().statusCode(200);

        String item = "items.find { it.eventId == '" + event.id() + "' }";
        assertThat(json.jsonPath().<String>get(item + ".originator")).isEqualTo("PATROL-POLICE");
        assertThat(json.jsonPath().<Integer>get(item + ".times")).isPositive();
        assertThat(json.jsonPath().<Integer>get("summary.persons"))
                .isEqualTo(json.jsonPath().<Map<String, Integer>>get("summary.personsByCategory").values().stream()
                        .mapToInt(Integer::intValue)
                        .sum());
        assertThat(json.asString()).doesNotContain("Lominadze", "Tsiklauri", "Sarpi");

        Response csv = given().auth()
                .oauth2(TestIssuer.person("dato", "IAD", "data-protection-officer")
                        .mint())
                .queryParams(Map.of("partner", "BORDER-POLICE", "since", before))
                .get("/v1/breach/items.csv");
        csv.then().statusCode(200);
        assertThat(new String(csv.asByteArray(), UTF_8))
                .startsWith("\uFEFFeventId,")
                .contains("\n" + event.id() + ",1,NEW,PATROL-POLICE,");

        assertThat(Log.ask("/v1/breach", Map.of("partner", "BORDER-POLICE", "since", before, "client", "another"))
                        .jsonPath()
                        .<Integer>get("summary.items"))
                .as("another client read nothing")
                .isZero();
        assertThat(Log.text("/v1/audit", Map.of("action", "breach.read"))).contains("\"recipient\":\"BORDER-POLICE\"");
        given().auth()
                .oauth2(TestIssuer.machine("PATROL-POLICE", "event-publisher").mint())
                .queryParams(Map.of("partner", "BORDER-POLICE", "since", before))
                .get("/v1/breach")
                .then()
                .statusCode(403);
    }

    @Test
    void afterABreachItIsKnownWhatItsPeopleOpenedBesideTheFeed() {
        String before = Instant.now().toString();
        Events held = Events.trafficking().with(PersonCategory.SUSPECT, "Lominadze");
        bus.publish(held);
        ReleaseClient gateway = new ReleaseClient("ILECC", "nino");

        gateway.open(gateway.pending(held.id(), "EUROPOL")).then().statusCode(200);

        assertThat(Log.ask("/v1/breach", Map.of("partner", "ILECC", "since", before))
                        .jsonPath()
                        .<String>getList("besideTheFeed.findAll { it.eventId == '" + held.id() + "' }.action"))
                .containsExactly("release.opened");
    }

    @Test
    void whatCameAfterItsRecallIsSaidToBeWithoutContent() {
        borderPolice.readOn();
        String before = Instant.now().toString();
        Events whole = Events.movement().with(PersonCategory.SUSPECT, "Lominadze");
        Events recalled = Events.movement().with(PersonCategory.SUSPECT, "Tsiklauri");
        offeredAndOneRecalled(whole, recalled);

        borderPolice.of(recalled.id(), 2);

        JsonPath breach = Log.ask("/v1/breach", Map.of("partner", "BORDER-POLICE", "since", before))
                .jsonPath();
        assertThat(breach.<Boolean>get(shown(recalled, "NEW") + ".withoutContent"))
                .isTrue();
        assertThat(breach.<Map<String, Integer>>get(shown(recalled, "NEW") + ".personsByCategory"))
                .isEmpty();
        assertThat(breach.<Boolean>get(shown(whole, "NEW") + ".withoutContent")).isFalse();
        assertThat(breach.<Map<String, Integer>>get(shown(whole, "NEW") + ".personsByCategory"))
                .containsEntry("SUSPECT", 1);
        assertThat(Log.text("/v1/breach/items.csv", Map.of("partner", "BORDER-POLICE", "since", before)))
                .containsPattern(recalled.id() + ",1,NEW,PATROL-POLICE,.*,false,true,0,0,0,,\r?\n")
                .containsPattern(whole.id() + ",1,NEW,PATROL-POLICE,.*,false,false,1,0,0,SUSPECT,");
    }

    @Test
    void whatCameAfterItsRecallWasNotReadAsItsOriginatorIsTold() {
        borderPolice.readOn();
        String before = Instant.now().toString();
        Events whole = Events.movement();
        Events recalled = Events.movement();
        offeredAndOneRecalled(whole, recalled);

        borderPolice.of(recalled.id(), 2);
        borderPolice.of(whole.id(), 1);

        assertThat(told(recalled).getList("items.findAll { it.agency == 'BORDER-POLICE' }.kind"))
                .containsExactly("NEW", "WITHDRAWAL");
        assertThat(told(recalled).getList("items.findAll { it.agency == 'BORDER-POLICE' }.reads", Integer.class))
                .containsExactly(0, 1);
        assertThat(told(recalled).getList("items.find { it.agency == 'BORDER-POLICE' }.readings"))
                .isEmpty();
        assertThat(reads(whole)).isEqualTo(1);
        Awaitility.await()
                .atMost(BOUND)
                .until(
                        () -> mine(before),
                        all -> all.contains(recalled.id().toString())
                                && all.contains(whole.id().toString()));
        assertThat(mine(before))
                .containsPattern(read(recalled, 1, "NEW", "feed.read") + "[^}]*\"withoutContent\":true")
                .containsPattern(read(recalled, 2, "WITHDRAWAL", "feed.read"))
                .doesNotContainPattern(read(recalled, 2, "WITHDRAWAL", "feed.read") + "[^}]*withoutContent")
                .containsPattern(read(whole, 1, "NEW", "feed.read"))
                .doesNotContainPattern(read(whole, 1, "NEW", "feed.read") + "[^}]*withoutContent");
    }

    /** The one is withdrawn two minutes ago, before Border Police have read either. */
    private void offeredAndOneRecalled(Events whole, Events recalled) {
        bus.publish(whole, recalled);
        Awaitility.await().atMost(BOUND).until(() -> rows(recalled) == 1 && rows(whole) == 1);
        bus.publish(recalled.next(Status.WITHDRAWN));
        Awaitility.await().atMost(BOUND).until(() -> rows(recalled) == 2);
        pool.query("UPDATE feed_row SET added = added - interval '2 minutes' WHERE event_id = '" + recalled.id() + "'")
                .executeAndAwait();
    }

    /** An item of {@code /v1/audit/mine}, as far as its action. */
    private static String read(Events event, int revision, String kind, String action) {
        return "\"eventId\":\"" + event.id() + "\",\"revision\":" + revision + ",\"kind\":\"" + kind
                + "\",\"action\":\"" + Pattern.quote(action) + "\"";
    }

    @Test
    void aListOfIdsIsNoContentThatLeftAndNoReading() {
        String collection = "/taxii2/khidi/collections/border-events/";
        taxii(collection + "objects/", Instant.now());
        Instant before = Instant.now();
        Events event = Events.movement().with(PersonCategory.SUSPECT, "Lominadze");
        bus.publish(event);
        Awaitility.await().atMost(BOUND).until(() -> rows(event) == 1 && listed(event));
        Map<String, String> asked =
                Map.of("partner", "BORDER-POLICE", "since", before.toString(), "client", "lists-only");

        taxii(collection + "manifest/", before);
        String incident = pool.query(
                        "SELECT i.object_id FROM stix_object i JOIN stix_list l ON l.id = i.list JOIN feed f ON f.id = l.feed"
                                + " WHERE f.partner = 'BORDER-POLICE' AND i.type = 'incident' AND i.event_id = '"
                                + event.id() + "'")
                .executeAndAwait()
                .iterator()
                .next()
                .getString(0);
        taxii(collection + "objects/" + incident + "/versions/", before);

        JsonPath breach = Log.ask("/v1/breach", asked).jsonPath();
        assertThat(breach.<Integer>get(shown(event, "NEW") + ".times")).isEqualTo(2);
        assertThat(breach.<Boolean>get(shown(event, "NEW") + ".withoutContent")).isTrue();
        assertThat(breach.<Integer>get("summary.persons")).isZero();
        assertThat(reads(event)).isZero();
        String listed = read(event, 1, "NEW", "taxii.border-events.manifest") + "[^}]*\"withoutContent\":true";
        Awaitility.await()
                .atMost(BOUND)
                .untilAsserted(() -> assertThat(mine(before.toString())).containsPattern(listed));

        taxii(collection + "objects/", before);

        JsonPath whole = Log.ask("/v1/breach", asked).jsonPath();
        assertThat(whole.<Boolean>get(shown(event, "NEW") + ".withoutContent")).isFalse();
        assertThat(whole.<Map<String, Integer>>get(shown(event, "NEW") + ".personsByCategory"))
                .containsEntry("SUSPECT", 1);
        assertThat(reads(event)).isEqualTo(1);
    }

    private static String shown(Events event, String kind) {
        return "items.find { it.eventId == '" + event.id() + "' && it.kind == '" + kind + "' }";
    }

    /** How often Border Police read it, as its originator sees it. */
    private static int reads(Events event) {
        return told(event).getInt("items.find { it.agency == 'BORDER-POLICE' }.reads");
    }

    /** What its originator is told of its recipients. */
    private static JsonPath told(Events event) {
        return given().auth()
                .oauth2(TestIssuer.machine("PATROL-POLICE", "event-publisher").mint())
                .get("/v1/audit/events/" + event.id())
                .jsonPath();
    }

    /** As a machine of Border Police that reads nothing else, once its list is made. */
    private static Response taxii(String path, Instant since) {
        return Awaitility.await()
                .atMost(BOUND)
                .until(
                        () -> given().auth()
                                .oauth2(TestIssuer.machine("BORDER-POLICE", "feed-reader")
                                        .client("lists-only")
                                        .claim("preferred_username", "service-account-lists-only")
                                        .mint())
                                .queryParam("added_after", since.toString())
                                .get(path),
                        answer -> answer.statusCode() == 200);
    }

    private long rows(Events event) {
        return number("SELECT count(*) FROM feed_row r JOIN feed f ON f.id = r.feed WHERE f.partner = 'BORDER-POLICE'"
                + " AND r.event_id = '" + event.id() + "'");
    }

    /** In every list of Border Police that is made. */
    private boolean listed(Events event) {
        return number(
                        "SELECT count(*) FROM stix_list l JOIN feed f ON f.id = l.feed WHERE f.partner = 'BORDER-POLICE' AND l.ready"
                                + " AND NOT EXISTS (SELECT 1 FROM stix_object i WHERE i.list = l.id AND i.event_id = '"
                                + event.id() + "')")
                == 0;
    }

    private long number(String query) {
        return pool.query(query).executeAndAwait().iterator().next().getLong(0);
    }

    @Test
    void theAnswerAfterABreachSaysWhereItEnds() {
        Map<String, Object> asked = Map.of(
                "partner",
                "READS-HITS-ONLY",
                "since",
                Instant.now().minusSeconds(60).toString());

        pool.query(MANY_HITS_READ.formatted(1000)).executeAndAwait();
        JsonPath all = Log.ask("/v1/breach", asked).jsonPath();
        pool.query(MANY_HITS_READ.formatted(1)).executeAndAwait();
        JsonPath cut = Log.ask("/v1/breach", asked).jsonPath();

        assertThat(all.getList("besideTheFeed")).hasSize(1000);
        assertThat(all.getBoolean("moreBesideTheFeed")).isFalse();
        assertThat(cut.getList("besideTheFeed")).hasSize(1000);
        assertThat(cut.getBoolean("moreBesideTheFeed")).isTrue();
    }

    /** The last entry of the last page. */
    private static Map<String, Object> last(JsonPath first) {
        JsonPath page = first;
        while (page.getBoolean("more")) {
            page = Log.ask(
                            "/v1/audit",
                            Map.of(
                                    "partner", "BORDER-POLICE",
                                    "action", "feed.read",
                                    "after", page.getString("next")))
                    .jsonPath();
        }
        return page.getMap("items[-1].entry");
    }
}
