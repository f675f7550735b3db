package ge.khidi.sharing.hit;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.RevisionId;
import java.util.Optional;
import java.util.UUID;

/**
 * One hit notice as its agency gets it. {@code reference} names the link between this agency and the contact, and means nothing to anybody
 * else; {@code own} is the agency's own event; {@code at} is the time it was written, in ISO 8601. {@code askedBy} is who was told, where
 * somebody asked.
 */
public record HitNotice(long seq, HitKind kind, UUID reference, RevisionId own, Optional<AgencyId> askedBy, String at) {

    /** Whom to ask about any hit: the department that sees both sides. */
    public static final AgencyId CONTACT = AgencyId.IAD;
}
