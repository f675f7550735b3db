package ge.khidi.sharing.stix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What a row is about: objects of the standard where it has a type for them, notes for the rest. */
final class Entities {

    private static final String PRIMARY = "PRIMARY";
    private static final Set<String> SAID_OF_A_PERSON = Set.of("kind", "id", "nature", "category");
    private static final Set<String> SAID_OF_A_PLACE =
            Set.of("kind", "id", "nature", "name", "country", "region", "address");
    private static final Set<String> SAID_OF_A_POSITION = Set.of("latitude", "longitude", "precisionMetres");
    private static final Set<String> SAID_OF_ANYTHING = Set.of("kind", "id", "nature");

    private final JsonNode event;
    private final Draft draft;

    /** The objects that entities became, by local id: those that may stand in a relationship. */
    private final Map<String, String> natives = new LinkedHashMap<>();

    private final Map<String, JsonNode> observables = new LinkedHashMap<>();

    Entities(JsonNode event, Draft draft) {
        this.event = event;
        this.draft = draft;
    }

    /** The object of an entity that may stand in a relationship. */
    Optional<String> find(String local) {
        return Optional.ofNullable(natives.get(local));
    }

    Optional<JsonNode> observable(JsonNode entity) {
        return Optional.ofNullable(observables.get(local(entity)));
    }

    /** The ids of the observables, in the order of the event. */
    List<String> observed() {
        return observables.keySet().stream()
                .flatMap(local -> find(local).stream())
                .toList();
    }

    static String local(JsonNode entity) {
        return entity.path("id").asText();
    }

    private static String part(JsonNode entity) {
        return "entity " + local(entity);
    }

    /** An object for an entity, begun. */
    ObjectNode begin(String type, JsonNode entity) {
        ObjectNode body = draft.object(type, part(entity));
        Draft.nature(body, entity);
        return body;
    }

    void writeNatives() {
        event.path("entities").forEach(this::writeNative);
    }

    private void writeNative(JsonNode entity) {
        switch (entity.path("kind").asText()) {
            case "PERSON" -> natives.put(local(entity), person(entity));
            case "ORGANISATION" -> natives.put(local(entity), organisation(entity));
            case "LOCATION" -> place(entity).ifPresent(place -> natives.put(local(entity), place));
            default -> Observables.of(entity).ifPresent(found -> observe(entity, found));
        }
    }

    private void observe(JsonNode entity, ObjectNode found) {
        natives.put(local(entity), draft.observable(found));
        observables.put(local(entity), found);
    }

    private String person(JsonNode person) {
        ObjectNode body = begin("identity", person);
        String category = person.path("category").asText("PERSON");
        Optional<JsonNode> name = nameOf(person.path("names"));
        body.put("identity_class", "individual");
        body.putArray("roles").add(Words.kebab(category));
        body.put(
                "name",
                name.map(Entities::inOneLine)
                        .or(() -> Draft.text(person, "codedReference"))
                        .orElseGet(() -> nameless(category, person)));
        if (person.path("internationalProtection").asBoolean()) {
            draft.mark(body, Marking.INTERNATIONAL_PROTECTION);
        }
        describe(body, person, SAID_OF_A_PERSON);
        if (!person.path("specialCategories").isEmpty()) {
            draft.markWhatIsSaid(body, Marking.SPECIAL_CATEGORIES);
        }
        Map<String, String> others =
                name.map(shown -> inOtherScripts(person.path("names"), shown)).orElse(Map.of());
        return draft.write(body, part(person), others);
    }

    private String organisation(JsonNode organisation) {
        ObjectNode body = begin("identity", organisation);
        body.put("identity_class", "organization");
        body.put("name", organisation.path("names").path(0).asText(nameless("ORGANISATION", organisation)));
        return write(body, organisation, SAID_OF_ANYTHING);
    }

    /** Tools take two of one name for one; who has no name here must not be taken for anybody. */
    private String nameless(String what, JsonNode entity) {
        return what + " " + local(entity) + " of " + draft.event();
    }

    private static Optional<JsonNode> nameOf(JsonNode names) {
        return ofSomebody(names)
                .min(Comparator.comparing((JsonNode name) -> !says(name, "use", PRIMARY))
                        .thenComparing(name -> !says(name, "script", "Latn")));
    }

    private static Stream<JsonNode> ofSomebody(JsonNode names) {
        return StreamSupport.stream(names.spliterator(), false).filter(name -> name.has("given") || name.has("family"));
    }

    private static String inOneLine(JsonNode name) {
        return (name.path("given").asText() + " " + name.path("family").asText()).strip();
    }

    /**
     * The person's own name in the scripts that the shown one is not in. The contract knows the script of a name and not its language. Two
     * aliases may be of two names, so none is taken for another one in other letters.
     */
    private static Map<String, String> inOtherScripts(JsonNode names, JsonNode shown) {
        Map<String, String> others = new LinkedHashMap<>();
        if (says(shown, "use", PRIMARY)) {
            ofSomebody(names)
                    .filter(name ->
                            says(name, "use", PRIMARY) && !name.path("script").equals(shown.path("script")))
                    .forEach(name ->
                            others.putIfAbsent("und-" + name.path("script").asText(), inOneLine(name)));
        }
        return others;
    }

    private static boolean says(JsonNode object, String field, String word) {
        return object.path(field).asText().equals(word);
    }

    private Optional<String> place(JsonNode place) {
        boolean position = place.has("latitude") && place.has("longitude");
        if (!position && !place.has("country")) {
            return Optional.empty();
        }
        ObjectNode body = begin("location", place);
        Draft.copy(place, "name", body, "name");
        Draft.copy(place, "country", body, "country");
        Draft.copy(place, "region", body, "administrative_area");
        Draft.copy(place, "address", body, "street_address");
        Set<String> said = new HashSet<>(SAID_OF_A_PLACE);
        if (position) {
            said.addAll(SAID_OF_A_POSITION);
            Draft.copy(place, "latitude", body, "latitude");
            Draft.copy(place, "longitude", body, "longitude");
            Draft.copy(place, "precisionMetres", body, "precision");
        }
        return Optional.of(write(body, place, said));
    }

    private String write(ObjectNode body, JsonNode entity, Set<String> said) {
        describe(body, entity, said);
        return draft.write(body);
    }

    private void describe(ObjectNode body, JsonNode entity, Set<String> said) {
        String words = words(entity, said);
        if (!words.isEmpty()) {
            body.put("description", words);
        }
        extend(body, entity);
    }

    /** Notes on what has no type of its own, and on what an observable cannot say of itself. */
    void writeNotes(String anchor) {
        event.path("entities").forEach(entity -> writeNote(entity, anchor));
    }

    private void writeNote(JsonNode entity, String anchor) {
        JsonNode observable = observables.get(local(entity));
        if (observable != null) {
            String more = words(entity, Observables.said(entity, observable));
            if (!more.isEmpty()) {
                note(entity, more, find(local(entity)).stream().toList());
            }
        } else if (find(local(entity)).isEmpty()) {
            List<String> about = new ArrayList<>(List.of(anchor));
            List<String> lines = new ArrayList<>(List.of(words(entity, SAID_OF_ANYTHING)));
            event.path("connections").forEach(connection -> join(connection, local(entity), about, lines));
            note(entity, String.join("\n", lines).strip(), about);
        }
    }

    private void join(JsonNode connection, String local, List<String> about, List<String> lines) {
        if (says(connection, "from", local) || says(connection, "to", local)) {
            lines.add(said(connection));
            Stream.of("from", "to")
                    .flatMap(end -> find(connection.path(end).asText()).stream())
                    .forEach(about::add);
        }
    }

    /** A connection in the words of the contract. */
    static String said(JsonNode connection) {
        return "%s %s %s (%s)"
                .formatted(
                        connection.path("from").asText(),
                        connection.path("relation").asText(),
                        connection.path("to").asText(),
                        connection.path("nature").asText());
    }

    private void note(JsonNode entity, String content, List<String> about) {
        String title = entity.path("kind").asText() + " " + local(entity);
        ObjectNode body = begin("note", entity).put("abstract", title);
        body.put("content", content.isEmpty() ? title : content);
        Draft.refer(body, about);
        extend(body, entity);
        draft.write(body);
    }

    private void extend(ObjectNode body, JsonNode entity) {
        draft.extend(body, Map.of("entity", entity, "checks", checks(entity)));
    }

    private String words(JsonNode entity, Set<String> said) {
        ObjectNode rest = ((ObjectNode) entity.deepCopy()).remove(said);
        checks(entity)
                .forEach(check -> rest.put(
                        "check " + check.path("field").asText(),
                        check.path("verdict").asText()));
        return Words.of(rest);
    }

    private ArrayNode checks(JsonNode entity) {
        ArrayNode checks = JsonNodeFactory.instance.arrayNode();
        StreamSupport.stream(event.path("checks").spliterator(), false)
                .filter(check -> says(check, "entity", local(entity)))
                .forEach(checks::add);
        return checks;
    }
}
