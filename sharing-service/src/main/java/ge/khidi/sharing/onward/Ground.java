package ge.khidi.sharing.onward;

import ge.khidi.sharing.hold.Scope;
import ge.khidi.sharing.policy.Decision;
import ge.khidi.sharing.policy.DisclosureFacts;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an authorisation to pass an item on rests on: what the originator had before it, {@code facts} and {@code profile}, and how things are now.
 *
 * <p>It covers a later revision as long as that shows nothing new, and narrower rules. To a registered partner the floor is asked each time.
 */
record Ground(Before before, Now now) {

    /** What was authorised. */
    record Before(DisclosureFacts facts, Optional<String> profile) {}

    /** What the holder has now, {@code third} where whoever is to have it is a registered partner. */
    record Now(DisclosureFacts facts, Optional<Decision> holder, Optional<Third> third) {}

    /** What is decided of a registered partner; without a decision, and while it is suspended, nothing goes there. */
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
                && now.holder()
                        .flatMap(Decision::profile)
                        .filter(this::showsNoMore)
                        .isPresent()
                && now.third().flatMap(Third::refusedBy).isEmpty();
    }

    /** A profile that is joined to others shows what all of them allow, so each name more shows less; everybody's is no more than full. */
    private boolean showsNoMore(String profile) {
        return before.profile()
                .filter(had -> names(profile).containsAll(names(had)))
                .isPresent();
    }

    private static Set<String> names(String profile) {
        return Arrays.stream(profile.split("\\+", -1))
                .filter(name -> !name.equals(Decision.FULL))
                .collect(Collectors.toUnmodifiableSet());
    }
}
