package ge.khidi.sharing.disclosure;

import static ge.khidi.sharing.disclosure.Readers.body;
import static ge.khidi.sharing.disclosure.Readers.render;
import static ge.khidi.sharing.disclosure.Readers.rendered;
import static ge.khidi.sharing.disclosure.Readers.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.EventId;
import ge.khidi.contract.entity.FieldGroup;
import ge.khidi.contract.event.Event;
import ge.khidi.sharing.Events;
import ge.khidi.sharing.disclosure.Rendition.Leaked;
import ge.khidi.sharing.disclosure.Rendition.Rendered;
import ge.khidi.sharing.disclosure.Rendition.Withheld;
import ge.khidi.sharing.policy.Decision;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The trafficking victim of 16, as each reader of the story sees her. */
final class RedactionTest {

    private static final Event EVENT = Story.victimOfSixteen();

    @Test
    void europolGetsExactlyThis() {
        String pseudonymOfReference = Readers.key("EUROPOL").pseudonym(FieldGroup.REFERENCES, "CP-2026-000123");
        String pseudonymOfCase = Readers.key("EUROPOL").pseudonym(FieldGroup.REFERENCES, "OPERATION CHOROKHI");

        assertThat(body(EVENT, "EUROPOL", "europol-annex-ii"))
                .isEqualTo("""
                    {"id":"01234567-89ab-7def-8123-456789abcdef","revision":1,"revisionKind":"INITIAL",\
                    "state":{"status":"OPEN"},"origin":{"agency":"CRIMINAL-POLICE","reference":"%s","caseReferences":["%s"]},\
                    "type":"FACILITATION_OR_TRAFFICKING_IN_HUMAN_BEINGS","regime":"LAW_ENFORCEMENT","context":"REAL",\
                    "urgency":"URGENT","occurred":{"at":"2026-11-20T14:07:00Z","precision":"MINUTE"},\
                    "reportedAt":"2026-11-20T15:10:00Z","acceptedAt":"2026-11-20T15:11:00Z",\
                    "detail":{"offence":"TRAFFICKING_IN_HUMAN_BEINGS","stage":"COMMITTED","exploitation":["SEXUAL"],\
                    "victims":{"total":1,"female":1,"minors":1},"perpetrators":{"total":2},"transitCountries":["XA"],\
                    "crimeAreas":["TRAFFICKING_IN_HUMAN_BEINGS"]},\
                    "entities":[{"kind":"PERSON","id":"girl","nature":"FACT","category":"VICTIM","sex":"FEMALE",\
                    "ageGroup":"MINOR","nationalities":["GE"]},\
                    {"kind":"PERSON","id":"recruiter","nature":"ASSESSMENT","category":"SUSPECT",\
                    "names":[{"given":"Руслан","family":"Вымыслов","use":"ALIAS","script":"Cyrl"}],\
                    "sex":"MALE","ageGroup":"ADULT"},\
                    {"kind":"COMMUNICATION","id":"number","nature":"FACT","type":"PHONE","value":"+995 500 00 01 42"},\
                    {"kind":"LOCATION","id":"place","nature":"FACT","name":"ბათუმი","country":"GE","crossingPoint":"SARPI",\
                    "latitude":41.6168,"longitude":41.6367,"precisionMetres":2000}],\
                    "connections":[{"from":"girl","relation":"VICTIM_OF","to":"recruiter","nature":"ASSESSMENT"},\
                    {"from":"recruiter","relation":"USES","to":"number","nature":"FACT"}],\
                    "grade":{"scheme":"EUROPOL_4X4","source":"B","information":"2","assignedBy":"ORIGINATOR"},\
                    "handling":{"classification":"UNCLASSIFIED","tlp":"AMBER","codes":["H1"],\
                    "purposes":["LAW_ENFORCEMENT","CROSS_CHECK","OPERATIONAL_ANALYSIS"],"reviewBy":"2028-11-20"}}\
                    """.formatted(pseudonymOfReference, pseudonymOfCase));
    }

    @Test
    void whatWasWithheldIsKnownToUs() {
        assertThat(rendered(EVENT, "EUROPOL", "europol-annex-ii").withheld())
                .contains(
                        new Withheld("/origin/unit", FieldGroup.REFERENCES),
                        new Withheld("/detail/modusOperandi", FieldGroup.NARRATIVE),
                        new Withheld("/entities/0/names", FieldGroup.NAMES),
                        new Withheld("/entities/0/birthDate", FieldGroup.BIRTH),
                        new Withheld("/entities/0/residence", FieldGroup.WHEREABOUTS),
                        new Withheld("/entities/3", FieldGroup.STRUCTURE),
                        new Withheld("/connections/2", FieldGroup.STRUCTURE),
                        new Withheld("/narratives/0", FieldGroup.NARRATIVE));
    }

    @Test
    void theConditionsTravelWithIt() {
        assertThat(rendered(EVENT, "EUROPOL", "europol-annex-ii").conditions())
                .containsEntry("judicialUse", "REQUIRES_PROVIDER_PERMISSION")
                .containsEntry("retainUntil", "2028-11-20")
                .containsEntry("agreement", "GE-EUROPOL-2017")
                .containsEntry("purposes", List.of("CROSS_CHECK", "OPERATIONAL_ANALYSIS"))
                .containsEntry("profile", "europol-annex-ii")
                .containsKey("onwardTransfer");
    }

    @Test
    void theConditionsSayNothingOfThisEventsHiddenParts() {
        Event withoutVictim = Story.event(
                "{'kind':'PERSON','id':'recruiter','nature':'FACT','category':'SUSPECT','ageGroup':'ADULT','internationalProtection':false}",
                "");

        assertThat(rendered(withoutVictim, "EUROPOL", "europol-annex-ii").conditions())
                .isEqualTo(rendered(EVENT, "EUROPOL", "europol-annex-ii").conditions());
    }

    @Test
    void borderPoliceSeeTheRecruitersNumberAndNotTheVictimsName() {
        String body = body(EVENT, "BORDER-POLICE", "domestic-operational");

        assertThat(body).contains("+995 500 00 01 42", "Руслан", "CP-2026-000123");
        assertThat(body).doesNotContain("ელენე", "ნაზღაიძე", "2010", "ზესტაფონი", "ნინოშვილის", "+995 500 00 09 99");
    }

    @Test
    void aMemberStateGetsDaysAreasAndPseudonyms() {
        JsonNode tree = tree(EVENT, "MEMBER-STATE-A", "member-state");

        assertThat(tree.at("/occurred/at").asText()).isEqualTo("2026-11-20T00:00:00Z");
        assertThat(tree.at("/occurred/precision").asText()).isEqualTo("DAY");
        assertThat(tree.at("/acceptedAt").asText()).isEqualTo("2026-11-20T00:00:00Z");
        JsonNode place = tree.at("/entities/3");
        assertThat(place.toString())
                .isEqualTo(
                        "{\"kind\":\"LOCATION\",\"id\":\"place\",\"nature\":\"FACT\",\"country\":\"GE\",\"latitude\":41.6,\"longitude\":41.6,\"precisionMetres\":10000}");
        assertThat(tree.at("/entities/2/value").asText()).startsWith("pseudonym:");
        assertThat(tree.has("narratives")).isFalse();
    }

    @Test
    void whoElseMayHaveItIsTheOriginatorsBusiness() {
        assertThat(body(EVENT, "IAD", "full")).doesNotContain("releasableTo").doesNotContain("noHitNotice");
        assertThat(body(EVENT, "CRIMINAL-POLICE", "full")).contains("\"releasableTo\":\"BY_POLICY\"");
    }

    @Test
    void fullGivesEveryFieldOfTheContract() {
        assertThat(rendered(EVENT, "CRIMINAL-POLICE", "full").withheld()).isEmpty();
    }

    @Test
    void aPartnerWithoutATransferBasisGetsNothingPersonalEvenUnderAWrongPolicy() {
        String body = body(EVENT, "CSIRT-A", "full");

        assertThat(body)
                .doesNotContain("ელენე", "Руслан", "+995", "PERSON\"", "ვიზას")
                .contains("\"victims\"");
    }

    @Test
    void aPhoneThatCouldBeAnybodysIsTreatedAsTheVictims() {
        Event unknownOwner =
                Story.victimOfSixteen("'from':'recruiter','relation':'USES'", "'from':'place','relation':'RELATED_TO'");

        assertThat(body(unknownOwner, "EUROPOL", "europol-annex-ii")).doesNotContain("+995 500 00 01 42");
    }

    @Test
    void aPhoneOfBothIsTreatedAsTheVictims() {
        Event shared = Story.victimOfSixteen("'to':'girls-phone'", "'to':'number'");

        assertThat(body(shared, "EUROPOL", "europol-annex-ii")).doesNotContain("+995 500 00 01 42");
    }

    @Test
    void aSuspectUnder18LeavesNoMoreThanAVictim() {
        Event young = Story.victimOfSixteen("'sex':'MALE','ageGroup':'ADULT'", "'sex':'MALE','ageGroup':'MINOR'");

        assertThat(body(young, "EUROPOL", "europol-annex-ii")).doesNotContain("Руслан", "+995 500 00 01 42");
        assertThat(body(young, "BORDER-POLICE", "domestic-operational")).contains("Руслан");
    }

    @Test
    void aCategoryTheProfileDoesNotKnowIsLeftOutWithAllThatIsItsOwn() {
        Event undetermined = Story.victimOfSixteen("'category':'SUSPECT'", "'category':'NOT_YET_DETERMINED'");

        assertThat(body(undetermined, "EUROPOL", "europol-annex-ii"))
                .doesNotContain("recruiter", "Руслан", "+995 500 00 01 42");
    }

    @Test
    void aNameThatSlippedIntoAFieldThatLeavesIsNoticedWhateverItsEnding() {
        Event slipped = Story.victimOfSixteen("'name':'ბათუმი'", "'name':'ელენეს სახლი'");

        assertThat(render(slipped, "EUROPOL", "europol-annex-ii")).isEqualTo(new Leaked(List.of("/entities/3/name")));
    }

    @Test
    void aLocalIdCanLeakToo() {
        Event named = Story.victimOfSixteen("'girls-phone'", "'phone-of-suspect'");
        Event telling = Story.victimOfSixteen("'place'", "'p995-500-000-999'");

        assertThat(render(named, "EUROPOL", "europol-annex-ii")).isInstanceOf(Rendered.class);
        assertThat(render(telling, "EUROPOL", "europol-annex-ii")).isInstanceOf(Rendered.class);
        assertThat(render(
                        Story.victimOfSixteen("'id':'place'", "'id':'op-chorokhi-cp-2026-000123'"),
                        "EUROPOL",
                        "europol-annex-ii"))
                .isInstanceOf(Leaked.class);
    }

    @Test
    void theSameValueMayLeaveWhereItLeavesByRight() {
        Event sameFamily = Story.victimOfSixteen("'family':'Вымыслов'", "'family':'ნაზღაიძე'");

        assertThat(render(sameFamily, "EUROPOL", "europol-annex-ii")).isInstanceOf(Rendered.class);
    }

    @Test
    void aRevisionThatMayNotBeUsedIsAThinNotice() {
        Event withdrawn = Story.victimOfSixteen(
                "'state':{'status':'OPEN'}", "'state':{'status':'WITHDRAWN','reason':'ელენე იპოვეს'}");

        assertThat(body(withdrawn, "EUROPOL", "europol-annex-ii")).isEqualTo("""
            {"id":"01234567-89ab-7def-8123-456789abcdef","revision":1,"revisionKind":"INITIAL",\
            "state":{"status":"WITHDRAWN"},"type":"FACILITATION_OR_TRAFFICKING_IN_HUMAN_BEINGS"}\
            """);
    }

    @Test
    void statisticsPartnersSeeNoSmallCellNoSourceNoPerson() {
        String body = body(EVENT, "IOM", "statistics");

        assertThat(body).doesNotContain("victims", "perpetrators", "PERSON\"", "Руслан");
        assertThat(tree(EVENT, "IOM", "statistics").at("/occurred/at").asText()).isEqualTo("2026-11-01T00:00:00Z");
    }

    private static final String TOLD = "told us by the night porter; STATE-SECURITY and EUROPOL have it";

    @Test
    void whatTheOriginatorWroteBesideTheHandlingIsFreeText() {
        Event event = saying("");

        for (String profile : List.of("member-state", "csirt", "impersonal", "europol-annex-ii+without-free-text")) {
            assertThat(body(event, "EUROPOL", profile)).as(profile).doesNotContain("porter", "Police, Art. 16");
        }
        assertThat(body(event, "EUROPOL", "europol-annex-ii")).contains(TOLD, "Police, Art. 16");
        assertThat(body(event, "CSIRT-A", "full")).doesNotContain("porter", "Police, Art. 16");
        assertThat(body(event, "CRIMINAL-POLICE", "full")).contains(TOLD, "Police, Art. 16");
    }

    @Test
    void whatH3MeansGoesWithTheItemOrTheItemDoesNotGo() {
        Event event = saying("'H3'");

        for (String profile : List.of("member-state", "csirt", "europol-annex-ii")) {
            assertThat(body(event, "EUROPOL", profile)).as(profile).contains(TOLD);
        }
        assertThat(body(event, "EUROPOL", "csirt")).doesNotContain("Police, Art. 16");
        assertThat(render(event, "CSIRT-A", "csirt")).isEqualTo(new Leaked(List.of("/handling/comment")));
    }

    @Test
    void theNameOfAVictimInWhatH3MeansIsNoticed() {
        Event event = Story.victimOfSixteen("'codes':['H1']", "'codes':['H3'],'comment':'ask ელენე first'");

        assertThat(render(event, "EUROPOL", "europol-annex-ii")).isEqualTo(new Leaked(List.of("/handling/comment")));
    }

    /** The analysis service wrote it together from what originators wrote, also of events with persons who need protection. */
    @Test
    void theLegalBasisOfALinkStaysWhereFreeTextDependsOnWhoIsInTheEvent() {
        Event link = Events.link(Events.movement().event(), Events.trafficking().event());

        assertThat(body(link, "BORDER-POLICE", "domestic-protective"))
                .doesNotContain("legalBasis")
                .contains("ask the originators");
        assertThat(body(link, "IAD", "full")).contains("legalBasis");
    }

    @Test
    void onlyIadIsToldWhichDecisionALinkRestsOn() {
        EventId decision = Events.trafficking().id();
        Event link = Events.confirmed(
                Events.link(Events.movement().event(), Events.trafficking().event()), decision);

        assertThat(body(link, "IAD", "full")).contains(decision.toString());
        assertThat(body(link, "BORDER-POLICE", "full"))
                .contains("CONFIRMED")
                .doesNotContain(decision.toString(), "decision");
    }

    @Test
    void whatAnEarlierReleaseRenderedIsCutToWhatThisOneLetsLeave() {
        Redaction redaction = new Redaction(Readers.PROFILES);
        for (Event event : List.of(saying(""), saying("'H3'"), EVENT)) {
            for (String profile : List.of("full", "domestic-protective", "europol-annex-ii", "member-state", "csirt")) {
                byte[] now = rendered(event, "EUROPOL", profile).body();
                ObjectNode before = tree(event, "EUROPOL", profile);
                ObjectNode handling = before.withObject("/handling");
                event.handling().comment().ifPresent(words -> handling.put("comment", words));
                handling.put("legalBasis", event.handling().legalBasis());

                byte[] cut = redaction
                        .cut(event, profile, before.toString().getBytes(StandardCharsets.UTF_8))
                        .body();

                assertThat(Readers.tree(cut)).as(profile).isEqualTo(Readers.tree(now));
                assertThat(redaction.cut(event, profile, now).body())
                        .as("cut once more, nothing changes")
                        .isEqualTo(now);
            }
        }
    }

    @Test
    void whichDecisionALinkRestsOnIsCutFromWhatAnEarlierReleaseRendered() {
        EventId decision = Events.trafficking().id();
        Event link = Events.confirmed(
                Events.link(Events.movement().event(), Events.trafficking().event()), decision);
        for (String profile : List.of("full", "domestic-protective")) {
            byte[] now = rendered(link, "BORDER-POLICE", profile).body();
            ObjectNode before = tree(link, "BORDER-POLICE", profile);
            before.withObject("/detail").put("decision", decision + "/1");

            Rendered cut = new Redaction(Readers.PROFILES)
                    .cut(link, profile, before.toString().getBytes(StandardCharsets.UTF_8));

            assertThat(Readers.tree(cut.body())).as(profile).isEqualTo(Readers.tree(now));
            assertThat(cut.withheld()).containsExactly(new Withheld("/detail/decision", FieldGroup.STRUCTURE));
        }
    }

    private static Event saying(String codes) {
        return Story.event(
                "{'kind':'CYBER_OBSERVABLE','id':'domain','nature':'FACT','type':'DOMAIN_NAME','value':'visa.example'}",
                "",
                codes,
                TOLD,
                "Law on Police, Art. 16");
    }

    @Test
    void nothingIsRenderedWhereNothingLeaves() {
        Decision nothing =
                new Decision.Nothing(new Decision.Grounds(Optional.empty(), List.of(), List.of(), List.of()));
        Redaction redaction = new Redaction(Readers.PROFILES);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> redaction.render(EVENT, Readers.partner("IAD"), nothing, Readers.key("IAD")));
        assertThatIllegalArgumentException().isThrownBy(() -> render(EVENT, "IAD", "csirt+no-such-profile"));
    }

    @Test
    void contentNeverReachesALog() {
        assertThat(rendered(EVENT, "IAD", "full").toString())
                .doesNotContain("ელენე")
                .contains("bytes");
        assertThat(Readers.key("IAD").toString()).isEqualTo("PseudonymKey[withheld]");
    }
}
