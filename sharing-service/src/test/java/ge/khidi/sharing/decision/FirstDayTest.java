package ge.khidi.sharing.decision;

import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.sharing.policy.Decision;
import ge.khidi.sharing.policy.Decision.Grounds;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Border Police got a right at midnight by the rules of epoch 1; 2 and 3 came in force since. */
final class FirstDayTest {

    private static final Instant MIDNIGHT = Instant.parse("2026-11-01T00:00:00Z");
    private static final Grounds WHY = new Grounds(Optional.empty(), List.of(), List.of(), List.of());
    private static final Decision NOTHING = new Decision.Nothing(WHY);
    private static final Decision FULL = new Decision.Full(WHY);
    private static final Decision LESS = new Decision.Redacted("impersonal", WHY);
    private static final short BORDER_POLICE = 1;
    private static final short FRONTEX = 2;
    private static final long CLASS = 7;
    private static final Map<Long, Map<Short, Instant>> SINCE = Map.of(CLASS, Map.of(BORDER_POLICE, MIDNIGHT));

    @Test
    void itBringsWhatCameSinceItBeganThoughItsOwnEpochHadDecidedForAnotherDay() {
        FirstDay day = new FirstDay(Set.of(), SINCE);

        assertThat(day.brings(CLASS, MIDNIGHT, Map.of(1L, to(NOTHING)), BORDER_POLICE, FULL::equals))
                .isTrue();
        assertThat(day.brings(CLASS, MIDNIGHT.minusNanos(1), Map.of(1L, to(NOTHING)), BORDER_POLICE, FULL::equals))
                .isFalse();
    }

    @Test
    void itBringsNothingToOthersAndNothingElse() {
        FirstDay day = new FirstDay(Set.of(), SINCE);

        assertThat(day.brings(CLASS, MIDNIGHT, Map.of(), FRONTEX, FULL::equals)).isFalse();
        assertThat(day.brings(CLASS + 1, MIDNIGHT, Map.of(), BORDER_POLICE, FULL::equals))
                .isFalse();
    }

    @Test
    void itBringsOnlyWhatEveryChangeSinceDecidedAsNow() {
        assertThat(brings(FULL, to(FULL), to(FULL))).isTrue();
        assertThat(brings(FULL, to(NOTHING), to(FULL))).isFalse();
        assertThat(brings(FULL, to(FULL), to(NOTHING))).isFalse();
        assertThat(brings(LESS, to(FULL), to(FULL))).isFalse();
        assertThat(brings(FULL, to(FULL), Map.of())).as("not known").isFalse();
    }

    /** What is decided now, and what was in epochs 2 and 3. */
    private static boolean brings(Decision now, Map<Short, Decision> second, Map<Short, Decision> third) {
        Map<Long, Map<Short, Decision>> decided = new HashMap<>();
        decided.put(1L, to(NOTHING));
        decided.put(2L, second);
        decided.put(3L, third);
        return new FirstDay(Set.of(2L, 3L), SINCE).brings(CLASS, MIDNIGHT, decided, BORDER_POLICE, now::equals);
    }

    private static Map<Short, Decision> to(Decision borderPolice) {
        return Map.of(BORDER_POLICE, borderPolice);
    }
}
