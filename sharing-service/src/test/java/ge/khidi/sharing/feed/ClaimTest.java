package ge.khidi.sharing.feed;

import static ge.khidi.sharing.feed.Claim.BEGINS;
import static ge.khidi.sharing.feed.Claim.NONE;
import static ge.khidi.sharing.feed.Claim.STANDS;
import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.sharing.feed.Claim.Turn;
import ge.khidi.sharing.policy.Decision;
import ge.khidi.sharing.policy.Decision.Grounds;
import ge.khidi.sharing.policy.Decision.Hold;
import ge.khidi.sharing.policy.ReleaseMode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ClaimTest {

    private static final Grounds WHY = new Grounds(Optional.empty(), List.of(), List.of(), List.of());
    private static final Decision NOTHING = new Decision.Nothing(WHY);
    private static final Decision FULL = new Decision.Full(WHY);
    private static final Decision LESS = new Decision.Redacted("impersonal", WHY);
    private static final Decision HELD = held("full", ReleaseMode.GATEWAY);

    @Test
    void whatIsPermittedFromItsArrivalOnStands() {
        assertThat(claim(FULL)).isEqualTo(STANDS);
        assertThat(claim(FULL, to(FULL), to(FULL))).isEqualTo(STANDS);
        assertThat(claim(FULL, to(LESS), to(FULL))).as("under whatever profile").isEqualTo(STANDS);
        assertThat(claim(FULL, to(HELD))).as("officers are asked").isEqualTo(STANDS);
        assertThat(claim(HELD, to(HELD))).isEqualTo(STANDS);
    }

    @Test
    void whatAChangePermitsIsKeptBackUntilOneWithAWindowCoversIt() {
        assertThat(claim(NOTHING, to(FULL))).isEqualTo(NONE);
        assertThat(claim(NOTHING, to(FULL), to(FULL))).isEqualTo(NONE);
        assertThat(claim(NOTHING, to(FULL), byWindow(FULL))).isEqualTo(BEGINS);
        assertThat(claim(NOTHING, byWindow(FULL), to(FULL))).isEqualTo(STANDS);
        assertThat(claim(NOTHING, byWindow(NOTHING), to(FULL)))
                .as("the window of a change that permits nothing")
                .isEqualTo(NONE);
    }

    @Test
    void whatWasTakenBackOnceIsKeptBackWhateverItWasBefore() {
        assertThat(claim(FULL, to(NOTHING), to(FULL))).isEqualTo(NONE);
        assertThat(claim(FULL, to(NOTHING), byWindow(FULL))).isEqualTo(BEGINS);
    }

    @Test
    void whoIsOfferedItWhenTheRulesChangeKeepsIt() {
        assertThat(claim(NOTHING, new Turn(Optional.of(FULL), true, false))).isEqualTo(STANDS);
        assertThat(claim(HELD, new Turn(Optional.of(FULL), true, false))).isEqualTo(STANDS);
        assertThat(claim(FULL, new Turn(Optional.of(NOTHING), true, false))).isEqualTo(NONE);
    }

    @Test
    void whatWaitedForOfficersHasNoClaimUnderOtherRulesUnlessItWasReleased() {
        assertThat(claim(HELD, to(FULL))).isEqualTo(NONE);
        assertThat(claim(HELD, to(held("impersonal", ReleaseMode.GATEWAY)))).isEqualTo(NONE);
        assertThat(claim(HELD, to(held("full", ReleaseMode.ORIGINATOR)))).isEqualTo(NONE);
        assertThat(Claim.of(Optional.of(HELD), List.of(to(FULL)), held -> true)).isEqualTo(STANDS);
    }

    @Test
    void whatIsNotKnownWasNotPermitted() {
        assertThat(Claim.of(Optional.empty(), List.of(to(FULL)), held -> false)).isEqualTo(NONE);
        assertThat(Claim.of(
                        Optional.of(FULL), List.of(new Turn(Optional.empty(), false, false), to(FULL)), held -> false))
                .isEqualTo(NONE);
    }

    private static Claim claim(Decision atArrival, Turn... turns) {
        return Claim.of(Optional.of(atArrival), List.of(turns), held -> false);
    }

    private static Turn to(Decision now) {
        return new Turn(Optional.of(now), false, false);
    }

    private static Turn byWindow(Decision now) {
        return new Turn(Optional.of(now), false, true);
    }

    private static Decision held(String profile, ReleaseMode by) {
        return new Decision.Held(List.of(new Hold(by, "awaited")), profile, WHY);
    }
}
