package ge.khidi.sharing.stix;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The last version of an object: {@code revoked}, with no content. Types require properties all the same; what stands in them is the same
 * for every object of the type, and refers to nothing but what {@link #neededFor} says.
 */
final class Revocation {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NOTHING = "revoked";
    private static final String EPOCH = Canonical.time(Instant.EPOCH);

    private Revocation() {}

    static StixObject of(StixObject previous, Instant at) {
        if (previous.shared()) {
            throw new IllegalArgumentException("what is not of one event alone is not revoked with it");
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("type", previous.type());
        body.put("spec_version", "2.1");
        body.put("id", previous.id());
        body.put("created_by_ref", Platform.IDENTITY);
        body.put("created", created(previous));
        body.put("modified", Canonical.time(at));
        body.put("revoked", true);
        require(body);
        return new StixObject(previous.id(), previous.type(), Optional.of(at), false, Canonical.print(body));
    }

    /** What a revoked object of that type refers to besides the platform's identity. */
    static List<StixObject> neededFor(String type) {
        return type.equals("observed-data") ? List.of(Platform.observedNothing()) : List.of();
    }

    private static void require(ObjectNode body) {
        switch (body.path("type").asText()) {
            case "incident" -> body.put("name", NOTHING);
            case "identity" -> body.put("name", NOTHING).put("identity_class", "unknown");
            case "location" -> body.put("region", NOTHING);
            case "note" -> refer(body.put("content", NOTHING));
            case "grouping" -> refer(body.put("context", "unspecified"));
            case "report" -> refer(body.put("name", NOTHING).put("published", EPOCH));
            case "relationship" ->
                body.put("relationship_type", "related-to")
                        .put("source_ref", Platform.IDENTITY)
                        .put("target_ref", Platform.IDENTITY);
            case "indicator" ->
                body.put("pattern", "[domain-name:value = '" + Platform.NOWHERE + "']")
                        .put("pattern_type", "stix")
                        .put("valid_from", EPOCH);
            case "observed-data" -> observeNothing(body);
            case "language-content" -> nameThePlatform(body);
            default -> throw new IllegalArgumentException("no object of an event has this type");
        }
    }

    private static void refer(ObjectNode body) {
        body.putArray("object_refs").add(Platform.IDENTITY);
    }

    private static void observeNothing(ObjectNode body) {
        body.put("first_observed", EPOCH).put("last_observed", EPOCH).put("number_observed", 1);
        body.putArray("object_refs").add(Platform.observedNothing().id());
    }

    /** A translation translates something: what the platform is called in Georgian. */
    private static void nameThePlatform(ObjectNode body) {
        body.put("object_ref", Platform.IDENTITY);
        body.putObject("contents").putObject("ka").put("name", "ხიდი");
    }

    private static String created(StixObject previous) {
        try {
            JsonNode body = JSON.readTree(previous.body());
            return Canonical.time(Instant.parse(body.path("created").asText()));
        } catch (JsonProcessingException ownBody) {
            throw new IllegalStateException(ownBody);
        }
    }
}
