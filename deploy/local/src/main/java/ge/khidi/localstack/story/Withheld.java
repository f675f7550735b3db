package ge.khidi.localstack.story;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a reader did not get of what the originator said, found by laying the one beside the other: a value that was said and is not in
 * what was received is named by its field, in the words of a duty officer where there are some. The handling is left out: its place is
 * taken by the conditions that go with the item.
 */
final class Withheld {

    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("given", "names"),
            Map.entry("family", "names"),
            Map.entry("script", "names"),
            Map.entry("use", "names"),
            Map.entry("birthDate", "birth"),
            Map.entry("birthPlace", "birth"),
            Map.entry("sex", "sex and age"),
            Map.entry("ageGroup", "sex and age"),
            Map.entry("number", "document number"),
            Map.entry("issuingCountry", "document number"),
            Map.entry("plate", "plate"),
            Map.entry("residence", "residence"),
            Map.entry("internationalProtection", "protection marker"),
            Map.entry("specialCategories", "special categories"),
            Map.entry("latitude", "exact place"),
            Map.entry("longitude", "exact place"),
            Map.entry("crossingPoint", "exact place"),
            Map.entry("precisionMetres", "exact place"),
            Map.entry("at", "exact time"),
            Map.entry("precision", "exact time"),
            Map.entry("reportedAt", "exact time"),
            Map.entry("acceptedAt", "exact time"),
            Map.entry("reference", "reference and case"),
            Map.entry("caseReferences", "reference and case"));

    /** An entity that is left out whole is named by what it said, not by the frame it stood in. */
    private static final Pattern FRAME = Pattern.compile("/entities/[^/]+/(id|kind)");

    private Withheld() {}

    /** The words for what is missing in {@code received} of {@code said}; empty if nothing is. */
    static Set<String> between(JsonNode said, JsonNode received) {
        Set<String> missing = new TreeSet<>();
        Map<String, String> there = leaves(received);
        leaves(said).forEach((path, value) -> {
            if (!path.startsWith("/handling/")
                    && !FRAME.matcher(path).matches()
                    && !value.equals(there.get(inAnEvent(path)))) {
                missing.add(word(path, said));
            }
        });
        return missing;
    }

    /** The originator's own names for an event stand elsewhere in an event than in a submission. */
    private static String inAnEvent(String path) {
        return path.startsWith("/reference") || path.startsWith("/caseReferences") ? "/origin" + path : path;
    }

    private static String word(String path, JsonNode said) {
        if (path.startsWith("/narratives")) {
            return "free text";
        }
        if (path.startsWith("/detail/sources")) {
            return "which events";
        }
        String field = path.substring(path.lastIndexOf('/') + 1).replaceAll("#.*$", "");
        if (path.startsWith("/entities/") && (field.equals("value") || field.equals("name"))) {
            String id = path.split("/", -1)[2];
            for (JsonNode entity : said.path("entities")) {
                if (entity.path("id").asText().equals(id)) {
                    return switch (entity.path("kind").asText()) {
                        case "COMMUNICATION" -> "phone";
                        case "LOCATION" -> "exact place";
                        case "CYBER_OBSERVABLE" -> "domain and page";
                        default -> field;
                    };
                }
            }
        }
        return WORDS.getOrDefault(field, field);
    }

    /** Every value by its place; entities are placed by their id and texts of a list by what they say, so that leaving one out moves no other. */
    private static Map<String, String> leaves(JsonNode tree) {
        Map<String, String> leaves = new LinkedHashMap<>();
        collect("", tree, leaves);
        return leaves;
    }

    private static void collect(String path, JsonNode node, Map<String, String> leaves) {
        if (node.isObject()) {
            node.properties().forEach(field -> collect(path + "/" + field.getKey(), field.getValue(), leaves));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                JsonNode id = node.get(i).path("id");
                String place = id.isTextual()
                        ? "/" + id.textValue()
                        : "#" + (node.get(i).isTextual() ? node.get(i).textValue() : i);
                collect(path + place, node.get(i), leaves);
            }
        } else if (!node.isNull()) {
            leaves.put(
                    path,
                    node.isNumber() ? node.decimalValue().stripTrailingZeros().toPlainString() : node.asText());
        }
    }
}
