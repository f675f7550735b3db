package ge.khidi.sharing.disclosure;

import static ge.khidi.sharing.disclosure.Readers.PROFILES;
import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.entity.FieldGroup;
import ge.khidi.sharing.policy.Decision;
import ge.khidi.sharing.policy.Loaded;
import ge.khidi.sharing.policy.SourceFault;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProfilesTest {

    private static final String FULL = """
        profiles:
          full:
            title: Full
            title-ka: სრულად
            legal-basis: Law
            persons:
              - categories: [SUSPECT]
                kept: [NAMES]
                pseudonyms: [DOCUMENTS]
            event:
              kept: [ALL]
            limits:
              free-text: ALWAYS
              times: SECOND
              birth-dates: DAY
              places: EXACT
              small-cells: 0
              source-ids: true
        """;

    @Test
    void theShippedProfilesHold() {
        assertThat(PROFILES.names())
                .containsExactlyInAnyOrder(
                        "full",
                        "domestic-operational",
                        "domestic-protective",
                        "europol-annex-ii",
                        "member-state",
                        "impersonal",
                        "csirt",
                        "statistics");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "full:|everything:|the profile 'full' is missing",
                "full:|without-free-text:|this name has a meaning already",
                "[SUSPECT]|[SUSPECTS]|one of SUSPECT,",
                "[SUSPECT]|[SUSPECT, SUSPECT]|SUSPECT stands here twice",
                "pseudonyms: [DOCUMENTS]|pseudonyms: [NAMES]|NAMES is both kept and a pseudonym",
                "kept: [ALL]|kept: [EVERYTHING]|a group of fields, or ALL is expected here",
                "times: SECOND|times: PRECISE|one of SECOND,",
                "birth-dates: DAY|birth-dates: SECOND|DAY, MONTH or YEAR is expected here",
                "small-cells: 0|small-cells: few|a number from 0 to 999 is expected here",
                "source-ids: true|source-ids: yes|true or false is expected here",
                "places: EXACT|place: EXACT|'places' is missing",
            })
    void aFaultIsNamed(String right, String wrong, String message) {
        Loaded<Profiles> loaded = Profiles.parse("p.yaml", FULL.replace(right, wrong));

        assertThat(loaded).isInstanceOf(Loaded.Faulty.class);
        assertThat(((Loaded.Faulty<Profiles>) loaded).faults())
                .extracting(SourceFault::message)
                .anySatisfy(fault -> assertThat(fault).startsWith(message));
    }

    @Test
    void severalProfilesTogetherAllowOnlyWhatAllAllow() {
        for (String one : PROFILES.names()) {
            for (String other : PROFILES.names()) {
                Profile both = PROFILES.find(one + "+" + other).orElseThrow();
                Profile reverse = PROFILES.find(other + "+" + one).orElseThrow();

                assertThat(both.persons()).isEqualTo(reverse.persons());
                assertThat(both.limits()).isEqualTo(reverse.limits());
                for (String part : List.of(one, other)) {
                    Profile alone = PROFILES.find(part).orElseThrow();
                    assertThat(alone.persons().keySet())
                            .containsAll(both.persons().keySet());
                    both.persons()
                            .forEach((category, groups) -> groups.forEach((group, treatment) -> assertThat(treatment)
                                    .isLessThanOrEqualTo(alone.persons()
                                            .getOrDefault(category, Map.of())
                                            .getOrDefault(group, Treatment.WITHHELD))));
                    for (FieldGroup group : FieldGroup.values()) {
                        assertThat(both.ofEvent(group)).isLessThanOrEqualTo(alone.ofEvent(group));
                    }
                    assertThat(both.limits().freeText())
                            .isLessThanOrEqualTo(alone.limits().freeText());
                    assertThat(both.limits().places())
                            .isLessThanOrEqualTo(alone.limits().places());
                    assertThat(both.limits().times())
                            .isGreaterThanOrEqualTo(alone.limits().times());
                    assertThat(both.limits().smallCells())
                            .isGreaterThanOrEqualTo(alone.limits().smallCells());
                }
            }
        }
    }

    @Test
    void whatIsAddedToAProfileTakesAwayWhatItSaysAndNothingElse() {
        for (String name : PROFILES.names()) {
            Profile profile = PROFILES.find(name).orElseThrow();

            assertThat(PROFILES.find(name + "+" + Decision.WITHOUT_FREE_TEXT)
                            .orElseThrow()
                            .meaning())
                    .isEqualTo(profile.withoutFreeText().meaning());
            assertThat(PROFILES.find(name + "+" + Decision.WITHOUT_PERSONAL_DATA)
                            .orElseThrow()
                            .meaning())
                    .isEqualTo(profile.withoutPersonalData().meaning());
        }
    }

    @Test
    void theFullProfileLacksNothing() {
        assertThat(PROFILES.find("full").orElseThrow().mayLack()).isEmpty();
        assertThat(PROFILES.find("csirt").orElseThrow().mayLack()).contains(FieldGroup.NAMES, FieldGroup.NARRATIVE);
    }
}
