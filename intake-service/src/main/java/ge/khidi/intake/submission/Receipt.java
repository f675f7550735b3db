package ge.khidi.intake.submission;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.RevisionId;
import java.time.Instant;
import java.util.List;

/**
 * What the platform gives for a revision it has accepted. {@code json} is the receipt itself: it is written once, and a repeat is
 * answered with the same characters.
 */
public record Receipt(RevisionId id, String sha256, String json) {

    private static final JsonMapper JSON = new JsonMapper();

    /** Writes the receipt of a revision that is about to be kept. */
    public static Receipt write(RevisionId id, String sha256, Instant acceptedAt, List<Warning> warnings) {
        ObjectNode json = JSON.createObjectNode()
                .put("eventId", id.eventId().toString())
                .put("revision", id.revision())
                .put("sha256", sha256)
                .put("acceptedAt", acceptedAt.toString());
        ArrayNode list = json.putArray("warnings");
        for (Warning warning : warnings) {
            ObjectNode one = list.addObject()
                    .put("code", warning.code().name())
                    .put("message", warning.code().message());
            warning.pointers().forEach(one.putArray("pointers")::add);
        }
        return new Receipt(id, sha256, print(json));
    }

    public Version version() {
        return new Version(id.revision(), sha256);
    }

    private static String print(ObjectNode json) {
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A receipt can always be written", e);
        }
    }
}
