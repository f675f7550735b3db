package ge.khidi.sharing.oversight;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Comma-separated values (RFC 4180) for spreadsheets: with a byte-order mark, or they take Georgian for another script, and with nothing they
 * could take for a formula.
 */
final class Csv {

    /** The media type. */
    static final String TYPE = "text/csv;charset=UTF-8";

    /** Goes before everything. */
    static final String MARK = "\uFEFF";

    /** For a number that is withheld. */
    private static final String WITHHELD = "*";

    private Csv() {}

    /** The tables one after the other, each with its name and the names of its columns, and an empty line between. */
    static String of(List<Sheet> sheets) {
        return sheets.stream().map(Csv::of).collect(Collectors.joining("\r\n", MARK, ""));
    }

    private static String of(Sheet sheet) {
        StringBuilder text = new StringBuilder(line(sheet.name(), sheet.of()));
        text.append(line(Stream.concat(sheet.keys().stream(), sheet.figures().stream())));
        sheet.lines()
                .forEach(line -> text.append(line(Stream.concat(
                        line.words().stream(),
                        line.numbers().stream()
                                .map(number -> number.map(String::valueOf).orElse(WITHHELD))))));
        return text.toString();
    }

    static String line(String... cells) {
        return line(Arrays.stream(cells));
    }

    private static String line(Stream<String> cells) {
        return cells.map(Csv::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    /** Quoted where it must be; an apostrophe before whatever a spreadsheet would calculate. */
    static String cell(String text) {
        boolean formula = !text.isEmpty() && "=+-@\t\r\n＝＋－＠".indexOf(text.charAt(0)) >= 0;
        String harmless = formula ? "'" + text : text;
        return harmless.matches("[^\",\r\n]*") ? harmless : "\"" + harmless.replace("\"", "\"\"") + "\"";
    }
}
