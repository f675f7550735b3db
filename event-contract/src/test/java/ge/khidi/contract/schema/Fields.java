package ge.khidi.contract.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The lines of {@code fields.txt}: what the schemas say beyond the records. */
record Fields(Map<String, Line> lines, Set<String> asked) {

    record Line(String form, String description) {}

    static Fields load() {
        Map<String, Line> lines = new TreeMap<>();
        try (InputStream in = Fields.class.getResourceAsStream("fields.txt")) {
            if (in == null) {
                throw new IllegalStateException("fields.txt is not on the class path");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            text.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(" \\| ", 3))
                    .forEach(part -> lines.put(part[0], new Line(part[1], part[2])));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return new Fields(lines, new TreeSet<>());
    }

    Line get(String name) {
        Line line = lines.get(name);
        if (line == null) {
            throw new IllegalStateException("fields.txt says nothing of " + name);
        }
        asked.add(name);
        return line;
    }

    /** The lines nobody has asked for so far. */
    Set<String> unasked() {
        Set<String> unasked = new TreeSet<>(lines.keySet());
        unasked.removeAll(asked);
        return unasked;
    }
}
