package ge.khidi.analysis.handling;

import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.analysis.TestEvents;
import ge.khidi.contract.AgencyId;
import ge.khidi.contract.RandomEvents;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.handling.Classification;
import ge.khidi.contract.handling.Handling;
import ge.khidi.contract.handling.HandlingCode;
import ge.khidi.contract.handling.Purpose;
import ge.khidi.contract.handling.ReleasableTo;
import ge.khidi.contract.handling.Tlp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link CombinedHandling#and} is a semilattice, and no axis gets looser. */
class CombinedHandlingLawTest {

    private static final int ROUNDS = 200;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void orderGroupingAndRepetitionDoNotMatter(long seed) {
        RandomEvents random = new RandomEvents(seed);
        for (int i = 0; i < ROUNDS; i++) {
            CombinedHandling a = any(random);
            CombinedHandling b = any(random);
            CombinedHandling c = any(random);

            assertThat(a.and(b)).isEqualTo(b.and(a));
            assertThat(a.and(b).and(c)).isEqualTo(a.and(b.and(c)));
            assertThat(a.and(a)).isEqualTo(a);
            assertThat(a.and(b).and(b)).isEqualTo(a.and(b));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {6, 7, 8, 9, 10})
    void nothingGetsLooserByAddingASource(long seed) {
        RandomEvents random = new RandomEvents(seed);
        for (int i = 0; i < ROUNDS; i++) {
            CombinedHandling a = any(random);
            CombinedHandling both = a.and(any(random));

            assertThat(both.classification()).isGreaterThanOrEqualTo(a.classification());
            assertThat(both.tlp()).isGreaterThanOrEqualTo(a.tlp());
            assertThat(a.pap())
                    .matches(pap -> pap.isEmpty() || both.pap().orElseThrow().compareTo(pap.get()) >= 0);
            assertThat(both.codes()).containsAll(a.codes());
            assertThat(both.consentOf()).containsAll(a.consentOf());
            assertThat(a.purposes()).containsAll(both.purposes());
            assertThat(both.legalBases()).containsAll(a.legalBases());
            assertThat(RandomEvents.AGENCIES)
                    .allMatch(agency -> !both.releasableTo().allows(agency)
                            || a.releasableTo().allows(agency));
            assertThat(both.noHitNotice() || !a.noHitNotice()).isTrue();
            assertThat(both.reviewBy()).isBeforeOrEqualTo(a.reviewBy());
            assertThat("ABCX".indexOf(both.source())).isGreaterThanOrEqualTo("ABCX".indexOf(a.source()));
            assertThat(both.information()).isGreaterThanOrEqualTo(a.information());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13})
    void narrowingToOneReaderOnlyNarrows(long seed) {
        RandomEvents random = new RandomEvents(seed);
        for (int i = 0; i < ROUNDS; i++) {
            CombinedHandling a = any(random);

            assertThat(a.and(a.onlyFor(AgencyId.IAD))).isEqualTo(a.onlyFor(AgencyId.IAD));
        }
    }

    @Test
    void anEventThatNamesNobodyIsForItsOriginatorAndIad() {
        CombinedHandling patrols = CombinedHandling.of(releasable(TestEvents.PATROL, Optional.empty()));
        CombinedHandling criminals = CombinedHandling.of(releasable(TestEvents.CRIMINAL, Optional.empty()));

        assertThat(patrols.and(criminals).releasableTo()).isEqualTo(ReleasableTo.named(AgencyId.IAD));
    }

    @Test
    void byPolicyRestrictsNobodyAndAnEmptyListIsNobody() {
        CombinedHandling byPolicy =
                CombinedHandling.of(releasable(TestEvents.PATROL, Optional.of(ReleasableTo.BY_POLICY)));
        CombinedHandling nobody =
                CombinedHandling.of(releasable(TestEvents.CRIMINAL, Optional.of(ReleasableTo.named())));

        assertThat(byPolicy.and(byPolicy).releasableTo()).isEqualTo(ReleasableTo.BY_POLICY);
        assertThat(byPolicy.and(nobody).releasableTo()).isEqualTo(ReleasableTo.named());
    }

    @Test
    void everyOriginatorThatSetH2OrH3IsAsked() {
        CombinedHandling both = CombinedHandling.of(coded(TestEvents.PATROL, HandlingCode.H2))
                .and(CombinedHandling.of(coded(TestEvents.CRIMINAL, HandlingCode.H3)))
                .and(CombinedHandling.of(coded(AgencyId.IAD, HandlingCode.H1)));

        assertThat(both.consentOf()).containsExactly(TestEvents.CRIMINAL, TestEvents.PATROL);
        assertThat(both.toHandling().comment())
                .hasValueSatisfying(comment -> assertThat(comment).contains("CRIMINAL-POLICE, PATROL-POLICE"));
    }

    @Test
    void aGradeThatIsMissingIsTheWorst() {
        List<Event> events = new ArrayList<>();
        RandomEvents random = new RandomEvents(14);
        for (int i = 0; i < ROUNDS; i++) {
            events.add(random.event());
        }

        assertThat(events.stream()
                        .map(CombinedHandling::of)
                        .reduce(CombinedHandling::and)
                        .orElseThrow()
                        .toGrade())
                .returns("X", grade -> grade.source())
                .returns("4", grade -> grade.information());
    }

    private static CombinedHandling any(RandomEvents random) {
        return CombinedHandling.of(random.event());
    }

    private static Event releasable(AgencyId originator, Optional<ReleasableTo> releasableTo) {
        return TestEvents.event(1)
                .by(originator)
                .handling(handling(Set.of(), releasableTo))
                .build();
    }

    private static Event coded(AgencyId originator, HandlingCode code) {
        return TestEvents.event(1)
                .by(originator)
                .handling(handling(Set.of(code), Optional.of(ReleasableTo.BY_POLICY)))
                .build();
    }

    private static Handling handling(Set<HandlingCode> codes, Optional<ReleasableTo> releasableTo) {
        return new Handling(
                Classification.UNCLASSIFIED,
                Tlp.GREEN,
                Optional.empty(),
                codes,
                Optional.empty(),
                Set.of(Purpose.LAW_ENFORCEMENT),
                "Law on Police",
                releasableTo,
                false,
                LocalDate.of(2029, 1, 1));
    }
}
