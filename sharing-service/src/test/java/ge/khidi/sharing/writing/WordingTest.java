package ge.khidi.sharing.writing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.codec.SubmissionCodec;
import ge.khidi.contract.detail.CyberIncidentDetail;
import ge.khidi.contract.entity.CyberObservable;
import ge.khidi.contract.entity.Nature;
import ge.khidi.contract.event.Context;
import ge.khidi.contract.event.Submission;
import ge.khidi.contract.handling.Classification;
import ge.khidi.contract.handling.Handling;
import ge.khidi.contract.handling.HandlingCode;
import ge.khidi.contract.handling.Pap;
import ge.khidi.contract.handling.ReleasableTo;
import ge.khidi.contract.handling.Tlp;
import ge.khidi.sharing.writing.Verdict.Refused;
import ge.khidi.sharing.writing.Verdict.Sayable;
import ge.khidi.sharing.writing.Verdict.Standing;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordingTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final String INDICATOR = "indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f";
    private static final String SIGHTING = "sighting--ee20065d-2555-424f-ad9e-0f8428623c75";
    private static final String PLATFORM = "identity--43bc631d-e1e6-4957-8245-de0b6bc0159a";
    private static final String GREEN = "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb";
    private static final String RED = "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1";
    private static final String AMBER = "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421";
    private static final String TLP_1_AMBER = "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82";
    private static final String H0 = "marking-definition--a9a3740b-b518-41f5-9adc-d379b840b8f6";
    private static final String H2 = "marking-definition--94a41473-6b88-4482-b767-c3c89683c0d3";
    private static final String H3 = "marking-definition--9f4e4edb-02d4-404d-ba0d-a97a91ec4c78";
    private static final String PAP_AMBER = "marking-definition--dfcc8da8-1f16-4471-aea6-02e856172a5b";
    private static final String UNCLASSIFIED = "marking-definition--a5ca0459-2dc1-40f0-8934-792afed16dbf";
    private static final String BY_POLICY = "marking-definition--6a773339-70cb-49da-ac49-5a4f02d11029";
    private static final String SPECIAL_CATEGORIES = "marking-definition--27fc8c67-b437-4774-a22b-3939667bf5e6";
    private static final String INTERNATIONAL_PROTECTION = "marking-definition--e5e5fcb3-4182-4839-ab2c-63b1fe0d6a3c";
    private static final String UNKNOWN = "marking-definition--00000000-0000-4000-8000-000000000000";

    @Test
    void anIndicatorIsASuspectedIncidentWithItsValuesAsAssessments() {
        ObjectNode indicator = indicator(GREEN, H0, PAP_AMBER, UNCLASSIFIED, BY_POLICY);
        indicator.put("name", "Sells visas").put("lang", "ka").put("confidence", 70);
        indicator.putArray("labels").add("europol-incident:fraud");

        Sayable sayable = (Sayable) judge(indicator);
        Submission said = said(sayable);

        assertThat(said.reference()).contains(INDICATOR);
        assertThat(said.context()).isEqualTo(Context.REAL);
        assertThat(said.occurred().at()).isEqualTo(Instant.parse("2026-11-01T00:00:00Z"));
        assertThat(said.detail().map(CyberIncidentDetail.class::cast)).hasValueSatisfying(detail -> {
            assertThat(detail.incidentClass()).isEqualTo("fraud");
            assertThat(detail.determination()).isEqualTo(CyberIncidentDetail.Determination.SUSPECTED);
            assertThat(detail.crimeAreas()).isEmpty();
        });
        assertThat(said.entities())
                .map(CyberObservable.class::cast)
                .singleElement()
                .satisfies(observable -> {
                    assertThat(observable.value()).isEqualTo("visa.example");
                    assertThat(observable.nature()).isEqualTo(Nature.ASSESSMENT);
                });
        assertThat(said.narratives()).singleElement().satisfies(text -> {
            assertThat(text.text()).isEqualTo("Sells visas");
            assertThat(text.language()).isEqualTo("ka");
        });
        assertThat(said.grade()).isEmpty();
        assertThat(said.handling().tlp()).isEqualTo(Tlp.GREEN);
        assertThat(said.handling().pap()).contains(Pap.AMBER);
        assertThat(said.handling().codes()).containsExactly(HandlingCode.H0);
        assertThat(said.handling().classification()).isEqualTo(Classification.UNCLASSIFIED);
        assertThat(said.handling().releasableTo()).contains(ReleasableTo.BY_POLICY);
        assertThat(said.handling().noHitNotice()).isFalse();
        assertThat(sayable.leftOut()).containsExactly("confidence");
    }

    @Test
    void whatCarriesNoMarkingIsHandledInTheStrictestWay() {
        Handling handling = said((Sayable) judge(indicator())).handling();

        assertThat(handling.tlp()).isEqualTo(Tlp.RED);
        assertThat(handling.codes()).containsExactly(HandlingCode.H2);
        assertThat(handling.classification()).isEqualTo(Classification.RESTRICTED);
        assertThat(handling.releasableTo()).isEmpty();
        assertThat(handling.noHitNotice()).isTrue();
        assertThat(handling.reviewBy()).isEqualTo(LocalDate.of(2027, 11, 22));
    }

    @ParameterizedTest
    @ValueSource(strings = {SPECIAL_CATEGORIES, INTERNATIONAL_PROTECTION, UNKNOWN})
    void aMarkingThatTheEventWouldNotHaveIsNeverDropped(String marking) {
        ObjectNode indicator = indicator(GREEN, H0, BY_POLICY, marking);

        for (Verdict verdict : List.of(
                judge(indicator),
                together(sighting(GREEN, H0, marking), indicator(GREEN)),
                judge(sighting(), indicator))) {
            assertThat(verdict)
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused ->
                                    assertThat(refused.message()).containsAnyOf("/object_marking_refs", "its marking"));
        }
    }

    @Test
    void ofSeveralMarkingsOnOneAxisTheStrictestCounts() {
        assertThat(said((Sayable) judge(indicator(GREEN, TLP_1_AMBER)))
                        .handling()
                        .tlp())
                .isEqualTo(Tlp.AMBER);
        assertThat(said((Sayable) judge(indicator(TLP_1_AMBER, RED))).handling().tlp())
                .isEqualTo(Tlp.RED);
    }

    @Test
    void anIndicatorIsKeptNoLongerThanItIsValid() {
        ObjectNode indicator = indicator(GREEN).put("valid_until", "2026-12-24T18:00:00Z");

        assertThat(said((Sayable) judge(indicator)).handling().reviewBy()).isEqualTo(LocalDate.of(2026, 12, 24));
    }

    @Test
    void aSightingOfAnotherAgencysIndicatorIsAnIncidentOfOnesOwnAndNoLooser() {
        Submission said = said((Sayable) judge(sighting(H0, BY_POLICY), indicator(GREEN, PAP_AMBER, UNCLASSIFIED)));

        assertThat(said.reference()).contains(SIGHTING);
        assertThat(said.occurred().at()).isEqualTo(Instant.parse("2026-11-20T08:00:00Z"));
        assertThat(said.entities())
                .map(CyberObservable.class::cast)
                .singleElement()
                .satisfies(observable -> {
                    assertThat(observable.value()).isEqualTo("visa.example");
                    assertThat(observable.nature()).isEqualTo(Nature.FACT);
                });
        assertThat(said.narratives())
                .singleElement()
                .satisfies(text -> assertThat(text.text()).isEqualTo("Seen; times: 3, first: 2026-11-20T08:00:00Z"));
        assertThat(said.handling().tlp()).isEqualTo(Tlp.RED);
        assertThat(said.handling().pap()).contains(Pap.AMBER);
        assertThat(said.handling().classification()).isEqualTo(Classification.RESTRICTED);
        assertThat(said.handling().releasableTo()).as("another agency's value").isEmpty();
    }

    @Test
    void aValueThatMayNotBePassedOnIsNotSaidAgainByASighting() {
        for (List<String> markings : List.of(
                List.<String>of(), List.of(TLP_1_AMBER), List.of(RED), List.of(GREEN, H2), List.of(GREEN, H3))) {
            assertThat(judge(sighting(GREEN), indicator(markings.toArray(String[]::new))))
                    .as(markings.toString())
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.message()).contains("/sighting_of_ref"));
        }
    }

    @Test
    void aSightingIsNoLooserThanItsIndicatorAlsoWhereBothAreTheWriters() {
        ObjectNode silent = indicator();
        ObjectNode partly = indicator(GREEN);
        partly.putArray("granular_markings");

        Handling handling = said((Sayable) together(sighting(GREEN, H0, UNCLASSIFIED, BY_POLICY), silent))
                .handling();

        assertThat(handling.tlp()).isEqualTo(Tlp.RED);
        assertThat(handling.codes()).contains(HandlingCode.H2);
        assertThat(handling.classification()).isEqualTo(Classification.RESTRICTED);
        assertThat(handling.releasableTo()).isEmpty();
        assertThat(handling.noHitNotice()).isTrue();
        for (ObjectNode unclear : List.of(partly, indicator(GREEN, UNKNOWN))) {
            assertThat(together(sighting(GREEN), unclear))
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.message()).contains("/sighting_of_ref"));
        }
    }

    @Test
    void whatWasGivenOutHereDoesNotBecomeTheWordOfWhoeverSendsItBack() {
        ObjectNode shown = indicator(AMBER).put("created_by_ref", PLATFORM);
        ObjectNode sighting = sighting(GREEN);
        Envelope envelope = new Envelope(List.of(shown, sighting));
        Wording wording = new Wording(NOW, Classification.RESTRICTED, envelope, Map.of(INDICATOR, shown));

        assertThat(wording.judge(shown, 1))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.message()).contains("/created_by_ref"));
        assertThat(envelope.sightedElsewhere()).containsExactly(INDICATOR);
        assertThat(wording.judge(sighting, 2))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.message()).contains("/sighting_of_ref: its marking"));
    }

    @Test
    void whatTheWriterHasFromHereIsNotItsWordWhoeverItNamesAsItsCreator() {
        ObjectNode shown = indicator(AMBER);
        ObjectNode rewritten = indicator(GREEN).put("created_by_ref", "identity--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f");
        Envelope envelope = new Envelope(List.of(rewritten, sighting(GREEN)));

        assertThat(envelope.ids()).containsExactlyInAnyOrder(INDICATOR, SIGHTING);
        Envelope known = envelope.with(Set.of(INDICATOR));
        Wording wording = new Wording(NOW, Classification.RESTRICTED, known, Map.of(INDICATOR, shown));
        assertThat(known.sightedElsewhere()).containsExactly(INDICATOR);
        assertThat(List.of(wording.judge(rewritten, 1), wording.judge(sighting(GREEN), 2)))
                .map(verdict -> ((Refused) verdict).message())
                .satisfiesExactly(
                        message -> assertThat(message).startsWith("/created_by_ref: what was given out here"),
                        message -> assertThat(message).startsWith("/sighting_of_ref: its marking"));
    }

    @Test
    void ofSeveralVersionsOfAnIndicatorTheLatestIsWhatIsSightedWhateverTheirOrder() {
        ObjectNode latest = indicator(RED).put("modified", "2026-11-21T00:00:01Z");
        for (List<JsonNode> objects : List.<List<JsonNode>>of(
                List.of(sighting(GREEN), latest, indicator(GREEN)),
                List.of(sighting(GREEN), indicator(GREEN), latest))) {
            Verdict verdict = new Wording(NOW, Classification.RESTRICTED, new Envelope(objects), Map.of())
                    .judge(objects.get(0), 1);

            assertThat(said((Sayable) verdict).handling().tlp()).isEqualTo(Tlp.RED);
            assertThat(((Sayable) verdict).sighted()).contains(objects.indexOf(latest) + 1);
        }
    }

    @Test
    void theSameContentIsTheSameTextInWhateverOrderItsFieldsStand() {
        ObjectNode one = indicator(GREEN);
        ObjectNode other = JsonNodeFactory.instance.objectNode();
        other.putObject("x").put("b", 1).put("a", 1.5);
        one.putObject("x").put("a", 1.5).put("b", 1);
        other.setAll(indicator(GREEN));

        assertThat(Envelope.canonical(other)).isEqualTo(Envelope.canonical(one)).contains("{\"a\":1.5,\"b\":1}");
    }

    private static Verdict together(ObjectNode sighting, ObjectNode indicator) {
        return new Wording(NOW, Classification.RESTRICTED, new Envelope(List.of(sighting, indicator)), Map.of())
                .judge(sighting, 1);
    }

    @Test
    void aSightingOfWhatIsWrittenWithItIsTheWritersOwn() {
        ObjectNode indicator = indicator(RED, BY_POLICY);
        ObjectNode sighting = sighting(RED, BY_POLICY);

        assertThat(said((Sayable) together(sighting, indicator)).handling().releasableTo())
                .contains(ReleasableTo.BY_POLICY);
    }

    @Test
    void everyFaultIsNamedAndNoValue() {
        ObjectNode indicator = indicator(UNKNOWN)
                .put("spec_version", "2.0")
                .put("created", "yesterday")
                .put("pattern", "[process:name = 'secret']")
                .put("pattern_type", "sigma")
                .put("valid_until", "2026-01-01T00:00:00Z")
                .put("name", "hidden".repeat(2_000))
                .put("lang", "not a language");
        indicator.putArray("granular_markings");

        Refused refused = (Refused) judge(indicator);

        assertThat(refused.message())
                .contains(
                        "/spec_version",
                        "/created",
                        "/pattern:",
                        "/pattern_type",
                        "/valid_until",
                        "/granular_markings",
                        "/object_marking_refs",
                        "as an event, /narratives/0/text",
                        "as an event, /narratives/0/language")
                .doesNotContain("secret", "yesterday", "sigma", "hidden", "not a", "/entities", "/handling", UNKNOWN);
        assertThat(refused.head().id()).isEqualTo(INDICATOR);
    }

    @ParameterizedTest
    @CsvSource({
        "/id, indicator--1",
        "/id, malware--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f",
        "/modified, 2026-10-01T00:00:00.000Z",
        "/valid_from, 2026-11-01",
        "/created, 2026-13-01T00:00:00Z",
        "/created, 0000-01-01T00:00:00Z",
        "/modified, 9999-12-31T24:00:00Z",
        "/lang, ''",
        "/type, malware",
        "/type, opinion"
    })
    void aFaultIsNamedByItsPlace(String pointer, String value) {
        ObjectNode indicator = indicator(GREEN).put("description", "of something");
        indicator.put(pointer.substring(1), value);

        assertThat(judge(indicator))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.message())
                                .contains(pointer.equals("/lang") ? "/narratives/0/language" : pointer));
        assertThat(judge(indicator).head().modified())
                .as("a time the database has")
                .isBetween(Instant.parse("2026-10-01T00:00:00Z"), NOW);
    }

    @Test
    void whatIsNotSuspiciousInItselfIsNoSuspectedIncident() {
        for (List<String> types : List.of(
                List.of("benign"),
                List.of("anomalous-activity", "benign"),
                List.of("anonymization"),
                List.of("", ""))) {
            assertThat(judge(ofTypes(types)))
                    .as(types.toString())
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.message()).startsWith("/indicator_types"));
        }
        for (List<String> types : List.of(
                List.of("malicious-activity"), List.of("anonymization", "malicious-activity"), List.of("unknown"))) {
            assertThat(judge(ofTypes(types))).as(types.toString()).isInstanceOf(Sayable.class);
        }
    }

    private static ObjectNode ofTypes(List<String> types) {
        ObjectNode indicator = indicator(GREEN);
        types.forEach(indicator.putArray("indicator_types")::add);
        return indicator;
    }

    @Test
    void noEventSaysThatNothingWasSeenOrWhatOthersSaw() {
        ObjectNode sighting =
                sighting(GREEN).put("count", 0).put("summary", true).put("last_seen", "2026-11-19T00:00:00Z");

        assertThat(judge(sighting, indicator(GREEN)))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.message()).contains("/count", "/summary", "/last_seen"));
        assertThat(judge(sighting(GREEN)))
                .as("nobody knows the indicator")
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.message()).contains("/sighting_of_ref"));
    }

    @Test
    void whatIsRevokedNeedsNothingElseAndAMarkingThatStandsHereIsFine() {
        ObjectNode revoked = indicator(GREEN, UNKNOWN, INTERNATIONAL_PROTECTION)
                .put("revoked", true)
                .put("labels", "none")
                .put("name", 1);
        revoked.putArray("granular_markings");
        revoked.remove("pattern");
        ObjectNode marking = indicator().put("type", "marking-definition").put("id", GREEN);

        assertThat(judge(revoked))
                .isInstanceOfSatisfying(
                        Sayable.class, sayable -> assertThat(sayable.revokes()).isTrue());
        for (ObjectNode unclear : List.of(
                revoked.deepCopy().put("revoked", "true"),
                revoked.deepCopy().put("modified", "now"),
                revoked.deepCopy().put("spec_version", "2.0"),
                revoked.deepCopy().put("created_by_ref", PLATFORM))) {
            assertThat(judge(unclear)).isInstanceOf(Refused.class);
        }
        assertThat(judge(marking)).isInstanceOf(Standing.class);
        assertThat(judge(marking.put("id", INTERNATIONAL_PROTECTION))).isInstanceOf(Standing.class);
        assertThat(judge(marking.put("id", UNKNOWN))).isInstanceOf(Refused.class);
    }

    @Test
    void anExerciseStaysOneAndNeverMeetsWhatIsReal() {
        ObjectNode indicator = indicator(GREEN);
        indicator.putArray("labels").add("exercise");
        ObjectNode sighting = sighting(GREEN);
        sighting.putArray("labels").add("exercise");

        assertThat(said((Sayable) judge(indicator)).context()).isEqualTo(Context.EXERCISE);
        assertThat(said((Sayable) judge(sighting, indicator)).context()).isEqualTo(Context.EXERCISE);
        for (Verdict mixed : List.of(judge(sighting, indicator(GREEN)), judge(sighting(GREEN), indicator))) {
            assertThat(mixed)
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.message()).contains("/labels"));
        }
    }

    @Test
    void whatIsNotInTheFormOfStixIsNamedAndNotTakenForAbsent() {
        ObjectNode indicator = indicator(GREEN).put("labels", "exercise").put("description", 1);
        indicator.putObject("name");
        indicator.putArray("lang");

        assertThat(judge(indicator))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.message())
                                .contains("/labels", "/name: must be text", "/description: must be text", "/lang"));
    }

    @Test
    void noEnvelopeIsWhatHasNoObjects() {
        for (String body : List.of(
                "",
                "[]",
                "{}",
                "{\"objects\":[]}",
                "{\"objects\":{}}",
                "{\"objects\":[1],\"objects\":[2]}",
                "{\"objects\":[{\"x\":[" + "[],".repeat(100_000) + "1]}]}",
                "{\"objects\":[1]} x")) {
            assertThat(Envelope.parse(body.getBytes(UTF_8)))
                    .as(body.substring(0, Math.min(20, body.length())))
                    .isEmpty();
        }
        assertThat(Envelope.parse("{\"objects\":[1]}".getBytes(UTF_8)))
                .hasValueSatisfying(one -> assertThat(new Wording(NOW, Classification.RESTRICTED, one, Map.of())
                                .judge(one.objects().get(0), 1))
                        .isInstanceOf(Refused.class));
    }

    private static Verdict judge(ObjectNode object) {
        return new Wording(NOW, Classification.RESTRICTED, new Envelope(List.of(object)), Map.of()).judge(object, 1);
    }

    private static Verdict judge(ObjectNode sighting, JsonNode shown) {
        return new Wording(NOW, Classification.RESTRICTED, new Envelope(List.of(sighting)), Map.of(INDICATOR, shown))
                .judge(sighting, 1);
    }

    private static Submission said(Sayable sayable) {
        return sayable.submission()
                .map(text -> SubmissionCodec.parse(text.getBytes(UTF_8), NOW))
                .flatMap(parsed -> parsed.toOptional())
                .orElseThrow();
    }

    static ObjectNode indicator(String... markings) {
        return object(INDICATOR, markings)
                .put("pattern", "[domain-name:value = 'visa.example']")
                .put("pattern_type", "stix")
                .put("valid_from", "2026-11-01T00:00:00Z");
    }

    private static ObjectNode sighting(String... markings) {
        return object(SIGHTING, markings)
                .put("sighting_of_ref", INDICATOR)
                .put("first_seen", "2026-11-20T08:00:00Z")
                .put("count", 3);
    }

    private static ObjectNode object(String id, String... markings) {
        ObjectNode object = JsonNodeFactory.instance
                .objectNode()
                .put("type", id.substring(0, id.indexOf("--")))
                .put("spec_version", "2.1")
                .put("id", id)
                .put("created", "2026-11-21T00:00:00.000Z")
                .put("modified", "2026-11-21T00:00:00.000Z");
        if (markings.length > 0) {
            List.of(markings).forEach(object.putArray("object_marking_refs")::add);
        }
        return object;
    }
}
