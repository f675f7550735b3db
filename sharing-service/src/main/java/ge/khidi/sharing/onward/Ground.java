package ge.khidi.sharing.onward;

import ge.khidi.sharing.hold.Scope;
import ge.khidi.sharing.policy.Decision;
import ge.khidi.sharing.policy.DisclosureFacts;
import java.util.Optional;

/**
 * What an authorisation to pass an item on rests on: what the originator had before it, {@code facts} and {@code profile}, and how things are now.
 *
 * <p>It covers a later revision as a release does, as long as that shows nothing new. To a registered partner the floor is asked each time.
 */
record Ground(Before before, Now now) {

    /** What was authorised. */
    record Before(DisclosureFacts facts, Optional<String> profile) {}

    /** What the holder has now, {@code third} where whoever is to have it is a registered partner. */
    record Now(DisclosureFacts facts, Optional<Decision> holder, Optional<Third> third) {}

    /** What is decided of a registered partner; without a decision nothing goes there. */
    record Third(Optional<Decision> decision) {

        /** The rule of the floor that refuses; what policies say is the originator's to overrule. */
        Optional<String> refusedBy() {
            return decision.isEmpty()
                    ? Optional.of("undecided")
                    : decision.filter(now -> now.profile().isEmpty())
                            .flatMap(now -> now.grounds().floorRule());
        }
    }

    /** Whether the item may be passed on under it, if the holder has the item. */
    boolean stands() {
        return Scope.nothingNew(before.facts(), now.facts())
                && before.profile().isPresent()
                && before.profile().equals(now.holder().flatMap(Decision::profile))
                && now.third().flatMap(Third::refusedBy).isEmpty();
    }
}
