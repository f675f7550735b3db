package ge.khidi.sharing.feed;

import ge.khidi.sharing.policy.Decision;
import ge.khidi.sharing.policy.Decision.Held;
import ge.khidi.sharing.policy.Decision.Hold;
import ge.khidi.sharing.policy.ReleaseMode;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a partner may claim of a product that arrived before the rules changed, worked out change by change; pure.
 *
 * <pre>
 *              permitted at arrival                  permitted no more
 *   (arrived) ──────────────────────► STANDS ──────────────────────────► NONE
 *                                       ▲                                 │
 *                                       └──────── BEGINS ◄────────────────┘
 *                                  the next change     permitted, and covered by the change's window or its day
 * </pre>
 *
 * <p>Whoever is being offered the product when the rules change keeps its claim as long as they permit it, as with any event. What waits
 * unseen keeps it while it is permitted as much as before: what could leave at once may leave or wait afterwards, under whatever profile;
 * what waited for officers waits for the same words, or has no claim any more.
 */
enum Claim {
    /** It was permitted when the product arrived, or by a window since, and ever since then. */
    STANDS,
    /** The last change brings it along. */
    BEGINS,
    /** It was received before the change that permits it, no window covers it and no new day had given it: it is kept back. */
    NONE;

    /**
     * One change of the rules. {@code now} is what is decided after it, empty if that is not known; {@code offered} whether the product was
     * being offered at that moment; {@code covered} whether the change may bring along what is as old as that, by its window or since the calendar had given it.
     */
    record Turn(Optional<Decision> now, boolean offered, boolean covered) {}

    /**
     * @param atArrival what was decided when the product arrived, empty if that is not known
     * @param released whether what a decision holds was released
     */
    static Claim of(Optional<Decision> atArrival, List<Turn> turns, Predicate<Held> released) {
        Claim claim = permits(atArrival) ? STANDS : NONE;
        Optional<Decision> before = atArrival;
        for (Turn turn : turns) {
            claim = claim.after(before, turn, released);
            before = turn.now();
        }
        return claim;
    }

    private Claim after(Optional<Decision> before, Turn turn, Predicate<Held> released) {
        if (!permits(turn.now())) {
            return NONE;
        }
        if (turn.offered() || (this != NONE && asMuch(before, turn.now().orElseThrow(), released))) {
            return STANDS;
        }
        return turn.covered() ? BEGINS : NONE;
    }

    private static boolean permits(Optional<Decision> decision) {
        return decision.flatMap(Decision::profile).isPresent();
    }

    private static boolean asMuch(Optional<Decision> before, Decision now, Predicate<Held> released) {
        return before.filter(then -> !(then instanceof Held held) || released.test(held) || sameWords(held, now))
                .isPresent();
    }

    /** Whether what a feed may have is the same under both, whatever says so. */
    static boolean same(Decision before, Decision now) {
        return before.profile().equals(now.profile())
                && before instanceof Held == now instanceof Held
                && (!(before instanceof Held held) || sameWords(held, now));
    }

    private static boolean sameWords(Held then, Decision now) {
        return now instanceof Held held
                && held.profileName().equals(then.profileName())
                && held.holds().stream().allMatch(asked -> then.holds().stream().anyMatch(one -> sameWord(one, asked)));
    }

    /** Which gateway is asked stands in the reason alone; another one has to be asked anew. */
    private static boolean sameWord(Hold then, Hold now) {
        return then.mode() == now.mode()
                && then.by().equals(now.by())
                && (now.mode() != ReleaseMode.GATEWAY || then.reason().equals(now.reason()));
    }
}
