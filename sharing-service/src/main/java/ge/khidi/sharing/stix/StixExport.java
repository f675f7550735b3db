package ge.khidi.sharing.stix;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Says a row of a feed in STIX 2.1. */
public final class StixExport {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * The objects of one row, each after those it refers to; none where the row shows no content. Every reference is to another of them.
     *
     * <p>{@code created} is {@link Shown#firstAdded}; {@code modified} is the event's accepted-at as it is shown to this partner, but never
     * before {@code created}. Where the partner has had one of these ids with another body and the same or a later {@code modified}, ask
     * again with {@code bodyChangedAt}, which then is {@code modified}: that way no (id, modified) ever has two bodies, and versions grow.
     * Objects that an earlier row of the event had and this one has not any more are to be {@link #revoked}.
     */
    public List<StixObject> objects(Shown shown, StixProfile profile, StixIds ids, Optional<Instant> bodyChangedAt) {
        if (!shown.kind().brings() || shown.event() == null) {
            return List.of();
        }
        return List.of(incident(shown, profile, ids, bodyChangedAt));
    }

    private StixObject incident(Shown shown, StixProfile profile, StixIds ids, Optional<Instant> bodyChangedAt) {
        Instant modified = bodyChangedAt.orElse(shown.firstAdded());
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        String id = ids.own("incident", profile, shown.revision().eventId(), "");
        body.put("created", shown.firstAdded().toString());
        body.put("id", id);
        body.put("modified", modified.toString());
        body.put("name", shown.revision().eventId().toString());
        body.put("spec_version", "2.1");
        body.put("type", "incident");
        return new StixObject(id, "incident", Optional.of(modified), false, body.toString());
    }

    /**
     * The last version of an object that is not shared: revoked, and without content. It keeps id, type and {@code created}; what the
     * standard requires besides is said in fixed words.
     */
    public StixObject revoked(StixObject previous, Instant at) {
        try {
            ObjectNode body = (ObjectNode) JSON.readTree(previous.body());
            body.put("modified", at.toString());
            body.put("revoked", true);
            return new StixObject(previous.id(), previous.type(), Optional.of(at), false, body.toString());
        } catch (JsonProcessingException ownBody) {
            throw new IllegalStateException(ownBody);
        }
    }
}
