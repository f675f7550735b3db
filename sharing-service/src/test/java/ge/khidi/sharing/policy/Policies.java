package ge.khidi.sharing.policy;

import java.util.List;

/** Small policy sets for tests. */
final class Policies {

    static PolicySet load(String text) {
        return load(text, Registry.DEMONSTRATION);
    }

    static PolicySet load(String text, Partners partners) {
        return PolicySet.load(List.of(new PolicyText("test.cedar", text)), partners, Registry.PROFILES)
                .orThrow();
    }

    static List<SourceFault> faults(String text) {
        Loaded<PolicySet> loaded =
                PolicySet.load(List.of(new PolicyText("test.cedar", text)), Registry.DEMONSTRATION, Registry.PROFILES);
        return loaded instanceof Loaded.Faulty<PolicySet> faulty ? faulty.faults() : List.of();
    }

    private Policies() {}
}
