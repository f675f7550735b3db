package ge.khidi.sharing.rulebook;

import java.time.Instant;
import java.util.Optional;

/** A policy set without its texts: who wrote it, why, and where it stands. {@code digest} is the SHA-256 over its texts. */
public record PolicyVersion(
        int version,
        PolicyState state,
        Officer author,
        String note,
        String digest,
        Instant draftedAt,
        Optional<Instant> activatedAt) {

    /** The name under which it stands in the audit log. */
    public String name() {
        return "policy-set/" + version;
    }
}
