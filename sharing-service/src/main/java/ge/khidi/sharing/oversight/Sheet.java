package ge.khidi.sharing.oversight;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.sharing.csv.Csv;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One table of a report: lines with a word in each column of {@code keys} and a number in each of {@code figures}. A number that is absent is
 * withheld or cannot be said; it is never nought. {@code name} is a word of the report, {@code of} what it is about, such as a quarter.
 */
public record Sheet(String name, String of, List<String> keys, List<String> figures, List<Line> lines) {

    /** The line of totals. */
    static final String TOTAL = "TOTAL";

    /** For a number that is withheld. */
    private static final String WITHHELD = "*";

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

    /**
     * Numbers of persons by two things, with their totals below and at the right: no small number, and none from which one could be worked out.
     * {@code words} names the lines, the last of {@code figures} the totals.
     */
    static Sheet ofPersons(
            String name, String of, String key, List<String> words, List<String> figures, long[][] inner) {
        long[][] cells = Suppression.withTotals(inner);
        boolean[][] hidden = Suppression.of(cells);
        List<Line> lines = new ArrayList<>();
        for (int row = 0; row < cells.length; row++) {
            List<Optional<Long>> numbers = new ArrayList<>();
            for (int column = 0; column < cells[row].length; column++) {
                numbers.add(hidden[row][column] ? Optional.empty() : Optional.of(cells[row][column]));
            }
            lines.add(new Line(List.of(row < words.size() ? words.get(row) : TOTAL), numbers));
        }
        return new Sheet(name, of, List.of(key), figures, lines);
    }

    /** The last number of the last line: of a table with totals the total of all, if it is shown. */
    Optional<Long> total() {
        Line last = lines.get(lines.size() - 1);
        return last.numbers().get(last.numbers().size() - 1);
    }

    /** The tables one after the other, each with its name and the names of its columns, and an empty line between. */
    static String csv(List<Sheet> sheets) {
        return sheets.stream().map(Sheet::csv).collect(Collectors.joining("\r\n", Csv.MARK, ""));
    }

    private String csv() {
        StringBuilder text = new StringBuilder(Csv.line(name, of));
        text.append(Csv.line(Stream.concat(keys.stream(), figures.stream())));
        lines.forEach(line -> text.append(Csv.line(Stream.concat(
                line.words().stream(),
                line.numbers().stream()
                        .map(number -> number.map(String::valueOf).orElse(WITHHELD))))));
        return text.toString();
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
