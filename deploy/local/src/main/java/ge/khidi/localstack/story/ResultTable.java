package ge.khidi.localstack.story;

import java.util.ArrayList;
import java.util.List;

/** Who got what of the story, what was withheld, and why; below it what happened after the correction. */
record ResultTable(List<Line> lines, List<String> notes) {

    /** One reader. */
    record Line(String reader, String got, String withheld, String why) {

        private List<String> cells() {
            return List.of(reader, got, withheld, why);
        }
    }

    private static final List<String> HEADER = List.of("reader", "what they got", "withheld", "why");
    private static final List<Integer> WIDTHS = List.of(16, 40, 34, 50);

    ResultTable {
        lines = List.copyOf(lines);
        notes = List.copyOf(notes);
    }

    String markdown() {
        StringBuilder text = new StringBuilder();
        text.append("| ").append(String.join(" | ", HEADER)).append(" |\n| --- | --- | --- | --- |\n");
        for (Line line : lines) {
            text.append("| ")
                    .append(String.join(
                            " | ",
                            line.cells().stream()
                                    .map(cell -> cell.replace("|", "\\|"))
                                    .toList()))
                    .append(" |\n");
        }
        notes.forEach(note -> text.append('\n').append(note).append('\n'));
        return text.toString();
    }

    /** For a terminal: cells are broken at spaces. */
    String text() {
        StringBuilder text = new StringBuilder();
        append(text, HEADER);
        text.append("-".repeat(WIDTHS.stream().mapToInt(Integer::intValue).sum() + 9))
                .append('\n');
        for (Line line : lines) {
            append(text, line.cells());
            text.append('\n');
        }
        notes.forEach(note -> text.append(note).append('\n'));
        return text.toString();
    }

    private static void append(StringBuilder text, List<String> cells) {
        List<List<String>> wrapped = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            wrapped.add(wrapped(cells.get(i), WIDTHS.get(i)));
        }
        int height = wrapped.stream().mapToInt(List::size).max().orElse(0);
        for (int row = 0; row < height; row++) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < wrapped.size(); i++) {
                String cell = row < wrapped.get(i).size() ? wrapped.get(i).get(row) : "";
                line.append(cell).append(" ".repeat(Math.max(0, WIDTHS.get(i) - cell.length()) + 3));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
    }

    private static List<String> wrapped(String cell, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : cell.split(" ", -1)) {
            if (line.length() > 0 && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() > 0 ? " " : "").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
