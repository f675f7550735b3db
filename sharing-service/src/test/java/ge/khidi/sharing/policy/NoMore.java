package ge.khidi.sharing.policy;

import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.sharing.policy.Decision.Full;
import ge.khidi.sharing.policy.Decision.Held;
import ge.khidi.sharing.policy.Decision.HitOnly;
import ge.khidi.sharing.policy.Decision.Nothing;
import ge.khidi.sharing.policy.Decision.Redacted;
import java.util.List;
import java.util.Optional;

/**
 * Whether one decision shows no more than another: a smaller outcome, a narrower profile, every hold kept. That an officer reads the free text
 * stands for its being left out.
 */
final class NoMore {

    static void than(Decision before, Decision after) {
        if (before instanceof Full full && full.grounds().policies().contains(Gate.OWN)) {
            return; // its own event: nothing the event says of others concerns the originator
        }
        assertThat(rank(after)).isLessThanOrEqualTo(rank(before));
        Optional<String> profile = after.profile();
        if (profile.isPresent()) {
            String than = before.profile().orElseThrow();
            boolean read = after instanceof Held && !(before instanceof Held);
            narrower(read ? profile.get() + "+" + Decision.WITHOUT_FREE_TEXT : profile.get(), than);
        }
        if (before instanceof Held held && after instanceof Held still) {
            assertThat(asked(still)).containsAll(asked(held));
        }
    }

    /** Whose word is needed; a stricter event may ask the same officer for more of it. */
    private static List<List<Object>> asked(Held held) {
        return held.holds().stream()
                .map(hold -> List.<Object>of(hold.mode(), hold.by()))
                .toList();
    }

    static void narrower(String profile, String than) {
        if (!than.equals(Decision.FULL)) {
            assertThat(profile.split("\\+")).contains(than.split("\\+"));
        }
    }

    private static int rank(Decision decision) {
        if (decision instanceof Nothing) {
            return 0;
        } else if (decision instanceof HitOnly) {
            return 1;
        } else if (decision instanceof Held) {
            return 2;
        }
        return decision instanceof Redacted ? 3 : 4;
    }

    private NoMore() {}
}
