package ge.khidi.sharing.decision;

import ge.khidi.contract.event.Event;
import ge.khidi.sharing.policy.DisclosureFacts;
import ge.khidi.sharing.policy.Partners;
import java.util.Set;

/** How events are seen in an epoch: by its registry, and with the countries that are sought in them. */
public record Sight(long epoch, Partners partners, Set<String> sought) {

    public Sight {
        sought = Set.copyOf(sought);
    }

    /** The facts of a revision. */
    public DisclosureFacts of(Event event) {
        return DisclosureFacts.of(event, partners, sought);
    }
}
