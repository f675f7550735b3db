package ge.khidi.sharing.stix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.EventId;
import ge.khidi.contract.event.Context;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The objects of one row while they are written, and what all of them have in common. */
final class Draft {

    static final String ENGLISH = "en";

    /** What the platform words itself, in the words of the contract. */
    private static final Set<String> IN_ENGLISH = Set.of("incident", "report", "grouping", "note");

    /** Where an object says what one entity is: in words, and in the fields of the event beside them. */
    private static final List<String> SAID_OF_AN_ENTITY =
            List.of("description", "extensions." + Platform.EXTENSION + ".entity");

    private final EventId event;
    private final StixProfile profile;
    private final StixIds ids;
    private final Set<String> revoked;
    private final Instant created;
    private final Instant modified;
    private final List<Marking> markings;
    private final OptionalInt confidence;
    private final boolean exercise;

    /** By id, each after what it refers to. */
    private final Map<String, StixObject> written = new LinkedHashMap<>();

    Draft(
            Shown shown,
            JsonNode event,
            StixProfile profile,
            StixIds ids,
            Optional<Instant> bodyChangedAt,
            Set<String> revoked) {
        this.event = shown.revision().eventId();
        this.profile = profile;
        this.ids = ids;
        this.revoked = revoked;
        this.created = shown.firstAdded();
        Instant acceptedAt = time(event.path("acceptedAt")).orElse(shown.added());
        this.modified = bodyChangedAt.orElse(acceptedAt.isAfter(created) ? acceptedAt : created);
        this.markings = Marking.of(event.path("handling"));
        this.confidence = Confidence.of(event.path("grade"));
        this.exercise = event.path("context").asText().equals(Context.EXERCISE.name());
        add(Platform.self());
        add(Marking.TLP_CLEAR.object());
        markings.forEach(marking -> add(marking.object()));
        if (profile == StixProfile.FULL) {
            add(Platform.ownFields());
        }
    }

    EventId event() {
        return event;
    }

    StixProfile profile() {
        return profile;
    }

    Instant created() {
        return created;
    }

    boolean exercise() {
        return exercise;
    }

    List<StixObject> objects() {
        return List.copyOf(written.values());
    }

    /** What was written of the event so far, observables included. */
    List<String> content() {
        return written.values().stream()
                .filter(object -> !object.standing())
                .map(StixObject::id)
                .toList();
    }

    /** An object of the event, begun; {@code part} is what it is in the event, and makes its id. */
    ObjectNode object(String type, String part) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("type", type);
        body.put("spec_version", "2.1");
        body.put("id", id(type, part));
        body.put("created_by_ref", Platform.IDENTITY);
        body.put("created", Canonical.time(created));
        body.put("modified", Canonical.time(modified));
        confidence.ifPresent(value -> body.put("confidence", value));
        if (IN_ENGLISH.contains(type)) {
            body.put("lang", ENGLISH);
        }
        if (exercise) {
            body.putArray("labels").add("exercise");
        }
        mark(body, markings);
        return body;
    }

    /** An id that was revoked is never used again; the same number of revocations gives the same next one. */
    private String id(String type, String part) {
        String id = ids.own(type, profile, event, part);
        for (int times = 1; revoked.contains(id); times++) {
            id = ids.own(type, profile, event, part + "\n" + times);
        }
        return id;
    }

    /** Writes an object of the event. */
    String write(ObjectNode body) {
        String id = body.path("id").asText();
        add(new StixObject(id, body.path("type").asText(), Optional.of(modified), false, Canonical.print(body)));
        return id;
    }

    /**
     * Writes an object of the event, and its name in other languages or scripts, by BCP 47. In the core it has the one name: OpenCTI, for
     * which that profile is, takes no object of this type.
     *
     * @param part what the object is in the event
     */
    String write(ObjectNode object, String part, Map<String, String> otherNames) {
        String id = write(object);
        if (profile == StixProfile.FULL && !otherNames.isEmpty()) {
            ObjectNode body = object("language-content", part);
            body.put("object_ref", id);
            body.set("object_modified", object.path("modified"));
            body.set("object_marking_refs", object.path("object_marking_refs"));
            ObjectNode contents = body.putObject("contents");
            otherNames.forEach((language, name) -> contents.putObject(language).put("name", name));
            write(body);
        }
        return id;
    }

    /** Marks an object with more than its event. */
    void mark(ObjectNode body, Marking marking) {
        add(marking.object());
        body.withArray("object_marking_refs").add(marking.id());
    }

    /** Marks what an object, ready to be written, says of its entity in words and fields; its name and type are not marked. */
    void markWhatIsSaid(ObjectNode body, Marking marking) {
        add(marking.object());
        ObjectNode granular = body.withArray("granular_markings").addObject().put("marking_ref", marking.id());
        ArrayNode selectors = granular.putArray("selectors");
        SAID_OF_AN_ENTITY.stream()
                .filter(selector -> !body.at("/" + selector.replace('.', '/')).isMissingNode())
                .forEach(selectors::add);
    }

    /** Writes a cyber observable, unless another entity of the event was the same. */
    String observable(ObjectNode content) {
        String type = content.path("type").asText();
        String id = ids.observable(type, Canonical.print(content));
        ObjectNode body = content.deepCopy();
        body.put("id", id);
        body.put("spec_version", "2.1");
        mark(body, Marking.OF_OBSERVABLES);
        Marking.OF_OBSERVABLES.forEach(marking -> add(marking.object()));
        add(new StixObject(id, type, Optional.empty(), true, Canonical.print(body)));
        return id;
    }

    /** Puts parts of the row beside what is said of them, where the client wants them. */
    void extend(ObjectNode body, Map<String, JsonNode> parts) {
        if (profile == StixProfile.FULL) {
            ObjectNode extension = body.withObjectProperty("extensions").putObject(Platform.EXTENSION);
            extension.put("extension_type", "property-extension");
            extension.setAll(parts);
        }
    }

    private void add(StixObject object) {
        written.putIfAbsent(object.id(), object);
    }

    private static void mark(ObjectNode body, List<Marking> markings) {
        ArrayNode refs = body.putArray("object_marking_refs");
        markings.forEach(marking -> refs.add(marking.id()));
    }

    static void refer(ObjectNode body, Collection<String> ids) {
        ArrayNode refs = body.putArray("object_refs");
        new LinkedHashSet<>(ids).forEach(refs::add);
    }

    /** Whether it is a fact or an assessment (Directive (EU) 2016/680 Art. 7(1)). */
    static void nature(ObjectNode body, JsonNode statement) {
        text(statement, "nature").map(Words::kebab).ifPresent(body.withArray("labels")::add);
    }

    static void copy(JsonNode from, String field, ObjectNode to, String property) {
        if (from.has(field)) {
            to.set(property, from.get(field));
        }
    }

    static Optional<String> text(JsonNode object, String field) {
        return Optional.of(object.path(field)).filter(JsonNode::isTextual).map(JsonNode::asText);
    }

    static Optional<Instant> time(JsonNode time) {
        return time.isTextual() ? Optional.of(Instant.parse(time.asText())) : Optional.empty();
    }
}
