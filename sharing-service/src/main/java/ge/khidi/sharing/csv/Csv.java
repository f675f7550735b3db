package ge.khidi.sharing.csv;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Comma-separated values (RFC 4180) for spreadsheets: with a byte-order mark, or they take Georgian for another script, and with nothing they
 * could take for a formula.
 *
 * <p>An apostrophe stands before each sign that would make a formula of what follows, and before an apostrophe, where a cell begins; also
 * behind a semicolon, a tab, a line feed and a carriage return, where a spreadsheet that separates by these sees a cell begin. Whoever takes
 * away one apostrophe in each of these places has the text again.
 */
public final class Csv {

    /** The media type. */
    public static final String TYPE = "text/csv;charset=UTF-8";

    /** Goes before everything. */
    public static final String MARK = "\uFEFF";

    private static final Pattern DANGEROUS = Pattern.compile("(?<=^|[;\t\n\r])(?=[=+\\-@\t\r＝＋－＠'])|^(?=\n)");

    private Csv() {}

    public static String line(String... cells) {
        return line(Arrays.stream(cells));
    }

    public static String line(Stream<String> cells) {
        return cells.map(Csv::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    /** Quoted where it must be; an apostrophe before whatever a spreadsheet would calculate. */
    static String cell(String text) {
        String harmless = DANGEROUS.matcher(text).replaceAll("'");
        return harmless.matches("[^\",\r\n]*") ? harmless : "\"" + harmless.replace("\"", "\"\"") + "\"";
    }
}
