package ge.khidi.sharing.rulebook;

/** The rules of an epoch: the policy set and the registry that decide together, by their versions. */
public record Edition(int policies, int registry) {

    /** The same with another version of one kind. */
    public Edition with(VersionKind kind, int version) {
        return switch (kind) {
            case POLICIES -> new Edition(version, registry);
            case REGISTRY -> new Edition(policies, version);
        };
    }

    public int of(VersionKind kind) {
        return switch (kind) {
            case POLICIES -> policies;
            case REGISTRY -> registry;
        };
    }
}
