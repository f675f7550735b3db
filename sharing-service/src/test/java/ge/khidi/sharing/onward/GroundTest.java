package ge.khidi.sharing.onward;

import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.sharing.policy.Decision;
import ge.khidi.sharing.policy.DisclosureFacts;
import ge.khidi.sharing.policy.FloorRule;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class GroundTest {

    private static final String FACTS = """
        {"originator": "PATROL-POLICE", "regime": "LAW_ENFORCEMENT", "type": "CRIME_REPORT", "context": "REAL",
         "usable": true, "crimeAreas": [], "classification": "UNCLASSIFIED", "tlp": "AMBER",
         "codes": [], "purposes": ["LAW_ENFORCEMENT"], "grade": "B2", "categories": ["SUSPECT"],
         "personalData": true, "minors": false, "specialCategories": false, "internationalProtection": false,
         "noHitNotice": false, "releasableTo": "BY_POLICY", "countriesConcerned": []}
        """;
    private static final Decision FULL = new Decision.Full(why(Optional.empty()));
    private static final Decision REDACTED = new Decision.Redacted("another-profile", why(Optional.empty()));

    @Test
    void itStandsWhileNothingNewIsShownToAnybodyElse() {
        assertThat(ground(FACTS, FULL, Optional.empty()).stands()).isTrue();
        assertThat(ground(FACTS, FULL, third(new Decision.Nothing(why(Optional.empty()))))
                        .stands())
                .as("what policies say of the third party is the originator's to overrule")
                .isTrue();
    }

    @Test
    void itDoesNotCoverWhatTheOriginatorDidNotHaveBeforeIt() {
        for (String later : List.of(
                FACTS.replace("\"codes\": []", "\"codes\": [\"H3\"]"),
                FACTS.replace("\"minors\": false", "\"minors\": true"),
                FACTS.replace("UNCLASSIFIED", "RESTRICTED"),
                FACTS.replace("[\"SUSPECT\"]", "[\"SUSPECT\", \"VICTIM\"]"))) {
            assertThat(ground(later, FULL, Optional.empty()).stands()).as(later).isFalse();
        }
        assertThat(stands("one", REDACTED)).as("another wording").isFalse();
        assertThat(stands("another-profile", FULL)).as("more is shown").isFalse();
        assertThat(stands("another-profile+one", REDACTED))
                .as("a limit is gone")
                .isFalse();
        assertThat(stands("", REDACTED)).as("nothing was shown").isFalse();
    }

    @Test
    void itStandsWhereLessIsShown() {
        Decision less = new Decision.Redacted("another-profile+without-free-text", why(Optional.empty()));

        assertThat(stands("full", REDACTED)).isTrue();
        assertThat(stands("another-profile", less)).isTrue();
        assertThat(stands("full", less)).isTrue();
    }

    private static boolean stands(String before, Decision now) {
        DisclosureFacts facts = DisclosureFacts.parse(FACTS);
        return new Ground(
                        new Ground.Before(facts, Optional.of(before)),
                        new Ground.Now(facts, Optional.of(now), true, Optional.empty()))
                .stands();
    }

    @Test
    void itEndsWhereTheFloorRefusesTheThirdParty() {
        Decision refused = new Decision.Nothing(why(Optional.of("agreement")));

        assertThat(ground(FACTS, FULL, third(refused)).stands()).isFalse();
        assertThat(ground(FACTS, FULL, Optional.of(new Ground.Third(Optional.empty(), false, Optional.empty())))
                        .stands())
                .as("undecided")
                .isFalse();
        assertThat(ground(FACTS, FULL, Optional.of(new Ground.Third(Optional.of(FULL), true, Optional.empty())))
                        .stands())
                .as("it should never have had it")
                .isFalse();
    }

    @Test
    void whereNoPersonalDataMayGoNothingGoesThatMayShowThem() {
        Ground.Third noBasis = new Ground.Third(Optional.of(FULL), false, Optional.of(FloorRule.TRANSFER_BASIS));
        DisclosureFacts facts = DisclosureFacts.parse(FACTS);

        assertThat(new Ground.Now(facts, Optional.of(FULL), true, Optional.of(noBasis)).refusedBy())
                .contains("transfer-basis");
        assertThat(new Ground.Now(facts, Optional.of(FULL), false, Optional.of(noBasis)).refusedBy())
                .isEmpty();
    }

    private static Ground ground(String later, Decision holder, Optional<Ground.Third> third) {
        return new Ground(
                new Ground.Before(DisclosureFacts.parse(FACTS), Optional.of("full")),
                new Ground.Now(DisclosureFacts.parse(later), Optional.of(holder), true, third));
    }

    private static Optional<Ground.Third> third(Decision decision) {
        return Optional.of(new Ground.Third(Optional.of(decision), false, Optional.empty()));
    }

    private static Decision.Grounds why(Optional<String> floorRule) {
        return new Decision.Grounds(floorRule, List.of(), List.of(), List.of());
    }
}
