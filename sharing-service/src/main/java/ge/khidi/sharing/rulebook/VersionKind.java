package ge.khidi.sharing.rulebook;

/** What the rules are made of: each kind has versions, numbers and a table of its own, and exactly one version in force. */
public enum VersionKind {
    /** The Cedar policies. */
    POLICIES("policy_version", "policy-set", "policy"),
    /** Who there is: agencies and partners, with clearance, purposes and agreements. */
    REGISTRY("registry_version", "registry", "registry");

    private final String table;
    private final String label;
    private final String subject;

    VersionKind(String table, String label, String subject) {
        this.table = table;
        this.label = label;
        this.subject = subject;
    }

    String table() {
        return table;
    }

    /** The name under which a version stands in the audit log. */
    public String name(int version) {
        return label + "/" + version;
    }

    /** The name of something that is done to a version, for the audit log. */
    public String action(String done) {
        return subject + "." + done;
    }
}
