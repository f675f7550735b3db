package ge.khidi.sharing.onward;

import ge.khidi.sharing.hold.Scope;
import ge.khidi.sharing.policy.Decision;
import ge.khidi.sharing.policy.DisclosureFacts;
import ge.khidi.sharing.policy.FloorRule;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an authorisation to pass an item on rests on: what the originator had before it, {@code facts} and {@code profile}, and how things are now.
 *
 * <p>It covers a later revision as long as that shows nothing new, and narrower rules. To a registered partner the floor is asked each time, and
 * whether a disclosure to it was declared unlawful: what it would not be offered itself it does not get from another.
 */
record Ground(Before before, Now now) {

    /** What was authorised. */
    record Before(DisclosureFacts facts, Optional<String> profile) {}

    /**
     * What the holder has now, and whether that may show personal data or free text, in which persons may stand; {@code third} where whoever is
     * to have it is a registered partner.
     */
    record Now(DisclosureFacts facts, Optional<Decision> holder, boolean showsPersons, Optional<Third> third) {

        /** The rule that refuses; what policies say is the originator's to overrule. */
        Optional<String> refusedBy() {
            return third.flatMap(registered -> registered.refuses(showsPersons));
        }
    }

    /**
     * How things are with a registered partner; without a decision, and while it is suspended, nothing goes there.
     *
     * @param unlawful whether it was declared that it should never have had the event: then nothing of it goes there any more
     * @param noPersons the rule by which it may have no personal data at all today, if there is one
     */
    record Third(Optional<Decision> decision, boolean unlawful, Optional<FloorRule> noPersons) {

        private Optional<String> refuses(boolean showsPersons) {
            if (unlawful) {
                return Optional.of("unlawful");
            }
            if (decision.isEmpty()) {
                return Optional.of("undecided");
            }
            return decision.filter(now -> now.profile().isEmpty())
                    .flatMap(now -> now.grounds().floorRule())
                    .or(() -> noPersons.filter(rule -> showsPersons).map(FloorRule::id));
        }
    }

    /** Whether the item may be passed on under it, if the holder has the item. */
    boolean stands() {
        return Scope.nothingNew(before.facts(), now.facts())
                && now.holder()
                        .flatMap(Decision::profile)
                        .filter(this::showsNoMore)
                        .isPresent()
                && now.refusedBy().isEmpty();
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
