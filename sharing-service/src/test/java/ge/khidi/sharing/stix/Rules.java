package ge.khidi.sharing.stix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.rules.Codes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The rules of the STIX 2.1 specification for the objects of one export, those included that its JSON Schemas do not say. */
final class Rules {

    private static final Pattern ID = Pattern.compile(
            "[a-z][a-z0-9-]+[a-z0-9]--[0-9a-f]{8}-[0-9a-f]{4}-[45][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}(\\d{3})?Z");
    private static final Pattern PROPERTY = Pattern.compile("[a-z0-9_]{2,250}");
    private static final Set<String> TIMES =
            Set.of("created", "modified", "valid_from", "published", "first_observed", "last_observed");

    private static final Map<String, List<String>> OBSERVABLES = Map.of(
            "email-addr", List.of("value"),
            "user-account", List.of(),
            "domain-name", List.of("value"),
            "url", List.of("value"),
            "ipv4-addr", List.of("value"),
            "ipv6-addr", List.of("value"),
            "file", List.of("hashes"));
    private static final Map<String, List<String>> VERSIONED = Map.ofEntries(
            Map.entry("incident", List.of("name")),
            Map.entry("identity", List.of("name")),
            Map.entry("location", List.of()),
            Map.entry("note", List.of("content", "object_refs")),
            Map.entry("grouping", List.of("context", "object_refs")),
            Map.entry("report", List.of("name", "published", "object_refs")),
            Map.entry("observed-data", List.of("first_observed", "last_observed", "number_observed")),
            Map.entry("indicator", List.of("pattern", "pattern_type", "valid_from")),
            Map.entry("relationship", List.of("relationship_type", "source_ref", "target_ref")),
            Map.entry("language-content", List.of("object_ref", "contents")),
            Map.entry(
                    "extension-definition", List.of("name", "schema", "version", "extension_types", "created_by_ref")));

    private static final Pattern SELECTOR = Pattern.compile("[a-z0-9_-]{3,250}(\\.(\\[\\d+]|[a-z0-9_-]{1,250}))*|id");

    private static final Set<String> CORE_RELATIONSHIPS = Set.of("located-at", "related-to", "based-on");
    private static final Set<String> CORE_EXTENSIONS = Set.of(
            "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d",
            "extension-definition--ef765651-680c-498d-9894-99799f2fa126");

    private final List<String> faults = new ArrayList<>();
    private final Map<String, StixObject> all = new HashMap<>();
    private final Set<String> known = new HashSet<>();

    private Rules(List<StixObject> objects) {
        objects.forEach(object -> hold(all.put(object.id(), object) == null, object, "listed twice"));
    }

    /** What is wrong with the objects of one row, taken for themselves. */
    static List<String> faults(List<StixObject> objects) {
        Rules rules = new Rules(objects);
        objects.forEach(rules::check);
        return rules.faults;
    }

    /** The same, where nothing but the types and properties of the standard may occur. */
    static List<String> faultsInCore(List<StixObject> objects) {
        Rules rules = new Rules(objects);
        objects.forEach(rules::check);
        objects.forEach(rules::core);
        return rules.faults;
    }

    private void core(StixObject object) {
        ObjectNode body = Rows.body(object);
        body.path("extensions")
                .fieldNames()
                .forEachRemaining(name -> hold(CORE_EXTENSIONS.contains(name), object, "extension of our own"));
        if (object.type().equals("relationship")) {
            hold(
                    CORE_RELATIONSHIPS.contains(body.path("relationship_type").asText()),
                    object,
                    "relationship of our own");
        }
    }

    private void check(StixObject object) {
        ObjectNode body = Rows.body(object);
        hold(Canonical.print(body).equals(object.body()), object, "not canonical");
        hold(ID.matcher(object.id()).matches(), object, "id");
        hold(body.path("id").asText().equals(object.id()), object, "id of the body");
        hold(body.path("type").asText().equals(object.type()), object, "type of the body");
        hold(body.path("spec_version").asText().equals("2.1"), object, "spec_version");
        body.fieldNames().forEachRemaining(name -> hold(PROPERTY.matcher(name).matches(), object, name));
        TIMES.stream()
                .filter(body::has)
                .forEach(name -> hold(TIME.matcher(body.path(name).asText()).matches(), object, name));
        references(object, body);
        hold(!body.has("lang") || Codes.isLanguage(body.path("lang").asText()), object, "lang");
        body.path("granular_markings").forEach(granular -> granular(object, body, granular));
        if (OBSERVABLES.containsKey(object.type())) {
            observable(object, body);
        } else if (object.type().equals("marking-definition")) {
            marking(object, body);
        } else {
            versioned(object, body);
        }
        known.add(object.id());
    }

    private void observable(StixObject object, ObjectNode body) {
        require(object, body, OBSERVABLES.getOrDefault(object.type(), List.of()));
        hold(object.standing() || object.version().isEmpty(), object, "an observable has no version");
        hold(object.shared(), object, "an observable is shared");
        hold(!body.has("created") && !body.has("modified") && !body.has("created_by_ref"), object, "versioned");
        hold(
                !object.type().equals("user-account") || body.has("user_id") || body.has("account_login"),
                object,
                "no property that contributes to its id");
    }

    private void marking(StixObject object, ObjectNode body) {
        hold(!body.has("modified") && !body.has("revoked"), object, "a marking has no versions");
        hold(version(object).equals(body.path("created").asText()), object, "version");
        hold(body.has("definition") == body.has("definition_type"), object, "half a definition");
        hold(body.has("definition") || body.has("extensions"), object, "no definition");
    }

    private void versioned(StixObject object, ObjectNode body) {
        hold(VERSIONED.containsKey(object.type()), object, "type");
        require(object, body, VERSIONED.getOrDefault(object.type(), List.of()));
        hold(version(object).equals(body.path("modified").asText()), object, "version");
        hold(
                !Instant.parse(body.path("modified").asText())
                        .isBefore(Instant.parse(body.path("created").asText())),
                object,
                "modified before created");
        int confidence = body.path("confidence").asInt(0);
        hold(confidence >= 0 && confidence <= 100, object, "confidence");
        switch (object.type()) {
            case "location" -> location(object, body);
            case "observed-data" -> observedData(object, body);
            case "relationship" -> relationship(object, body);
            case "language-content" -> languageContent(object, body);
            case "indicator" -> hold(body.path("pattern").asText().matches("\\[.+ = '.*']"), object, "pattern");
            default -> hold(!body.has("source_ref"), object, "source_ref");
        }
    }

    private void location(StixObject object, ObjectNode body) {
        boolean position = body.has("latitude");
        hold(position == body.has("longitude"), object, "half a position");
        hold(position || body.has("country") || body.has("region"), object, "no place");
        hold(position || !body.has("precision"), object, "precision of nothing");
    }

    /** Section 7.1: it says texts of that very version in other languages. */
    private void languageContent(StixObject object, ObjectNode body) {
        StixObject target = all.get(body.path("object_ref").asText());
        hold(!body.has("lang"), object, "a lang of its own");
        hold(
                target != null && !Set.of("bundle", "language-content").contains(target.type()),
                object,
                "a translation of nothing");
        if (target != null) {
            ObjectNode original = Rows.body(target);
            hold(
                    body.path("object_modified").asText(version(target)).equals(version(target)),
                    object,
                    "another version of what it translates");
            body.path("contents").properties().forEach(language -> {
                hold(Codes.isLanguage(language.getKey()), object, "language " + language.getKey());
                hold(!language.getKey().equals(original.path("lang").asText()), object, "not another language");
                hold(!language.getValue().isEmpty(), object, "nothing in " + language.getKey());
                language.getValue()
                        .properties()
                        .forEach(text -> hold(
                                text.getValue().isTextual()
                                        && original.path(text.getKey()).isTextual(),
                                object,
                                "no text " + text.getKey()));
            });
        }
    }

    /** Section 7.2.3: a language or a marking, of parts that are there. */
    private void granular(StixObject object, ObjectNode body, JsonNode granular) {
        hold(granular.has("lang") != granular.has("marking_ref"), object, "a language and a marking, or neither");
        if (granular.has("marking_ref")) {
            resolve(object, "granular marking_ref", granular.path("marking_ref"));
            hold(type(granular.path("marking_ref").asText()).equals("marking-definition"), object, "granular marking");
        }
        hold(!granular.path("selectors").isEmpty(), object, "selects nothing");
        granular.path("selectors").forEach(selector -> {
            String path = selector.asText();
            hold(SELECTOR.matcher(path).matches() && !path.startsWith("granular_markings"), object, path);
            hold(
                    !body.at("/" + path.replace(".[", ".").replace("]", "").replace('.', '/'))
                            .isMissingNode(),
                    object,
                    path + " is not there");
        });
    }

    private void observedData(StixObject object, ObjectNode body) {
        hold(!body.has("objects"), object, "the older form");
        hold(body.path("object_refs").size() > 0, object, "observes nothing");
        hold(body.path("number_observed").asInt() >= 1, object, "number_observed");
        hold(
                !Instant.parse(body.path("last_observed").asText())
                        .isBefore(Instant.parse(body.path("first_observed").asText())),
                object,
                "observed last before first");
        body.path("object_refs")
                .forEach(ref -> hold(OBSERVABLES.containsKey(type(ref.asText())), object, "observes no observable"));
    }

    private void relationship(StixObject object, ObjectNode body) {
        for (String end : List.of("source_ref", "target_ref")) {
            String type = type(body.path(end).asText());
            hold(
                    OBSERVABLES.containsKey(type)
                            || (VERSIONED.containsKey(type)
                                    && !Set.of("relationship", "note").contains(type)),
                    object,
                    end);
        }
        hold(body.path("relationship_type").asText().matches("[a-z0-9-]+"), object, "relationship_type");
    }

    /** References resolve, to what came before, so that a reader never waits. */
    private void references(StixObject object, ObjectNode body) {
        body.properties().forEach(property -> {
            String name = property.getKey();
            if (name.endsWith("_ref")) {
                resolve(object, name, property.getValue());
            } else if (name.endsWith("_refs")) {
                Set<String> once = new HashSet<>();
                property.getValue().forEach(ref -> resolve(object, name, ref));
                property.getValue().forEach(ref -> hold(once.add(ref.asText()), object, name + " twice"));
            }
        });
        body.path("object_marking_refs")
                .forEach(ref -> hold(type(ref.asText()).equals("marking-definition"), object, "marking"));
    }

    private void resolve(StixObject object, String name, JsonNode ref) {
        StixObject referred = all.get(ref.asText());
        hold(referred != null, object, name + " dangles");
        hold(referred == null || referred.standing() || known.contains(ref.asText()), object, name + " comes later");
    }

    private void require(StixObject object, ObjectNode body, List<String> properties) {
        properties.forEach(property -> hold(body.has(property), object, property + " missing"));
    }

    private static String version(StixObject object) {
        return Canonical.time(object.version().orElseThrow());
    }

    private static String type(String id) {
        return id.substring(0, Math.max(0, id.indexOf("--")));
    }

    private void hold(boolean rule, StixObject object, String what) {
        if (!rule) {
            faults.add(object.id() + ": " + what);
        }
    }
}
