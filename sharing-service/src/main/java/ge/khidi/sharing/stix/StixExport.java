package ge.khidi.sharing.stix;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Says a row of a feed in STIX 2.1. It knows nothing but the row, so it can say nothing that the row does not show; the same row, profile
 * and key always give the same bytes. It computes for hundreds of microseconds: never on an event loop.
 */
public final class StixExport {

    /** {@link #objects(Shown, StixProfile, StixIds, Optional, Set) The objects} of a row of an event of which nothing was revoked. */
    public List<StixObject> objects(Shown shown, StixProfile profile, StixIds ids, Optional<Instant> bodyChangedAt) {
        return objects(shown, profile, ids, bodyChangedAt, Set.of());
    }

    /**
     * The objects of one row, each after those it refers to; none where the row shows no content. Every reference is to another of them.
     *
     * <p>{@code created} is {@link Shown#firstAdded}; {@code modified} is the event's accepted-at as it is shown to this partner, but never
     * before {@code created}. Where the partner has had one of these ids with another body and the same or a later {@code modified}, ask
     * again with {@code bodyChangedAt}, which then is {@code modified}: that way no (id, modified) ever has two bodies, and versions grow.
     * Objects that an earlier row of the event had and this one has not any more are to be {@link #revoked}.
     *
     * @param revoked ids of the event's objects that were revoked for this client. That is for good (STIX 2.1 section 3.2): what was taken back
     *     and is shown again has another id
     */
    public List<StixObject> objects(
            Shown shown, StixProfile profile, StixIds ids, Optional<Instant> bodyChangedAt, Set<String> revoked) {
        JsonNode event = shown.event();
        return event == null || !shown.kind().brings()
                ? List.of()
                : new RowInStix(shown, event, new Draft(shown, event, profile, ids, bodyChangedAt, revoked)).objects();
    }

    /**
     * The last version of an object that is not shared: revoked, and without content. It keeps id, type and {@code created}; what the
     * standard requires besides is said in fixed words, and it refers to nothing but the platform's identity and what is
     * {@link #neededToRevoke}.
     */
    public StixObject revoked(StixObject previous, Instant at) {
        return Revocation.of(previous, at);
    }

    /** Standing objects that have to be listed before a revoked one of that type, since it refers to them. */
    public static List<StixObject> neededToRevoke(String type) {
        return Revocation.neededFor(type);
    }
}
