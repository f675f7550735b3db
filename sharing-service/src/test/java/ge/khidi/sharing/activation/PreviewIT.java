package ge.khidi.sharing.activation;

import static ge.khidi.sharing.activation.ActivationIT.MOVEMENTS_IMPERSONAL_TO_BORDER_POLICE;
import static ge.khidi.sharing.activation.ActivationIT.NO_MOVEMENTS_TO_BORDER_POLICE;
import static ge.khidi.sharing.activation.Officers.baselineAnd;
import static ge.khidi.sharing.activation.Officers.drafted;
import static ge.khidi.sharing.activation.Officers.preview;
import static ge.khidi.sharing.activation.Officers.withCase;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.contract.entity.PersonCategory;
import ge.khidi.contract.handling.ReleasableTo;
import ge.khidi.localstack.test.KafkaAndPostgres;
import ge.khidi.localstack.test.TestIssuer;
import ge.khidi.sharing.Bus;
import ge.khidi.sharing.Events;
import ge.khidi.sharing.FeedClient;
import ge.khidi.sharing.ReleaseClient;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PreviewIT {

    private final Bus bus = new Bus();
    private final FeedClient iad = FeedClient.fromNowOn("IAD");
    private final FeedClient europol = FeedClient.fromNowOn("EUROPOL");
    private final FeedClient borderPolice = FeedClient.fromNowOn("BORDER-POLICE");

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void whatIsShownIsWhatThePartnerGets() {
        Events event =
                Events.movement().with(PersonCategory.SUSPECT, "Tsereteli").with(PersonCategory.WITNESS, "Witnessidze");
        bus.publish(event);
        iad.of(event.id(), 1);
        Object got = borderPolice.of(event.id(), 1).get(0).event();

        Map<String, Object> shown = preview("IAD", "BORDER-POLICE", "");

        assertThat(shown).containsEntry(event.id().toString(), got);
        assertThat(String.valueOf(got)).contains("Tsereteli").doesNotContain("Witnessidze");
    }

    @Test
    void aDraftIsSeenAsThePartnerBeforeItIsInForce() {
        Events event = Officers.movement().with(PersonCategory.SUSPECT, "Eristavi");
        bus.publish(event);
        iad.of(event.id(), 1);
        int none = drafted(baselineAnd("test.cedar", NO_MOVEMENTS_TO_BORDER_POLICE));
        int impersonal = drafted(baselineAnd("test.cedar", MOVEMENTS_IMPERSONAL_TO_BORDER_POLICE));

        assertThat(preview("IAD", "BORDER-POLICE", "&version=" + none))
                .doesNotContainKey(event.id().toString());
        assertThat(String.valueOf(preview("IAD", "BORDER-POLICE", "&version=" + impersonal)
                        .get(event.id().toString())))
                .contains("MOVEMENT_OF_INTEREST")
                .doesNotContain("Eristavi");
        assertThat(FeedClient.of(event.id(), borderPolice.readOn())).hasSize(1);
    }

    @Test
    void anOfficerSeesNoMoreThanTheirOwnAgencyMayKnow() {
        Events theirs = Events.movement().to(ReleasableTo.named(AgencyId.IAD));
        Events common = Events.trafficking().with(PersonCategory.NOT_YET_DETERMINED, "Kldiashvili");
        bus.publish(theirs, common);
        iad.of(theirs.id(), 1);
        ReleaseClient ilecc = new ReleaseClient("ILECC", "nino");
        ilecc.say(ilecc.pending(common.id(), "EUROPOL"), "APPROVE").then().statusCode(200);
        europol.of(common.id(), 1);

        Map<String, Object> shown = preview("EUROPOL", "IAD", "");

        assertThat(shown).doesNotContainKey(theirs.id().toString());
        assertThat(shown).containsKey(common.id().toString());
        assertThat(shown.toString())
                .as("IAD would see a person of no category yet, Europol may not")
                .doesNotContain("Kldiashvili");
    }

    @Test
    void ownEventsAreShownAndThenThoseThatAreOffered() {
        Events own = Events.movement();
        Events offered = Events.trafficking();
        bus.publish(own, offered);
        iad.of(own.id(), 1);
        iad.of(offered.id(), 1);

        assertThat(preview("PATROL-POLICE", "BORDER-POLICE", ""))
                .containsKeys(own.id().toString(), offered.id().toString());
        assertThat(preview("CRIMINAL-POLICE", "BORDER-POLICE", ""))
                .containsKeys(own.id().toString(), offered.id().toString());
    }

    @Test
    void noPlaceToGoOnFromNamesAnEventThatTheAgencyMayNotKnowOf() throws SQLException {
        Events theirs = Events.movement().to(ReleasableTo.named(AgencyId.IAD));
        bus.publish(theirs);
        iad.of(theirs.id(), 1);

        List<Officers.Page> pages = Officers.pages("CERT-GOV-GE", "IAD", "");

        List<String> known = new ArrayList<>();
        try (Connection own = KafkaAndPostgres.postgres().database("sharing").connect();
                Statement statement = own.createStatement();
                ResultSet rows = statement.executeQuery(KNOWN_TO_CERT)) {
            while (rows.next()) {
                known.add(rows.getString(1));
            }
        }
        assertThat(pages).allSatisfy(page -> {
            if (EventId.parse(page.next()).isPresent()) {
                assertThat(known).contains(page.next());
            }
        });
        assertThat(pages)
                .as("pages tell how many events the agency knows of, not how many there are")
                .hasSize(known.size() / 200 + 1);
    }

    private static final String KNOWN_TO_CERT = """
            SELECT CAST(event_id AS text) FROM event_head WHERE originator = 'CERT-GOV-GE' AND status IN ('OPEN', 'CLOSED')
            UNION ALL
            SELECT CAST(event_id AS text) FROM feed_row r JOIN feed f ON f.id = r.feed WHERE f.partner = 'CERT-GOV-GE'
            """;

    @Test
    void aPlaceIsGoodForOneClientOnlyAndAChangedOneForNobody() {
        String next = Officers.pages("IAD", "BORDER-POLICE", "")
                .get(Officers.pages("IAD", "BORDER-POLICE", "").size() - 1)
                .next();
        String path = "/v1/policies/preview?partner=BORDER-POLICE&after=";

        withCase("IAD").get(path + next).then().statusCode(200);
        withCase("CERT-GOV-GE").get(path + next).then().statusCode(400);
        withCase("IAD").get(path + "A" + next.substring(1) + "A").then().statusCode(400);
    }

    @Test
    void aLookThatShowsNothingIsLoggedToo() {
        List<Officers.Page> pages = Officers.pages("CERT-GOV-GE", "IOM", "");

        assertThat(pages).allSatisfy(page -> assertThat(page.items()).isEmpty());
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> given().auth()
                        .oauth2(TestIssuer.person("otar", "IAD", "auditor").mint())
                        .get("/v1/audit/export")
                        .asString()
                        .lines()
                        .anyMatch(line -> line.contains("policy.preview-read")
                                && line.contains("preview/IOM")
                                && line.matches(".*count\\\\*\":0[,}].*")));
    }

    @Test
    void eachLookIsLoggedAndAsksForACase() {
        Events event = Events.movement();
        bus.publish(event);
        iad.of(event.id(), 1);

        given().auth()
                .oauth2(TestIssuer.person("lela", "IAD", "policy-officer").mint())
                .get("/v1/policies/preview?partner=BORDER-POLICE")
                .then()
                .statusCode(400);
        withCase("IAD").get("/v1/policies/preview?partner=NOBODY").then().statusCode(404);
        withCase("IAD")
                .get("/v1/policies/preview?partner=IAD&version=999999")
                .then()
                .statusCode(404);
        withCase("IAD").get("/v1/policies/preview?partner=IAD&after=x").then().statusCode(400);
        preview("IAD", "BORDER-POLICE", "");

        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> given().auth()
                        .oauth2(TestIssuer.person("otar", "IAD", "auditor").mint())
                        .get("/v1/audit/export")
                        .asString()
                        .lines()
                        .anyMatch(line -> line.contains("policy.previewed")
                                && line.contains(event.id().toString())));
    }
}
