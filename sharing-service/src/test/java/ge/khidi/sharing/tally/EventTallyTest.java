package ge.khidi.sharing.tally;

import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.RandomEvents;
import ge.khidi.contract.codec.EventCodec;
import ge.khidi.contract.entity.AgeGroup;
import ge.khidi.contract.entity.Person;
import ge.khidi.contract.entity.PersonCategory;
import ge.khidi.contract.entity.Sex;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.Status;
import ge.khidi.sharing.Events;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventTallyTest {

    @Test
    void aPersonIsAKindOfPersonAndWhatIsNotRecordedIsUnknown() {
        EventTally tally = EventTally.of(
                Events.movement().with(PersonCategory.VICTIM, "Beridze").event());

        assertThat(tally.persons())
                .containsExactly(new EventTally.Kind(PersonCategory.VICTIM, Sex.UNKNOWN, AgeGroup.ADULT));
        assertThat(tally.persons().toString()).doesNotContain("Beridze");
    }

    @Test
    void nothingIsExpectedOfAnErasedEventAndNobodyIsInIt() {
        EventTally tally = EventTally.of(Events.movement()
                .with(PersonCategory.VICTIM, "Beridze")
                .next(Status.ERASED)
                .event());

        assertThat(tally.persons()).isEmpty();
        assertThat(tally.quality()).isEqualTo(new Quality(0, 0, 0, 0, 0));
    }

    @Test
    void filledIsWhatTheTypeExpectsAndTheOriginatorGave() {
        // A movement has five fields that may be left out, two of which are given, an evaluation and a minute of
        // occurrence.
        assertThat(EventTally.of(Events.movement().event()).quality()).isEqualTo(new Quality(7, 4, 0, 0, 0));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void aTallyOfAnyEventHoldsAndNamesNobody(long seed) {
        RandomEvents random = new RandomEvents(seed);

        for (int i = 0; i < 300; i++) {
            Event event = random.event();
            EventTally tally = EventTally.of(event);

            assertThat(tally.quality().filled()).isBetween(0, tally.quality().expected());
            assertThat(tally.persons()).hasSize((int)
                    event.entities().stream().filter(Person.class::isInstance).count());
            assertThat(tally.toString() + tally.persons() + tally.quality())
                    .matches("[A-Za-z0-9_\\[\\], =/-]*")
                    .hasSizeLessThan(new String(EventCodec.print(event), StandardCharsets.UTF_8).length());
        }
    }
}
