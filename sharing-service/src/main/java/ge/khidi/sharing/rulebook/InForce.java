package ge.khidi.sharing.rulebook;

import ge.khidi.sharing.policy.Gate;
import ge.khidi.sharing.policy.Partners;
import ge.khidi.sharing.policy.PolicySet;
import ge.khidi.sharing.policy.PolicyText;
import java.util.List;

/** A policy set that holds under a registry, ready to decide; {@code texts} are those of the policies. */
public record InForce(Edition edition, PolicySet policies, Partners partners, List<PolicyText> texts, Gate gate) {

    public InForce {
        texts = List.copyOf(texts);
    }

    /** The version of the policy set. */
    public int version() {
        return edition.policies();
    }
}
