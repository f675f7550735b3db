package ge.khidi.sharing.registration;

import static ge.khidi.sharing.registration.Registrars.KETI;
import static ge.khidi.sharing.registration.Registrars.LELA;
import static ge.khidi.sharing.registration.Registrars.WHAT_CONCERNS_THEM;
import static ge.khidi.sharing.registration.Registrars.ZURAB;
import static ge.khidi.sharing.registration.Registrars.thirdCountry;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.entity.PersonCategory;
import ge.khidi.contract.event.Event;
import ge.khidi.localstack.test.TestIssuer;
import ge.khidi.sharing.Bus;
import ge.khidi.sharing.Events;
import ge.khidi.sharing.FeedClient;
import ge.khidi.sharing.ReleaseClient;
import ge.khidi.sharing.activation.Officers;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AgencyIT {

    private static final String COUNTS = """
            @id("test-counts-to-third-countries")
            @title("Third countries get counts while this test runs")
            @legal_basis("A test")
            @outcome("redacted")
            @profile("statistics")
            @mode("AUTOMATIC")
            permit (principal, action == Action::"receive", resource)
            when { principal.kind == Kind::"THIRD_COUNTRY" && resource.type == EventType::"ALERT" };
            """;

    private final Bus bus = new Bus();
    private final FeedClient iad = FeedClient.fromNowOn("IAD");

    @Inject
    AdminPort admin;

    @Inject
    Pool pool;

    private Registrars registrars = new Registrars(0);

    @BeforeEach
    void listen() {
        registrars = new Registrars(admin.port());
    }

    @AfterEach
    void close() {
        Officers.restore();
        bus.close();
    }

    @Test
    void aNewPartnerGetsWhatItsAgreementCoversAndEarlierPersonalDataOnlyFromTheWindowOn() {
        Officers.activate(Officers.baselineAnd("test.cedar", WHAT_CONCERNS_THEM));
        Events before = person("Tavadze");
        String from = now();
        Events within = person("Zhvania");
        Map<String, String> window = Map.of("backfillFrom", from);
        int version = registrars
                .propose(thirdCountry("STATE-OF-TEST", "GE"))
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getInt("version");
        assertThat(new FeedClient("STATE-OF-TEST").readOn()).isEmpty();

        registrars.say(LELA, version, "approval", window).then().statusCode(409);
        JsonPath foreseen = registrars
                .as(LELA)
                .body(window)
                .post("/v1/agencies/versions/" + version + "/simulation")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        registrars.say(LELA, version, "approval", window).then().statusCode(200);
        registrars.say(KETI, version, "activation", Map.of()).then().statusCode(409);
        registrars.say(KETI, version, "activation", window).then().statusCode(200);
        Officers.followed();

        FeedClient partner = new FeedClient("STATE-OF-TEST");
        assertThat(partner.of(within.id(), 1)).hasSize(1);
        assertThat(FeedClient.of(before.id(), partner.readOn())).isEmpty();
        assertThat(foreseen.getInt("partners.find { it.partner == 'STATE-OF-TEST' }.newlyOffered"))
                .isEqualTo(partner.readOn().size());
        assertThat(foreseen.getInt("partners.find { it.partner == 'STATE-OF-TEST' }.keptBackWithoutWindow"))
                .isPositive();
        Events after = person("Abuladze");
        assertThat(partner.of(after.id(), 1)).hasSize(1);
        assertThat(String.valueOf(partner.of(after.id(), 1).get(0).conditions()))
                .contains("None.");

        Map<String, Object> revised = thirdCountry("STATE-OF-TEST", "GE");
        agreement(revised).put("onwardTransfer", "To its courts.");
        registrars.inForce(registrars.revise(revised), Map.of());
        FeedClient.Item told = partner.of(after.id(), 2).get(1);
        assertThat(told.kind()).isEqualTo("UPDATE");
        assertThat(String.valueOf(told.conditions())).contains("To its courts.");
    }

    @Test
    void aCountComesAgainWithTheNewConditions() {
        Officers.activate(Officers.baselineAnd("test.cedar", COUNTS));
        Map<String, Object> counting = thirdCountry("STATE-OF-COUNTS", "GE");
        registrars.register(counting, Map.of());
        Events[] sources = Stream.generate(Events::movement).limit(5).toArray(Events[]::new);
        bus.publish(sources);
        Event count = Events.count(Stream.of(sources).map(Events::event).toArray(Event[]::new));
        bus.publish(List.of(count), Optional.empty());
        FeedClient partner = new FeedClient("STATE-OF-COUNTS");
        partner.of(count.id(), 1);

        agreement(counting).put("onwardTransfer", "To its courts.");
        registrars.inForce(registrars.revise(counting), Map.of());

        List<FeedClient.Item> items = partner.of(count.id(), 2);
        assertThat(items).extracting(FeedClient.Item::kind).containsExactly("NEW", "UPDATE");
        assertThat(String.valueOf(items.get(1).conditions())).contains("To its courts.");
    }

    @Test
    void withoutAnAssuranceNoPersonalDataLeaveAndARevisionTakesEffectAtOnce() {
        Officers.activate(Officers.baselineAnd("test.cedar", WHAT_CONCERNS_THEM));
        Map<String, Object> assured = thirdCountry("STATE-OF-DOUBT", "GE");
        registrars.register(assured, Map.of());
        Events first = person("Gelashvili");
        FeedClient partner = new FeedClient("STATE-OF-DOUBT");
        assertThat(partner.of(first.id(), 1)).hasSize(1);

        registrars.inForce(registrars.revise(without(assured, "assurance")), Map.of());

        assertThat(partner.everything()).doesNotContain("Gelashvili");
        assertThat(partner.of(first.id(), 2))
                .extracting(FeedClient.Item::kind)
                .containsExactly("NEW", "NO_LONGER_OFFERED");
        Events second = person("Jaiani");
        Officers.followed();
        assertThat(FeedClient.of(second.id(), partner.readOn())).isEmpty();
        assertThat(Officers.as(LELA)
                        .get("/v1/policies/explain?event=" + second.id() + "&partner=STATE-OF-DOUBT")
                        .jsonPath()
                        .getString("floorRule.id"))
                .isEqualTo("assurance");
    }

    @Test
    void anotherGatewayIsAskedAnewAndTheFormerOneReleasesNothingMore() {
        Officers.activate(Officers.baselineAnd("test.cedar", WHAT_CONCERNS_THEM.replace("AUTOMATIC", "GATEWAY")));
        Map<String, Object> behind = thirdCountry("STATE-BEHIND-A-GATEWAY", "GE");
        behind.put("gateway", "ILECC");
        registrars.register(behind, Map.of());
        Map<String, String> window = Map.of("backfillFrom", now());
        Events event = person("Kiknadze");
        ReleaseClient former = new ReleaseClient("ILECC", "nino");
        int waiting = former.pending(event.id(), "STATE-BEHIND-A-GATEWAY");

        behind.put("gateway", "IAD");
        registrars.inForce(registrars.revise(behind), window);

        former.say(waiting, "APPROVE").then().statusCode(409);
        ReleaseClient now = new ReleaseClient("IAD", "gio");
        int anew = now.pending(event.id(), "STATE-BEHIND-A-GATEWAY");
        assertThat(former.find(event.id(), "STATE-BEHIND-A-GATEWAY")).isNull();
        assertThat(new FeedClient("STATE-BEHIND-A-GATEWAY").readOn()).isEmpty();
        now.say(anew, "APPROVE").then().statusCode(200);
        assertThat(new FeedClient("STATE-BEHIND-A-GATEWAY").of(event.id(), 1)).hasSize(1);
    }

    @Test
    void anAgreementThatBeginsLaterGivesNothingBeforeItsDay() {
        Officers.activate(Officers.baselineAnd("test.cedar", WHAT_CONCERNS_THEM));
        Map<String, Object> agency = thirdCountry("STATE-OF-TOMORROW", "GE");
        agreement(agency)
                .put("validFrom", LocalDate.now(ZoneOffset.UTC).plusDays(2).toString());
        registrars.register(agency, Map.of());

        Events event = person("Lomidze");

        Officers.followed();
        assertThat(new FeedClient("STATE-OF-TOMORROW").readOn()).isEmpty();
        assertThat(Officers.as(LELA)
                        .get("/v1/policies/explain?event=" + event.id() + "&partner=STATE-OF-TOMORROW")
                        .jsonPath()
                        .getString("floorRule.id"))
                .isEqualTo("agreement-in-force");
    }

    @Test
    void aPreviewSaysWhatOnlyAWindowBringsAndShowsNothingFromBeforeTheAgreement() {
        Map<String, Object> agency = thirdCountry("STATE-OF-YESTERDAY", "GE");
        agreement(agency)
                .put("validFrom", LocalDate.now(ZoneOffset.UTC).minusDays(1).toString());
        registrars.register(agency, Map.of());
        Events lastYears = person("Dadiani");
        Events persons = person("Jakeli");
        Events nobodys = Events.movement();
        bus.publish(nobodys);
        iad.of(nobodys.id(), 1);
        longAgo(lastYears);
        Map<String, String> files =
                Officers.baselineAnd("test.cedar", WHAT_CONCERNS_THEM.replace("context.countryConcerned &&", ""));
        String draft = "&version=" + Officers.drafted(files);

        Map<String, Object> shown = Officers.preview("IAD", "STATE-OF-YESTERDAY", draft);
        Set<String> keptBack = Officers.keptBack("IAD", "STATE-OF-YESTERDAY", draft);
        Officers.activate(files);
        Officers.followed();
        Events later = person("Orbeliani");
        FeedClient partner = new FeedClient("STATE-OF-YESTERDAY");
        partner.of(later.id(), 1);

        assertThat(shown)
                .containsKeys(persons.id().toString(), nobodys.id().toString())
                .doesNotContainKey(lastYears.id().toString());
        assertThat(keptBack)
                .contains(persons.id().toString())
                .doesNotContain(nobodys.id().toString());
        assertThat(FeedClient.of(persons.id(), partner.readOn())).isEmpty();
        assertThat(FeedClient.of(lastYears.id(), partner.readOn())).isEmpty();
        assertThat(FeedClient.of(nobodys.id(), partner.readOn())).hasSize(1);
        assertThat(Officers.keptBack("IAD", "STATE-OF-YESTERDAY", ""))
                .as("under the version in force as well")
                .contains(persons.id().toString())
                .doesNotContain(nobodys.id().toString(), later.id().toString());
        assertThat(Officers.preview("IAD", "STATE-OF-YESTERDAY", ""))
                .containsKey(later.id().toString())
                .doesNotContainKey(lastYears.id().toString());

        longAgo(later);
        assertThat(Officers.preview("IAD", "STATE-OF-YESTERDAY", ""))
                .as("what it is offered it keeps")
                .containsKey(later.id().toString());
    }

    @Test
    void everyFaultIsNamedAtItsPointerAndNothingIsKept() {
        int before = versions();
        Map<String, Object> agency = thirdCountry("STATE-OF-FAULTS", "Georgia");
        agency.put("kind", "KINGDOM");
        agency.put("nickname", "Faulty");
        agency.put("clearance", Map.of("scheme", "TEST", "marking", "TEST SECRET"));
        agency.remove("title");
        agreement(agency).put("validTo", "2019-01-01");

        assertThat(registrars.pointers(registrars.propose(agency)))
                .containsExactlyInAnyOrder(
                        "/agency/nickname",
                        "/agency/kind",
                        "/agency/title",
                        "/agency/country",
                        "/agency/clearance/marking",
                        "/agency/agreement/validTo");
        assertThat(registrars.pointers(registrars
                        .as(KETI)
                        .body(Map.of(
                                "agency",
                                thirdCountry("STATE-OF-FAULTS", "GE"),
                                "note",
                                "for a test",
                                "equivalence",
                                Map.of("EU", Map.of("RESTREINT UE/EU RESTRICTED", "SECRET"))))
                        .post("/v1/agencies")))
                .contains("/equivalence/EU/RESTREINT UE~1EU RESTRICTED");
        assertThat(registrars.pointers(
                        registrars.as(KETI).body("{\"agency\": 7}").post("/v1/agencies")))
                .containsExactlyInAnyOrder("/agency", "/note");
        assertThat(versions()).isEqualTo(before);
    }

    @Test
    void theSameAgainIsTheSameProposalAndWhatIsRegisteredIsRevisedInstead() {
        Map<String, Object> agency = thirdCountry("STATE-OF-HABIT", "GE");
        int version = registrars.propose(agency).jsonPath().getInt("version");

        assertThat(registrars.propose(agency).jsonPath().getInt("version")).isEqualTo(version);
        registrars.inForce(registrars.propose(agency), Map.of());
        registrars.propose(agency).then().statusCode(200);
        agency.put("title", "Another title");
        registrars.propose(agency).then().statusCode(409);
        registrars.revise(thirdCountry("STATE-OF-NOWHERE", "GE")).then().statusCode(404);
        registrars.inForce(registrars.revise(agency), Map.of());

        assertThat(registrars
                        .as(LELA)
                        .get("/v1/agencies/STATE-OF-HABIT")
                        .jsonPath()
                        .getString("title"))
                .isEqualTo("Another title");
    }

    @Test
    void twoPeopleStandBehindEachChangeAndAProposalFromAnEarlierRegistryIsStale() {
        int first = registrars
                .propose(thirdCountry("STATE-OF-HASTE", "GE"))
                .jsonPath()
                .getInt("version");
        int second = registrars
                .propose(thirdCountry("STATE-OF-LEISURE", "GE"))
                .jsonPath()
                .getInt("version");

        registrars.say(KETI, first, "approval", Map.of()).then().statusCode(403);
        registrars.say(KETI, first, "activation", Map.of()).then().statusCode(409);
        registrars.say(LELA, first, "approval", Map.of()).then().statusCode(200);
        registrars.say(LELA, second, "approval", Map.of()).then().statusCode(200);
        registrars.say(LELA, first, "activation", Map.of()).then().statusCode(403);
        registrars.say(ZURAB, first, "activation", Map.of()).then().statusCode(200);
        registrars.say(ZURAB, second, "activation", Map.of()).then().statusCode(409);

        registrars.say(LELA, 1, "approval", Map.of()).then().statusCode(200);
        registrars.say(ZURAB, 1, "rollback", Map.of()).then().statusCode(409);
        assertThat(registrars.as(KETI).get("/v1/agencies/STATE-OF-HASTE").statusCode())
                .as("nobody is taken out by a rollback")
                .isEqualTo(200);
        registrars.as(KETI).get("/v1/agencies/STATE-OF-LEISURE").then().statusCode(404);
    }

    @Test
    void nobodyDecidesWhetherTheirOwnAgencyHandsInEvents() {
        registrars
                .as(KETI)
                .body(Map.of("publishes", false))
                .put("/v1/agencies/IAD/account")
                .then()
                .statusCode(403);
    }

    @Test
    void anAgencyThatWasLetHandInEventsLosesThatWhereItIsAForeignOne() {
        registrars.register(thirdCountry("STATE-OF-ABROAD", "GE"), Map.of());

        pool.query("INSERT INTO agency_account (agency, managed, publishes) VALUES ('STATE-OF-ABROAD', true, true)")
                .execute()
                .await()
                .atMost(Duration.ofMinutes(1));

        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> !registrars
                        .as(LELA)
                        .get("/v1/agencies/STATE-OF-ABROAD")
                        .jsonPath()
                        .getBoolean("account.publishes"));
    }

    @Test
    void onAnotherPortThereIsNoSuchPathAndOnThisOneNoOther() {
        String token = TestIssuer.person(KETI, "IAD", "agency-registrar").mint();

        given().auth().oauth2(token).get("/v1/agencies").then().statusCode(404);
        given().port(admin.port())
                .auth()
                .oauth2(token)
                .get("/v1/policies")
                .then()
                .statusCode(404);
        given().port(admin.port()).get("/v1/agencies").then().statusCode(401);
        given().port(admin.port())
                .auth()
                .oauth2(TestIssuer.machine("IAD", "agency-registrar").mint())
                .get("/v1/agencies")
                .then()
                .statusCode(403);
        given().port(admin.port())
                .auth()
                .oauth2(TestIssuer.person("liaison", "IAD", "liaison-officer").mint())
                .get("/v1/agencies")
                .then()
                .statusCode(403);
    }

    private Events person(String name) {
        Events event = Events.movement().with(PersonCategory.SUSPECT, name);
        bus.publish(event);
        iad.of(event.id(), 1);
        return event;
    }

    /** As if it had arrived a year ago. */
    private void longAgo(Events event) {
        pool.query("UPDATE event_revision SET received_at = received_at - interval '1 year' WHERE event_id = '"
                        + event.id() + "'")
                .executeAndAwait();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> agreement(Map<String, Object> agency) {
        return (Map<String, Object>) Objects.requireNonNull(agency.get("agreement"));
    }

    private static Map<String, Object> without(Map<String, Object> agency, String part) {
        Map<String, Object> copy = new LinkedHashMap<>(agency);
        Map<String, Object> agreement = new LinkedHashMap<>(agreement(agency));
        agreement.remove(part);
        copy.put("agreement", agreement);
        return copy;
    }

    private int versions() {
        List<Integer> all =
                registrars.as(KETI).get("/v1/agencies/versions").jsonPath().getList("items.version");
        return all.size();
    }

    private String now() {
        return pool.query("SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')")
                .execute()
                .await()
                .atMost(Duration.ofMinutes(1))
                .iterator()
                .next()
                .getString(0);
    }
}
