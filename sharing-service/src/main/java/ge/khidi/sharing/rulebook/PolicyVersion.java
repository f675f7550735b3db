package ge.khidi.sharing.rulebook;

import java.time.Instant;
import java.util.Optional;

/**
 * A policy set or a registry without its texts: who wrote it, why, and where it stands. {@code digest} is the SHA-256 over its texts;
 * {@code base} the version it was made from, in whose place alone it may be put in force; {@code approvedOver} the one that was active when it
 * was approved.
 */
public record PolicyVersion(
        VersionKind kind,
        int version,
        PolicyState state,
        Officer author,
        String note,
        String digest,
        Instant draftedAt,
        Optional<Instant> activatedAt,
        Optional<Integer> base,
        Optional<Integer> approvedOver) {

    /** The name under which it stands in the audit log. */
    public String name() {
        return kind.name(version);
    }
}
