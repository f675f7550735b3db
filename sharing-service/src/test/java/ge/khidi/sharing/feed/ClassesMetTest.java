package ge.khidi.sharing.feed;

import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.sharing.Events;
import ge.khidi.sharing.policy.DisclosureFacts;
import ge.khidi.sharing.policy.Partners;
import org.junit.jupiter.api.Test;

class ClassesMetTest {

    private static final DisclosureFacts MOVEMENT =
            DisclosureFacts.of(Events.movement().event(), Partners.demonstration());
    private static final DisclosureFacts TRAFFICKING =
            DisclosureFacts.of(Events.trafficking().event(), Partners.demonstration());

    private final ClassesMet classes = new ClassesMet();

    @Test
    void equalFactsAreOneClassOfTheirThousand() {
        meet(MOVEMENT, 999);
        assertThat(classes.inLastThousand()).isNaN();

        meet(TRAFFICKING, 1);
        assertThat(classes.inLastThousand()).isEqualTo(2);
    }

    @Test
    void aThousandForgetsTheOneBefore() {
        meet(MOVEMENT, 500);
        meet(TRAFFICKING, 1_500);

        assertThat(classes.inLastThousand()).isEqualTo(1);
    }

    private void meet(DisclosureFacts facts, int times) {
        for (int i = 0; i < times; i++) {
            classes.meet(facts);
        }
    }
}
