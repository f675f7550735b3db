package ge.khidi.sharing.misp;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.EventId;
import ge.khidi.contract.event.EventType;
import ge.khidi.sharing.disclosure.PseudonymKey;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One event in MISP's core format, made from what one partner is shown of it. Of a cyber incident there are its observables, communication
 * identifiers, accounts and texts, and an object with its class and what came of it; of any other event the observables alone.
 *
 * <p>{@code stamp} are seconds since 1970 and grow whenever the partner is shown something else: MISP reads an event again only then.
 */
record MispEvent(EventId id, long stamp, JsonNode event, JsonNode conditions) {

    private static final String PLATFORM = "Khidi";
    private static final String NOT_RATED = "4";
    private static final String COMPLETED = "2";
    private static final String INITIAL = "0";

    /** The template of MISP's object {@code incident}, which follows the core extension of STIX 2.1. */
    private static final String INCIDENT_TEMPLATE = "38597424-f9bb-4865-9b4b-819172df0334";

    /** What came of it that makes nobody want to look for its values. */
    private static final Set<String> NOTHING_IN_IT = Set.of("FALSE_POSITIVE", "LOW_VALUE");

    /** What MISP calls a value, and under which heading it stands there. */
    private record Kind(String type, String category, boolean detectable) {}

    /** A value of the event, at its place. */
    private record Value(String place, Kind kind, String text, String comment, boolean detect) {}

    /** Whether it goes to MISP at all: a cyber incident, or anything with a cyber observable. */
    boolean wanted() {
        return incident() || entities("CYBER_OBSERVABLE").findAny().isPresent();
    }

    /** What the manifest says of it. */
    ObjectNode manifest() {
        ObjectNode entry = JsonNodeFactory.instance.objectNode();
        entry.set("Orgc", organisation(event.at("/origin/agency").asText(PLATFORM)));
        entry.set("Tag", Tags.of(event, conditions));
        return entry.put("info", info())
                .put("date", date())
                .put("analysis", analysis())
                .put("threat_level_id", NOT_RATED)
                .put("timestamp", String.valueOf(stamp));
    }

    /** Its document. */
    ObjectNode document(MispIds ids) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("uuid", id.toString());
        body.setAll(manifest());
        body.put("published", true)
                .put("publish_timestamp", String.valueOf(stamp))
                .put("extends_uuid", "");
        ArrayNode attributes = body.putArray("Attribute");
        values().forEach(value -> attributes.add(attribute(ids, value)));
        ArrayNode objects = body.putArray("Object");
        if (incident() && event.at("/detail/incidentClass").isTextual()) {
            objects.add(object(ids));
        }
        return JsonNodeFactory.instance.objectNode().set("Event", body);
    }

    /** The MD5 of each value, as MISP's feeds have it: to look values up, not to protect them from whoever has them. */
    List<String> hashes() {
        return values().stream().map(Value::text).distinct().map(MispEvent::md5).toList();
    }

    /** What is left of an event that was recalled: that it is not published any more, since when, and nothing else. */
    static ObjectNode unpublished(EventId id, long stamp) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("uuid", id.toString());
        body.set("Orgc", organisation(PLATFORM));
        body.putArray("Tag");
        body.put("info", "Withdrawn")
                .put(
                        "date",
                        LocalDate.ofInstant(Instant.ofEpochSecond(stamp), ZoneOffset.UTC)
                                .toString())
                .put("analysis", COMPLETED)
                .put("threat_level_id", NOT_RATED)
                .put("timestamp", String.valueOf(stamp))
                .put("published", false)
                .put("publish_timestamp", "0")
                .put("extends_uuid", "");
        body.putArray("Attribute");
        body.putArray("Object");
        return JsonNodeFactory.instance.objectNode().set("Event", body);
    }

    private boolean incident() {
        return EventType.CYBER_INCIDENT.name().equals(event.path("type").asText());
    }

    private String info() {
        String type = words(event.path("type").asText());
        String kind = event.at("/detail/incidentClass").asText();
        return kind.isEmpty() ? type : type + ": " + kind;
    }

    /** {@code CYBER_INCIDENT} as {@code Cyber incident}. */
    private static String words(String code) {
        String words = code.toLowerCase(Locale.ROOT).replace('_', ' ');
        return words.isEmpty() ? PLATFORM : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    private String date() {
        String at = event.at("/occurred/at").asText();
        Instant day = at.isEmpty() ? Instant.ofEpochSecond(stamp) : Instant.parse(at);
        return LocalDate.ofInstant(day, ZoneOffset.UTC).toString();
    }

    private String analysis() {
        return event.at("/state/status").asText().equals("CLOSED") ? COMPLETED : INITIAL;
    }

    private List<Value> values() {
        List<Value> values = new ArrayList<>();
        entities("CYBER_OBSERVABLE")
                .forEach(entity -> add(
                        values, entity, "value", observable(entity.path("type").asText())));
        if (incident()) {
            entities("COMMUNICATION")
                    .forEach(entity -> add(
                            values,
                            entity,
                            "value",
                            communication(entity.path("type").asText())));
            entities("FINANCIAL_ACCOUNT")
                    .forEach(entity -> add(values, entity, "iban", new Kind("iban", "Financial fraud", true)));
            int place = 0;
            for (JsonNode text : event.path("narratives")) {
                values.add(new Value(
                        "narrative/" + place++,
                        new Kind("comment", "Other", false),
                        text.path("text").asText(),
                        text.path("language").asText(),
                        false));
            }
        }
        return values;
    }

    private void add(List<Value> values, JsonNode entity, String field, Kind kind) {
        String text = entity.path(field).asText();
        if (!text.isEmpty() && !PseudonymKey.isPseudonym(text)) {
            boolean fact = entity.path("nature").asText().equals("FACT");
            boolean worthIt =
                    !NOTHING_IN_IT.contains(event.at("/detail/determination").asText());
            values.add(new Value(
                    entity.path("id").asText() + "/" + field,
                    kind,
                    text,
                    fact ? "" : "Assessment",
                    kind.detectable && fact && worthIt));
        }
    }

    private static Kind observable(String type) {
        return switch (type) {
            case "DOMAIN_NAME" -> new Kind("domain", "Network activity", true);
            case "URL" -> new Kind("url", "Network activity", true);
            case "IPV4", "IPV6" -> new Kind("ip-dst", "Network activity", true);
            case "EMAIL_ADDRESS" -> new Kind("email", "Network activity", true);
            case "FILE_SHA256" -> new Kind("sha256", "Payload delivery", true);
            case "FILE_SHA1" -> new Kind("sha1", "Payload delivery", true);
            case "FILE_MD5" -> new Kind("md5", "Payload delivery", true);
            default -> new Kind("other", "Other", false);
        };
    }

    private static Kind communication(String type) {
        return switch (type) {
            case "PHONE" -> new Kind("phone-number", "Other", false);
            case "EMAIL" -> new Kind("email", "Network activity", true);
            default -> new Kind("other", "Other", false);
        };
    }

    private ObjectNode attribute(MispIds ids, Value value) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("uuid", ids.of(id, value.place).toString())
                .put("type", value.kind.type)
                .put("category", value.kind.category)
                .put("value", value.text)
                .put("comment", value.comment)
                .put("to_ids", value.detect)
                .put("timestamp", String.valueOf(stamp))
                .put("deleted", false)
                .put("disable_correlation", false)
                .putNull("object_relation");
    }

    private ObjectNode object(MispIds ids) {
        JsonNode detail = event.path("detail");
        ObjectNode object = JsonNodeFactory.instance
                .objectNode()
                .put("uuid", ids.of(id, "incident").toString())
                .put("name", "incident")
                .put("meta-category", "misc")
                .put(
                        "description",
                        "Incident object template as described in STIX 2.1 Incident object and its core extension.")
                .put("template_uuid", INCIDENT_TEMPLATE)
                .put("template_version", "1")
                .put("timestamp", String.valueOf(stamp))
                .put("comment", "")
                .put("deleted", false);
        ArrayNode attributes = object.putArray("Attribute");
        attributes.add(said(ids, "name", detail.path("incidentClass").asText()));
        String determination = detail.path("determination").asText();
        if (!determination.isEmpty()) {
            attributes.add(said(
                    ids, "determination", determination.toLowerCase(Locale.ROOT).replace('_', '-')));
        }
        return object;
    }

    private ObjectNode said(MispIds ids, String relation, String text) {
        Value value = new Value("incident/" + relation, new Kind("text", "Other", false), text, "", false);
        return attribute(ids, value).put("object_relation", relation).put("disable_correlation", true);
    }

    private static ObjectNode organisation(String name) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", name)
                .put("uuid", MispIds.ofOrganisation(name).toString());
    }

    private Stream<JsonNode> entities(String kind) {
        List<JsonNode> found = new ArrayList<>();
        event.path("entities").forEach(entity -> {
            if (entity.path("kind").asText().equals(kind)) {
                found.add(entity);
            }
        });
        return found.stream();
    }

    private static String md5(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** Never the content. */
    @Override
    public String toString() {
        return "MispEvent[" + id + "]";
    }
}
