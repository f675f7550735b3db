package ge.khidi.sharing.oversight;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * One table of a report: lines with a word in each column of {@code keys} and a number in each of {@code figures}. A number that is absent is
 * withheld or cannot be said; it is never nought. {@code name} is a word of the report, {@code of} what it is about, such as a quarter.
 */
public record Sheet(String name, String of, List<String> keys, List<String> figures, List<Line> lines) {

    public Sheet {
        keys = List.copyOf(keys);
        figures = List.copyOf(figures);
        lines = List.copyOf(lines);
        for (Line line : lines) {
            if (line.words().size() != keys.size() || line.numbers().size() != figures.size()) {
                throw new IllegalArgumentException("A line has a word and a number for each column");
            }
        }
    }

    /** One line of it. */
    public record Line(List<String> words, List<Optional<Long>> numbers) {
        public Line {
            words = List.copyOf(words);
            numbers = List.copyOf(numbers);
        }
    }

    ObjectNode json() {
        ObjectNode json =
                JsonNodeFactory.instance.objectNode().put("name", name).put("of", of);
        ArrayNode array = json.putArray("lines");
        for (Line line : lines) {
            ObjectNode object = array.addObject();
            for (int i = 0; i < keys.size(); i++) {
                object.put(keys.get(i), line.words().get(i));
            }
            for (int i = 0; i < figures.size(); i++) {
                object.put(figures.get(i), line.numbers().get(i).orElse(null));
            }
        }
        return json;
    }
}
