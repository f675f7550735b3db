package ge.khidi.sharing.stix;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What the platform says of itself: who made the objects, the extension by which a full one has the fields of the event, and what stands where a
 * revoked object must name something.
 */
final class Platform {

    static final String IDENTITY = "identity--43bc631d-e1e6-4957-8245-de0b6bc0159a";
    static final String NOWHERE = "revoked.invalid";
    static final String EXTENSION = "extension-definition--804b5d17-0376-472b-af3c-4e8b8bf49714";

    /** When all of this was written; a change of one of these objects needs a later {@code modified} of its own. */
    static final Instant SINCE = Instant.parse("2026-11-22T00:00:00Z");

    private static final String NOTHING_ID = "domain-name--148b4e81-fb90-5473-9ee4-db043f966d42";
    private static final String SCHEMA = "/stix/khidi-v1.schema.json";
    private static final StixObject SELF = identity();
    private static final StixObject OWN_FIELDS = extension();
    private static final StixObject NOTHING = nothing();

    private Platform() {}

    static StixObject self() {
        return SELF;
    }

    static StixObject ownFields() {
        return OWN_FIELDS;
    }

    /** What observed data observes once it is revoked: a name that no domain can have (RFC 2606). */
    static StixObject observedNothing() {
        return NOTHING;
    }

    private static StixObject identity() {
        ObjectNode body = body("identity", IDENTITY);
        body.put("name", "Khidi");
        body.put("identity_class", "system");
        body.put(
                "description",
                "The exchange through which an agency's information came. Its originator stands in each incident and"
                        + " report.");
        return object(IDENTITY, "identity", body);
    }

    /** Its {@code schema} is the JSON Schema itself: the standard allows text, and nothing has to be fetched. */
    private static StixObject extension() {
        ObjectNode body = body("extension-definition", EXTENSION);
        body.put("name", "Khidi");
        body.put("description", "The fields of the event, as the partner's JSON feed has them.");
        body.put("schema", text(SCHEMA));
        body.put("version", "1.0.0");
        body.putArray("extension_types").add("property-extension");
        return object(EXTENSION, "extension-definition", body);
    }

    private static StixObject nothing() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("type", "domain-name")
                .put("spec_version", "2.1")
                .put("id", NOTHING_ID)
                .put("value", NOWHERE);
        return object(NOTHING_ID, "domain-name", body);
    }

    private static ObjectNode body(String type, String id) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", type)
                .put("spec_version", "2.1")
                .put("id", id)
                .put("created_by_ref", IDENTITY)
                .put("created", Canonical.time(SINCE))
                .put("modified", Canonical.time(SINCE));
    }

    private static StixObject object(String id, String type, ObjectNode body) {
        body.putArray("object_marking_refs").add(Marking.TLP_CLEAR.id());
        return new StixObject(id, type, Optional.of(SINCE), true, Canonical.print(body));
    }

    /** A text that the service is packaged with. */
    static String text(String resource) {
        try (InputStream text = Objects.requireNonNull(Platform.class.getResourceAsStream(resource))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException ownResource) {
            throw new UncheckedIOException(ownResource);
        }
    }
}
