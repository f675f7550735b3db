package ge.khidi.sharing.pages;

import java.util.List;

/** Lines that belong together, under a heading. */
public record Section(String title, List<Line> lines) {

    public Section {
        lines = List.copyOf(lines);
    }

    /** The heading, never the lines. */
    @Override
    public String toString() {
        return "Section[" + title + "]";
    }
}
