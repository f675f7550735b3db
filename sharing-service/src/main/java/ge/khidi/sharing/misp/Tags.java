package ge.khidi.sharing.misp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import ge.khidi.contract.grade.GradingScheme;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How an event is marked, in the words of MISP's taxonomies: {@code tlp} 2.0, {@code PAP}, {@code admiralty-scale} where the originator graded
 * in it, {@code europol-incident} where the class is one of its words. What none of them knows is said in a namespace of our own.
 */
final class Tags {

    private static final String PLAIN = "#ffffff";
    private static final String OURS = "#3a5f7d";

    /** The colours of the taxonomies. */
    private static final Map<String, String> TLP =
            Map.of("red", "#FF2B2B", "amber", "#FFC000", "amber+strict", "#FFC000", "green", "#33FF00", "clear", PLAIN);

    private static final Map<String, String> PAP =
            Map.of("RED", "#ff0000", "AMBER", "#ffa800", "GREEN", "#00ad1c", "CLEAR", PLAIN);

    private static final Set<String> INCIDENTS = Set.of(
            "malware",
            "availability",
            "information-gathering",
            "intrusion-attempt",
            "intrusion",
            "information-security",
            "fraud",
            "abusive-content",
            "other");

    private final ArrayNode tags = JsonNodeFactory.instance.arrayNode();

    private Tags() {}

    static ArrayNode of(JsonNode event, JsonNode conditions) {
        Tags tags = new Tags();
        JsonNode handling = event.path("handling");
        String tlp = handling.path("tlp").asText().toLowerCase(Locale.ROOT).replace('_', '+');
        if (TLP.containsKey(tlp)) {
            tags.add("tlp:" + tlp, TLP.getOrDefault(tlp, PLAIN));
        }
        String pap = handling.path("pap").asText();
        if (PAP.containsKey(pap)) {
            tags.add("PAP:" + pap, PAP.getOrDefault(pap, PLAIN));
        }
        tags.grade(event.path("grade"));
        String incident = event.at("/detail/incidentClass").asText();
        if (INCIDENTS.contains(incident)) {
            tags.add("europol-incident:" + incident, OURS);
        }
        tags.ours("classification", handling.path("classification"));
        handling.path("codes").forEach(code -> tags.ours("handling", code));
        tags.ours("retain-until", conditions.path("retainUntil"));
        tags.ours("judicial-use", conditions.path("judicialUse"));
        return tags.tags;
    }

    private void grade(JsonNode grade) {
        String source = grade.path("source").asText();
        String information = grade.path("information").asText();
        if (GradingScheme.ADMIRALTY_6X6.name().equals(grade.path("scheme").asText())) {
            add("admiralty-scale:source-reliability=\"" + source.toLowerCase(Locale.ROOT) + "\"", OURS);
            add("admiralty-scale:information-credibility=\"" + information + "\"", OURS);
        } else if (!source.isEmpty()) {
            ours(
                    "grade",
                    JsonNodeFactory.instance.textNode(grade.path("scheme").asText() + " " + source + information));
        }
    }

    private void ours(String predicate, JsonNode value) {
        if (value.isTextual()) {
            add("khidi:" + predicate + "=\"" + value.asText() + "\"", OURS);
        }
    }

    private void add(String name, String colour) {
        tags.addObject().put("name", name).put("colour", colour);
    }
}
