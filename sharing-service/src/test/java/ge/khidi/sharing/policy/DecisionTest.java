package ge.khidi.sharing.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ge.khidi.sharing.policy.Decision.Full;
import ge.khidi.sharing.policy.Decision.Grounds;
import ge.khidi.sharing.policy.Decision.Held;
import ge.khidi.sharing.policy.Decision.HitOnly;
import ge.khidi.sharing.policy.Decision.Hold;
import ge.khidi.sharing.policy.Decision.Nothing;
import ge.khidi.sharing.policy.Decision.Redacted;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class DecisionTest {

    private static final Grounds WHY = new Grounds(
            Optional.of("h2-consent"), List.of("one", "two"), List.of("საფუძველი \"x\""), List.of("an error"));
    private static final Grounds NO_REASON = new Grounds(Optional.empty(), List.of(), List.of(), List.of());

    static List<Decision> decisions() {
        return List.of(
                new Full(WHY),
                new Redacted("csirt+statistics", NO_REASON),
                new Held(
                        List.of(new Hold(ReleaseMode.ORIGINATOR, "consent"), new Hold(ReleaseMode.GATEWAY, "gateway")),
                        "csirt",
                        WHY),
                new HitOnly(NO_REASON),
                new Nothing(WHY));
    }

    @ParameterizedTest
    @MethodSource("decisions")
    void whatIsPrintedIsReadBack(Decision decision) {
        assertThat(Decision.parse(decision.print())).isEqualTo(decision);
    }

    @Test
    void whatIsNotADecisionIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Decision.parse("{}"));
        assertThatIllegalArgumentException().isThrownBy(() -> Decision.parse("full"));
        assertThatIllegalArgumentException().isThrownBy(() -> Decision.parse("{\"outcome\":\"held\",\"holds\":[]}"));
    }
}
