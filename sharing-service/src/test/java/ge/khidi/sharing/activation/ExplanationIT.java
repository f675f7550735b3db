package ge.khidi.sharing.activation;

import static ge.khidi.sharing.activation.ActivationIT.NO_MOVEMENTS_TO_BORDER_POLICE;
import static ge.khidi.sharing.activation.Officers.LELA;
import static ge.khidi.sharing.activation.Officers.as;
import static ge.khidi.sharing.activation.Officers.baselineAnd;
import static ge.khidi.sharing.activation.Officers.drafted;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.contract.codec.EventCodec;
import ge.khidi.contract.entity.PersonCategory;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.RevisionKind;
import ge.khidi.contract.handling.HandlingCode;
import ge.khidi.contract.handling.ReleasableTo;
import ge.khidi.localstack.test.KafkaAndPostgres;
import ge.khidi.localstack.test.TestIssuer;
import ge.khidi.sharing.Bus;
import ge.khidi.sharing.Events;
import ge.khidi.sharing.FeedClient;
import ge.khidi.sharing.ReleaseClient;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ExplanationIT {

    @Inject
    Pool pool;

    private final Bus bus = new Bus();
    private final FeedClient iad = FeedClient.fromNowOn("IAD");
    private final FeedClient borderPolice = FeedClient.fromNowOn("BORDER-POLICE");

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void itNamesThePoliciesThatDecidedTheirLegalBasisAndTheFactsTheyLookAt() {
        Events event = Events.trafficking().with(PersonCategory.SUSPECT, "Chikovani");
        bus.publish(event);
        iad.of(event.id(), 1);

        String answer = explain("CRIMINAL-POLICE", event, "EUROPOL", "");

        JsonPath said = JsonPath.from(answer);
        assertThat(said.getString("decision")).isEqualTo("held");
        assertThat(said.getList("policies.id")).contains("europol-personal-data");
        assertThat(said.getList("legalBasis").toString()).contains("2016/794");
        assertThat(said.getBoolean("facts.'resource.personalData'")).isTrue();
        assertThat(answer).doesNotContain("Chikovani");
    }

    @Test
    void itNamesTheFloorRuleThatRefusedAndNobodyElseWhomTheOriginatorNamed() {
        Events event = Events.movement().to(ReleasableTo.named(AgencyId.IAD, new AgencyId("STATE-SECURITY")));
        bus.publish(event);
        iad.of(event.id(), 1);

        String answer = explain("PATROL-POLICE", event, "BORDER-POLICE", "");

        JsonPath said = JsonPath.from(answer);
        assertThat(said.getString("decision")).isEqualTo("nothing");
        assertThat(said.getString("floorRule.id")).isEqualTo("releasable");
        assertThat(said.getString("floorRule.source")).isNotBlank();
        assertThat(said.getBoolean("facts.'context.named'")).isFalse();
        assertThat(answer).doesNotContain("STATE-SECURITY");
    }

    @Test
    void whomElseTheOriginatorNamedIsToldToNobodyElse() {
        List<Events> alike = List.of(
                Events.movement(),
                Events.movement().to(ReleasableTo.named(AgencyId.IAD)),
                Events.movement().to(ReleasableTo.named(AgencyId.IAD, new AgencyId("STATE-SECURITY"))),
                Events.movement().forbiddingHits());
        bus.publish(alike.toArray(Events[]::new));
        alike.forEach(event -> iad.of(event.id(), 1));

        for (String partner :
                List.of("STATE-SECURITY", "BORDER-POLICE", "EUROPOL", "CRIMINAL-POLICE", "PATROL-POLICE")) {
            assertThat(alike)
                    .extracting(event -> explain("IAD", event, partner, "")
                            .replace(event.id().toString(), ""))
                    .as(partner)
                    .containsOnly(explain("IAD", alike.get(0), partner, "")
                            .replace(alike.get(0).id().toString(), ""));
        }
    }

    @Test
    void anAgencyThatIsShownTheWholeEventIsToldEachCaseOfWhatTheOriginatorMayHaveSaid() {
        Events event = Events.trafficking().with(PersonCategory.SUSPECT, "Chikovani");
        bus.publish(event);
        iad.of(event.id(), 1);

        JsonPath said = JsonPath.from(explain("IAD", event, "EUROPOL", ""));
        JsonPath whole = JsonPath.from(explain("CRIMINAL-POLICE", event, "EUROPOL", ""));

        assertThat(said.getString("decision")).isEqualTo("depends");
        assertThat(said.getString("supposing")).isNull();
        assertThat(said.getList("cases.releasableTo"))
                .containsExactly("BY_POLICY", "NAMED", "NAMED_WITHOUT_GATEWAY", "NOT_NAMED");
        assertThat(said.getList("cases.decision")).containsExactly("held", "held", "nothing", "nothing");
        assertThat(said.getList("cases.floorRule.id")).containsExactly("gateway", "releasable");
        assertThat(said.getList("cases.says")).doesNotContainNull().doesNotHaveDuplicates();
        assertThat(said.getList("cases.saysKa")).doesNotContainNull().doesNotHaveDuplicates();
        assertThat(whole.getString("decision")).isEqualTo("held");
        for (String part : List.of("decision", "profile", "holds", "policies", "legalBasis", "facts")) {
            assertThat(said.<Object>get("cases[0]." + part))
                    .as(part)
                    .isNotNull()
                    .isEqualTo(whole.get(part));
        }
    }

    @Test
    void aLinkIsExplainedByItsSourcesAsTheAgencyIsShownThem() {
        Events first = Officers.movement();
        Events second = Events.trafficking().with(PersonCategory.SUSPECT, "Chikovani");
        Event link = Events.link(first.event(), second.event());
        bus.publish(first, second);
        bus.publish(List.of(link), Optional.empty());
        iad.of(link.id(), 1);
        String path = "/v1/policies/explain?partner=EUROPOL&event=" + link.id();

        JsonPath said = Officers.of("IAD").get(path).jsonPath();
        JsonPath whole = given().auth()
                .oauth2(TestIssuer.person("otar", "CERT-GOV-GE", "auditor").mint())
                .get(path)
                .jsonPath();

        assertThat(said.getString("decision")).isEqualTo("depends");
        assertThat(whole.getString("decision")).isNotEqualTo("depends");
        for (String part : List.of("decision", "policies", "legalBasis", "facts")) {
            assertThat(said.<Object>get("cases[0]." + part))
                    .as(part)
                    .isNotNull()
                    .isEqualTo(whole.get(part));
        }
    }

    @Test
    void aLinkIsExplainedForEachThingThatEachOriginatorMayHaveSaid() {
        Events naming = Events.trafficking()
                .code(HandlingCode.H2)
                .to(ReleasableTo.named(AgencyId.IAD, new AgencyId("EUROPOL"), new AgencyId("ILECC")));
        Events byPolicy = Officers.movement().code(HandlingCode.H2);
        Event link = Events.link(naming.event(), byPolicy.event());
        bus.publish(naming, byPolicy);
        bus.publish(List.of(link), Optional.empty());
        ReleaseClient ana = new ReleaseClient("STATE-SECURITY", "ana");
        ana.say(ana.pending(byPolicy.id(), "IAD"), "APPROVE").then().statusCode(200);
        iad.of(byPolicy.id(), 1);
        ana.say(waiting(link.id(), "IAD"), "APPROVE").then().statusCode(200);
        iad.of(link.id(), 1);
        String path = "/v1/policies/explain?partner=EUROPOL&event=" + link.id();

        JsonPath said = Officers.of("IAD").get(path).jsonPath();
        JsonPath whole = given().auth()
                .oauth2(TestIssuer.person("otar", "CERT-GOV-GE", "auditor").mint())
                .get(path)
                .jsonPath();

        assertThat(whole.getList("holds.reason").toString())
                .contains("consent of STATE-SECURITY")
                .doesNotContain("CRIMINAL-POLICE");
        Map<String, Object> real = said.<Map<String, Object>>getList("cases").stream()
                .filter(one -> whole.get("holds").equals(one.get("holds")))
                .findFirst()
                .orElseThrow();
        for (String part : List.of("decision", "profile", "policies", "legalBasis", "facts")) {
            assertThat(real.get(part)).as(part).isNotNull().isEqualTo(whole.get(part));
        }
        String when = "cases[" + said.getList("cases").indexOf(real) + "].when[0].";
        assertThat(said.getList(when + "source")).containsExactly(naming.id() + "/1", byPolicy.id() + "/1");
        assertThat(said.getList(when + "releasableTo")).isEqualTo(List.of(List.of("NAMED"), List.of("BY_POLICY")));
        assertThat(said.getList(when + "says").toString()).contains("named the partner", "left it to the rules");
        assertThat(said.getList(when + "saysKa")).hasSize(2).doesNotContainNull();
    }

    /** Of a link no originator of a source reads the id in its queue, so it is looked up. */
    private int waiting(EventId link, String partner) {
        Tuple asked = Tuple.of(link.value(), partner);
        return Awaitility.await()
                .until(
                        () -> pool.preparedQuery(
                                        "SELECT id FROM release WHERE event_id = $1 AND partner = $2 AND state = 'PENDING'")
                                .executeAndAwait(asked),
                        found -> found.size() > 0)
                .iterator()
                .next()
                .getLong(0)
                .intValue();
    }

    @Test
    void aPlateIsPersonalDataForWhomeverIsShownIt() {
        Event event = AsShownTest.goods(Optional.of("AB-123-CD"));
        bus.publish(List.of(event), Optional.empty());
        borderPolice.of(event.id(), 1);

        JsonPath said = Officers.of("BORDER-POLICE")
                .get("/v1/policies/explain?partner=THIRD-COUNTRY-B&event=" + event.id())
                .jsonPath();

        assertThat(said.getString("decision")).isEqualTo("nothing");
        assertThat(said.getString("floorRule.id")).isEqualTo("transfer-basis");
        assertThat(said.getBoolean("facts.'resource.personalData'")).isTrue();
    }

    @Test
    void anotherVersionIsAskedWithoutBeingInForce() {
        Events event = Officers.movement();
        bus.publish(event);
        iad.of(event.id(), 1);
        int draft = drafted(baselineAnd("test.cedar", NO_MOVEMENTS_TO_BORDER_POLICE));

        JsonPath said = JsonPath.from(explain("STATE-SECURITY", event, "BORDER-POLICE", "&version=" + draft));

        assertThat(said.getString("decision")).isEqualTo("nothing");
        assertThat(said.getList("policies.id")).containsExactly("test-no-movements-to-border-police");
        assertThat(JsonPath.from(explain("STATE-SECURITY", event, "BORDER-POLICE", ""))
                        .getString("decision"))
                .isEqualTo("redacted");
    }

    @Test
    void anEventTheOfficerMayNotKnowOfIsNotThere() {
        Events event = Events.movement().to(ReleasableTo.named(AgencyId.IAD));
        bus.publish(event);
        iad.of(event.id(), 1);
        String path = "/v1/policies/explain?partner=EUROPOL&event=";
        String foreign =
                TestIssuer.person("ana", "CERT-GOV-GE", "policy-officer").mint();

        Response theirs = given().auth().oauth2(foreign).get(path + event.id());
        Response nobodys =
                given().auth().oauth2(foreign).get(path + Events.movement().id());

        assertThat(theirs.statusCode()).isEqualTo(404);
        assertThat(theirs.asString()).isEqualTo(nobodys.asString());
        given().auth()
                .oauth2(TestIssuer.person("otar", "CERT-GOV-GE", "auditor").mint())
                .get(path + event.id())
                .then()
                .statusCode(200);
        as(LELA).get("/v1/policies/explain?event=x").then().statusCode(400);
        as(LELA).get("/v1/policies/explain?partner=NOBODY&event=" + event.id())
                .then()
                .statusCode(404);
        as(LELA).get("/v1/policies/explain?version=999999&partner=IAD&event=" + event.id())
                .then()
                .statusCode(404);
    }

    @Test
    void theAnswerIsTheSameWhetherOrNotThereIsWhatTheAgencyIsNotShown() {
        Events plain = Events.trafficking().with(PersonCategory.SUSPECT, "Chikovani");
        Events more = Events.trafficking()
                .with(PersonCategory.SUSPECT, "Chikovani")
                .with(PersonCategory.INFORMANT, "Anonymidze")
                .forbiddingHits();
        bus.publish(plain, more);
        borderPolice.of(plain.id(), 1);
        borderPolice.of(more.id(), 1);
        int draft = drafted(baselineAnd("test.cedar", WITH_INFORMANTS_TO_CERT));

        for (String version : List.of("", "&version=" + draft)) {
            for (String partner : List.of("EUROPOL", "CERT-GOV-GE", "IAD", "IOM", "BORDER-POLICE")) {
                String without = explain("BORDER-POLICE", plain, partner, version);
                String with = explain("BORDER-POLICE", more, partner, version);
                assertThat(with.replace(more.id().toString(), plain.id().toString()))
                        .as(partner + version)
                        .isEqualTo(without)
                        .doesNotContain("INFORMANT", "informants-stay-at-home");
            }
        }
        JsonPath toEuropol = JsonPath.from(explain("BORDER-POLICE", more, "EUROPOL", ""));
        assertThat(toEuropol.getString("decision")).isEqualTo("depends");
        assertThat(toEuropol.getString("supposing.says"))
                .isEqualTo("Nothing of the event is withheld from your agency");
        assertThat(toEuropol.getString("supposing.saysKa")).isNotBlank();
        assertThat(toEuropol.getList("cases[0].policies.id")).contains("europol-personal-data");
        assertThat(toEuropol.getBoolean("cases[0].facts.'resource.personalData'"))
                .isTrue();
        assertThat(explain("CRIMINAL-POLICE", more, "EUROPOL", ""))
                .as("the originator is told everything")
                .contains("informants-stay-at-home", "INFORMANT");
    }

    @Test
    void whatTheFloorRefusesForWhatIsShownIsTold() {
        Events event = Events.movement();
        bus.publish(event);
        borderPolice.of(event.id(), 1);

        JsonPath said = JsonPath.from(explain("BORDER-POLICE", event, "IOM", ""));

        assertThat(said.getString("decision")).isEqualTo("nothing");
        assertThat(said.getString("floorRule.id")).isEqualTo("statistics-only");
        assertThat(said.getString("facts.'resource.type'")).isEqualTo("MOVEMENT_OF_INTEREST");
    }

    @Test
    void anAgencyIsToldWhatItHasItselfAndByWhichPoliciesThatLookAtNothingElse() {
        Events event = Events.movement().with(PersonCategory.SUSPECT, "Chikovani");
        bus.publish(event);
        borderPolice.of(event.id(), 1);

        JsonPath said = JsonPath.from(explain("BORDER-POLICE", event, "BORDER-POLICE", ""));

        assertThat(said.getString("unseen.says")).isEqualTo("A rule that looks at what your agency may not see");
        assertThat(said.getString("unseen.saysKa")).isNotBlank();
        assertThat(said.getString("decision")).isEqualTo("redacted");
        assertThat(said.getString("profile")).isEqualTo("domestic-protective");
        assertThat(said.getList("policies.id")).containsExactly("border-events-to-border-agencies");
    }

    @Test
    void whatItsOriginatorIsOnlySupposedToHaveSaidIsNoFact() {
        Events event = Events.movement().to(ReleasableTo.named(AgencyId.IAD)).forbiddingHits();
        bus.publish(event);
        iad.of(event.id(), 1);

        JsonPath said = JsonPath.from(explain("IAD", event, "PATROL-POLICE", ""));
        JsonPath own = JsonPath.from(explain("PATROL-POLICE", event, "PATROL-POLICE", ""));

        assertThat(said.getString("decision")).isEqualTo("full");
        assertThat(said.<String, Object>getMap("facts"))
                .containsKey("resource.type")
                .doesNotContainKeys("context.named", "noHitNotice");
        assertThat(own.<String, Object>getMap("facts"))
                .as("it knows what it said")
                .containsEntry("noHitNotice", true);
    }

    @Test
    void aCountryOfNoPartnerOfTheRulesAskedAboutIsNoFact() throws SQLException {
        Event event = ofBorduria();
        try (Connection own = KafkaAndPostgres.postgres().database("sharing").connect();
                Statement statement = own.createStatement()) {
            statement.execute("INSERT INTO country_sought (country, done) VALUES ('XR', true) ON CONFLICT DO NOTHING");
            bus.publish(List.of(event), Optional.empty());
            iad.of(event.id(), 1);
            assertThat(Officers.number(
                            statement,
                            "SELECT count(*) FROM event_revision v JOIN disclosure_class c ON c.id = v.class_id"
                                    + " WHERE v.event_id = '" + event.id() + "' AND c.facts LIKE '%\"XR\"%'"))
                    .isEqualTo(1);
        }

        JsonPath said = Officers.of("STATE-SECURITY")
                .get("/v1/policies/explain?partner=STATE-SECURITY&event=" + event.id())
                .jsonPath();

        assertThat(said.getString("decision")).isEqualTo("full");
        assertThat(said.getList("facts.'resource.countriesConcerned'"))
                .isNotNull()
                .doesNotContain("XR");
    }

    /** A state that is sought in events, since it may become a partner. */
    private static Event ofBorduria() {
        Event event =
                Officers.movement().with(PersonCategory.SUSPECT, "Kutateladze").event();
        return EventCodec.parse(new String(EventCodec.print(event), UTF_8)
                        .replace("\"GE\"", "\"XR\"")
                        .getBytes(UTF_8))
                .toOptional()
                .orElseThrow();
    }

    @Test
    void onlyTheRevisionThatIsShownIsExplained() {
        Events first = Events.movement().to(ReleasableTo.named(AgencyId.IAD));
        Events second = first.next(RevisionKind.SUPPLEMENT).to(ReleasableTo.BY_POLICY);
        bus.publish(first);
        iad.of(first.id(), 1);
        bus.publish(second);
        assertThat(borderPolice.of(first.id(), 1))
                .extracting(FeedClient.Item::revision)
                .containsExactly(2);
        String path = "/v1/policies/explain?partner=EUROPOL&event=" + first.id();

        Response earlier = Officers.of("BORDER-POLICE").get(path + "&revision=1");
        Response none = Officers.of("BORDER-POLICE")
                .get("/v1/policies/explain?partner=EUROPOL&revision=1&event="
                        + Events.movement().id());

        assertThat(earlier.statusCode()).isEqualTo(404);
        assertThat(earlier.asString()).isEqualTo(none.asString());
        for (String shown : List.of("&revision=2", "")) {
            assertThat(Officers.of("BORDER-POLICE").get(path + shown).jsonPath().getInt("revision"))
                    .isEqualTo(2);
        }
        assertThat(Officers.of("PATROL-POLICE").get(path + "&revision=1").statusCode())
                .as("the originator asks about all of them")
                .isEqualTo(200);
    }

    @Test
    void whatAnActivationTookAwayIsNotExplainedThoughTheFeedsHaveNotFollowed() throws SQLException {
        Events event = Officers.movement();
        bus.publish(event);
        borderPolice.of(event.id(), 1);
        String path = "/v1/policies/explain?partner=EUROPOL&event=" + event.id();
        Officers.of("BORDER-POLICE").get(path).then().statusCode(200);

        try (Connection own = KafkaAndPostgres.postgres().database("sharing").connect();
                Statement statement = own.createStatement()) {
            own.setAutoCommit(false);
            statement.execute("SELECT 1 FROM event_head WHERE event_id = '" + event.id() + "' FOR UPDATE");
            Officers.activate(baselineAnd("test.cedar", NO_MOVEMENTS_TO_BORDER_POLICE));

            assertThat(FeedClient.of(event.id(), borderPolice.readOn()))
                    .extracting(FeedClient.Item::kind)
                    .containsExactly("NEW");
            Officers.of("BORDER-POLICE").get(path).then().statusCode(404);
            Officers.of("STATE-SECURITY").get(path).then().statusCode(200);
            own.rollback();
        } finally {
            Officers.restore();
            Officers.followed();
        }
    }

    private static final String WITH_INFORMANTS_TO_CERT = """
            @id("test-with-informants-to-cert")
            @title("What names an informant to CERT.GOV.GE, in a draft")
            @legal_basis("A test")
            @outcome("redacted")
            @profile("impersonal")
            @mode("AUTOMATIC")
            permit (principal == Partner::"CERT-GOV-GE", action == Action::"receive", resource)
            when { resource.categories.contains(Category::"INFORMANT") };
            """;

    /** The answer to an officer of that agency. */
    private static String explain(String agency, Events event, String partner, String more) {
        Response answer = Officers.of(agency)
                .get("/v1/policies/explain?event=" + event.id() + "&revision=1&partner=" + partner + more);
        answer.then().statusCode(200);
        return answer.asString();
    }
}
