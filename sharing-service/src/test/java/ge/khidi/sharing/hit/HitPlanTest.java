package ge.khidi.sharing.hit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import ge.khidi.sharing.hit.HitPlan.Link;
import ge.khidi.sharing.hit.HitPlan.Reading;
import ge.khidi.sharing.hit.HitPlan.Step;
import ge.khidi.sharing.hit.HitPlan.Told;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HitPlanTest {

    private static final short PATROL = 1;
    private static final short CRIMINAL = 2;
    private static final List<Reading> READINGS = List.of(Reading.READS, Reading.AWAITED, Reading.NOT);
    private static final EventId PATROLS_EVENT = new EventId(new UUID(0, 1));
    private static final EventId CRIMINALS_EVENT = new EventId(new UUID(0, 2));

    @Test
    void ifNobodyReadsItEachOriginatorIsToldOfItsOwnEvent() {
        assertThat(HitPlan.of(link(true, true, Reading.NOT, Reading.NOT), Map.of()))
                .containsExactly(
                        new Step(PATROL, HitKind.HIT, new RevisionId(PATROLS_EVENT, 1)),
                        new Step(CRIMINAL, HitKind.HIT, new RevisionId(CRIMINALS_EVENT, 1)));
    }

    @ParameterizedTest
    @CsvSource({
        "true, true, READS, NOT",
        "true, true, NOT, READS",
        "true, true, AWAITED, NOT",
        "true, true, NOT, AWAITED",
        "true, false, NOT, NOT",
        "false, true, NOT, NOT"
    })
    void otherwiseNobodyIsTold(boolean stands, boolean settled, Reading patrol, Reading criminal) {
        assertThat(HitPlan.of(link(stands, settled, patrol, criminal), Map.of()))
                .isEmpty();
    }

    @Test
    void nobodyIsToldTwiceUnlessTheirOwnEventChanged() {
        Link link = link(true, true, Reading.NOT, Reading.NOT);
        Told before = new Told(HitKind.HIT, new RevisionId(PATROLS_EVENT, 1));
        Told older = new Told(HitKind.HIT, new RevisionId(new EventId(new UUID(0, 2)), 2));

        assertThat(HitPlan.of(link, Map.of(PATROL, before, CRIMINAL, older)))
                .extracting(Step::feed)
                .containsExactly(CRIMINAL);
    }

    @Test
    void whoCanReadItAfterAllIsToldAndTheOtherStaysTold() {
        Map<Short, Told> told = told();

        assertThat(HitPlan.of(link(true, true, Reading.READS, Reading.NOT), told))
                .extracting(Step::feed, Step::kind)
                .containsExactly(tuple(PATROL, HitKind.ENDED));
    }

    @Test
    void whoeverWasToldLearnsThatTheLinkFell() {
        assertThat(HitPlan.of(Link.FALLEN, told()))
                .extracting(Step::feed, Step::kind)
                .containsExactly(tuple(PATROL, HitKind.ENDED), tuple(CRIMINAL, HitKind.ENDED));
    }

    /** The law: what was once told is taken back exactly when the link falls or is read, and the same state says nothing new. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theSameStateTwiceIsTheSameAsOnce(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<Short, Told> told = new HashMap<>();
        for (int i = 0; i < 500; i++) {
            Link link = link(
                    random.nextInt(4) > 0,
                    random.nextInt(4) > 0,
                    READINGS.get(random.nextInt(3)),
                    READINGS.get(random.nextInt(3)));
            List<Step> steps = HitPlan.of(link, told);
            steps.forEach(step -> told.put(step.feed(), new Told(step.kind(), step.own())));

            assertThat(HitPlan.of(link, told)).isEmpty();
            if (!link.stands()) {
                assertThat(told.values()).noneMatch(last -> last.kind() == HitKind.HIT);
            }
            for (Step step : steps) {
                assertThat(step.own().eventId())
                        .as("never the other event")
                        .isEqualTo(step.feed() == PATROL ? PATROLS_EVENT : CRIMINALS_EVENT);
                assertThat(step.kind() == HitKind.HIT && link.reading().get(step.feed()) == Reading.READS)
                        .isFalse();
            }
        }
    }

    private static Map<Short, Told> told() {
        return Map.of(
                PATROL, new Told(HitKind.HIT, new RevisionId(PATROLS_EVENT, 1)),
                CRIMINAL, new Told(HitKind.HIT, new RevisionId(CRIMINALS_EVENT, 1)));
    }

    private static Link link(boolean stands, boolean settled, Reading patrol, Reading criminal) {
        return new Link(
                stands,
                settled,
                Map.of(
                        PATROL, new RevisionId(PATROLS_EVENT, 1),
                        CRIMINAL, new RevisionId(CRIMINALS_EVENT, 1)),
                Map.of(PATROL, patrol, CRIMINAL, criminal));
    }
}
