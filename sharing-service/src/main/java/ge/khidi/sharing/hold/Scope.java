package ge.khidi.sharing.hold;

import ge.khidi.contract.AgencyId;
import ge.khidi.sharing.policy.Decision;
import ge.khidi.sharing.policy.Decision.Held;
import ge.khidi.sharing.policy.Decision.Hold;
import ge.khidi.sharing.policy.DisclosureFacts;
import ge.khidi.sharing.policy.ReleaseMode;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an officer had before them when they released an item: its facts, the profile, and the holds that were lifted.
 *
 * <p>A later revision leaves under the same release, so that a correction reaches whoever has the item, as long as it shows nothing new:
 * no further category of person, no first minor, special category or need of protection, no further handling code or higher
 * classification, the same profile, and nobody's word that was not asked. Otherwise the officers are asked again.
 */
public record Scope(DisclosureFacts facts, String profile, Set<Scope.Asked> words) {

    public Scope {
        words = Set.copyOf(words);
    }

    /** Somebody's word: that of the originator or the gateway, or of the originator of one source. */
    public record Asked(ReleaseMode mode, Optional<AgencyId> by) {}

    public static Set<Asked> words(Collection<Hold> holds) {
        return holds.stream().map(hold -> new Asked(hold.mode(), hold.by())).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether a revision with these facts and this decision leaves under the release. */
    public boolean covers(DisclosureFacts later, Decision decision) {
        if (!(decision instanceof Held held)) {
            return false;
        }
        return held.profile().equals(Optional.of(profile))
                && words.containsAll(words(held.holds()))
                && nothingNew(facts, later);
    }

    /** Whether who had the facts of an item before them need not be asked again about its later facts. */
    public static boolean nothingNew(DisclosureFacts facts, DisclosureFacts later) {
        return facts.categories().containsAll(later.categories())
                && facts.codes().containsAll(later.codes())
                && later.classification().compareTo(facts.classification()) <= 0
                && noFirst(facts.personalData(), later.personalData())
                && noFirst(facts.minors(), later.minors())
                && noFirst(facts.specialCategories(), later.specialCategories())
                && noFirst(facts.internationalProtection(), later.internationalProtection());
    }

    private static boolean noFirst(boolean before, boolean now) {
        return before || !now;
    }
}
