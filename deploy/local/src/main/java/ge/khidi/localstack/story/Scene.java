package ge.khidi.localstack.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import ge.khidi.localstack.StackFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;

/**
 * The events of the story, from the YAML files beside {@code up}. Their times are said relative to the day of the telling, and so
 * are their references: told twice on one day it is the same story, and intake answers with the same receipts.
 */
public final class Scene {

    private static final ObjectMapper YAML = new YAMLMapper();

    private final Path folder;
    private final LocalDate today;
    private final Map<String, String> words;

    public Scene(Path folder, LocalDate today) {
        this.folder = folder;
        this.today = today;
        this.words = Map.of(
                "{today}", today.toString(),
                "{yesterday}", today.minusDays(1).toString(),
                "{in-two-years}", today.plusYears(2).toString(),
                "{sixteen-years-ago}", today.minusYears(16).minusDays(100).toString());
    }

    /** The submission in {@code file}. */
    public ObjectNode event(String file) {
        return (ObjectNode) filled(read(file));
    }

    /** The submission that a correction corrects, with its values replaced. */
    public ObjectNode corrected(String correction) {
        JsonNode said = read(correction);
        ObjectNode event = event(said.path("corrects").asText());
        said.path("with").properties().forEach(change -> {
            int name = change.getKey().lastIndexOf('/');
            if (event.at(change.getKey()).isMissingNode()
                    || !(event.at(change.getKey().substring(0, name)) instanceof ObjectNode parent)) {
                throw new StackFault(correction + " corrects what is not there: " + change.getKey());
            }
            parent.set(change.getKey().substring(name + 1), change.getValue());
        });
        return event;
    }

    LocalDate yesterday() {
        return today.minusDays(1);
    }

    /** The analyst's word that a link is true. */
    ObjectNode decision(String link, String operation) {
        ObjectNode decision = event("analyst-confirms.yaml");
        decision.put("reference", "LINK/" + link);
        decision.withArray("caseReferences").add(operation);
        decision.withObject("/detail").put("link", link);
        return decision;
    }

    private JsonNode read(String file) {
        try {
            return YAML.readTree(Files.readString(folder.resolve(file)));
        } catch (IOException e) {
            throw new StackFault("The story cannot be read: " + folder.resolve(file) + ": " + e.getMessage(), e);
        }
    }

    private JsonNode filled(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(field -> field.setValue(filled(field.getValue())));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, filled(array.get(i)));
            }
        } else if (node.isTextual()) {
            String text = node.textValue();
            for (Map.Entry<String, String> word : words.entrySet()) {
                text = text.replace(word.getKey(), word.getValue());
            }
            return new TextNode(text);
        }
        return node;
    }
}
