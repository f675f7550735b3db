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

/** Epoch 1 was in force before the window, 2 is the window's own, and what comes behind it overtook it. */
final class WindowTest {

    private static final Instant FROM = Instant.parse("2026-11-01T00:00:00Z");
    private static final Grounds WHY = new Grounds(Optional.empty(), List.of(), List.of(), List.of());
    private static final Decision NOTHING = new Decision.Nothing(WHY);
    private static final Decision FULL = new Decision.Full(WHY);
    private static final Decision LESS = new Decision.Redacted("impersonal", WHY);
    private static final short BORDER_POLICE = 1;
    private static final short FRONTEX = 2;

    private final Window window = new Window(2, FROM, Set.of(1L));

    @Test
    void itBringsWhatItWasGivenForWhereLaterRulesDecideTheSame() {
        assertThat(brings(FULL, to(NOTHING), to(FULL))).isTrue();
        assertThat(brings(FULL, to(NOTHING), to(FULL), to(FULL))).isTrue();
        assertThat(brings(FULL, both(FULL, NOTHING), both(FULL, FULL)))
                .as("it is about a class, for whomever it is decided otherwise")
                .isTrue();
    }

    @Test
    void itBringsNothingOfWhatItsChangeDecidesAsBefore() {
        assertThat(brings(FULL, to(FULL), to(FULL))).isFalse();
        assertThat(brings(FULL, to(FULL), to(FULL), to(FULL))).isFalse();
    }

    @Test
    void itBringsNothingThatLaterRulesDecideOtherwiseOrOnceDid() {
        assertThat(brings(LESS, to(NOTHING), to(FULL))).isFalse();
        assertThat(brings(FULL, to(NOTHING), to(FULL), to(NOTHING))).isFalse();
        assertThat(brings(FULL, to(NOTHING), to(FULL), Map.of()))
                .as("not known")
                .isFalse();
    }

    @Test
    void itBringsNothingThatCameBeforeItsDay() {
        assertThat(window.brings(
                        FROM.minusNanos(1), Map.of(1L, to(NOTHING), 2L, to(FULL)), BORDER_POLICE, FULL::equals))
                .isFalse();
    }

    /** What is decided now, and before it what was in epoch 1, 2 and, where there is one, 3. */
    @SafeVarargs
    private boolean brings(Decision now, Map<Short, Decision>... then) {
        Map<Long, Map<Short, Decision>> decided = new HashMap<>();
        for (Map<Short, Decision> one : then) {
            decided.put(decided.size() + 1L, one);
        }
        return window.brings(FROM, decided, BORDER_POLICE, now::equals);
    }

    private static Map<Short, Decision> to(Decision borderPolice) {
        return both(borderPolice, NOTHING);
    }

    private static Map<Short, Decision> both(Decision borderPolice, Decision frontex) {
        return Map.of(BORDER_POLICE, borderPolice, FRONTEX, frontex);
    }
}
