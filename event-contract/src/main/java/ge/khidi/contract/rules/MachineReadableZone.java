package ge.khidi.contract.rules;

import ge.khidi.contract.event.Check.Verdict;
import java.util.List;
import java.util.Locale;

/**
 * The check digits of a machine readable zone: ICAO Doc 9303 sizes TD1, TD2, TD3 and the visas MRV-A and MRV-B, and the French
 * identity card of before 2021, which has a form of its own. Other forms are not checkable.
 */
final class MachineReadableZone {

    private static final String VALUES = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final int[] WEIGHTS = {7, 3, 1};

    private MachineReadableZone() {}

    static Verdict judge(String observed) {
        List<String> lines = lines(observed.toUpperCase(Locale.ROOT));
        return switch (form(lines)) {
            case TD1 -> CheckDigits.verdict(td1(lines.get(0), lines.get(1)));
            case TD2 -> CheckDigits.verdict(td2(lines.get(1)));
            case TD3 -> CheckDigits.verdict(td3(lines.get(1)));
            case VISA -> CheckDigits.verdict(numberAndDates(lines.get(1)));
            case FRENCH_CARD -> CheckDigits.verdict(frenchCard(lines.get(0), lines.get(1)));
            case UNKNOWN -> Verdict.NOT_CHECKABLE;
        };
    }

    private enum Form {
        TD1,
        TD2,
        TD3,
        VISA,
        FRENCH_CARD,
        UNKNOWN
    }

    private static Form form(List<String> lines) {
        List<Integer> lengths = lines.stream().map(String::length).toList();
        boolean visa = lines.get(0).startsWith("V");
        if (lengths.equals(List.of(30, 30, 30))) {
            return Form.TD1;
        } else if (lengths.equals(List.of(44, 44))) {
            return visa ? Form.VISA : Form.TD3;
        } else if (lengths.equals(List.of(36, 36))) {
            return lines.get(0).startsWith("IDFRA") ? Form.FRENCH_CARD : visa ? Form.VISA : Form.TD2;
        }
        return Form.UNKNOWN;
    }

    /** The lines as written; a zone written without line feeds is cut where its size says. */
    private static List<String> lines(String zone) {
        List<String> lines = zone.lines().map(String::strip).toList();
        if (lines.size() != 1) {
            return lines.isEmpty() ? List.of("") : lines;
        }
        String all = lines.get(0);
        return switch (all.length()) {
            case 90 -> List.of(all.substring(0, 30), all.substring(30, 60), all.substring(60));
            case 88 -> List.of(all.substring(0, 44), all.substring(44));
            case 72 -> List.of(all.substring(0, 36), all.substring(36));
            default -> lines;
        };
    }

    private static boolean td1(String upper, String middle) {
        return number(upper, 5, 14, upper.substring(15))
                && right(middle, 0, 6)
                && right(middle, 8, 14)
                && right(
                        upper.substring(5)
                                + middle.substring(0, 7)
                                + middle.substring(8, 15)
                                + middle.substring(18, 29),
                        middle.charAt(29));
    }

    private static boolean td2(String lower) {
        return number(lower, 0, 9, lower.substring(28, 35))
                && right(lower, 13, 19)
                && right(lower, 21, 27)
                && right(lower.substring(0, 10) + lower.substring(13, 20) + lower.substring(21, 35), lower.charAt(35));
    }

    private static boolean td3(String lower) {
        String personal = lower.substring(28, 42);
        boolean noPersonalNumber = personal.chars().allMatch(c -> c == '<') && lower.charAt(42) == '<';
        return numberAndDates(lower)
                && (noPersonalNumber || right(personal, lower.charAt(42)))
                && right(lower.substring(0, 10) + lower.substring(13, 20) + lower.substring(21, 43), lower.charAt(43));
    }

    private static boolean numberAndDates(String lower) {
        return right(lower, 0, 9) && right(lower, 13, 19) && right(lower, 21, 27);
    }

    private static boolean frenchCard(String upper, String lower) {
        return right(lower, 0, 12) && right(lower, 27, 33) && right(upper + lower.substring(0, 35), lower.charAt(35));
    }

    /**
     * The document number and its digit. A number too long for its field goes on in the optional data up to its digit, and a
     * filler stands where the digit would be (Doc 9303-5, note j). Some states count that filler as part of the number.
     */
    private static boolean number(String line, int from, int to, String optional) {
        if (line.charAt(to) != '<') {
            return right(line, from, to);
        }
        int end = optional.indexOf('<');
        String rest = end < 0 ? optional : optional.substring(0, end);
        if (rest.isEmpty()) {
            return false;
        }
        String more = rest.substring(0, rest.length() - 1);
        char digit = rest.charAt(rest.length() - 1);
        return right(line.substring(from, to) + more, digit) || right(line.substring(from, to + 1) + more, digit);
    }

    private static boolean right(String line, int from, int to) {
        return right(line.substring(from, to), line.charAt(to));
    }

    private static boolean right(String field, char digit) {
        int sum = 0;
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            int value = c == '<' ? 0 : VALUES.indexOf(c);
            if (value < 0) {
                return false;
            }
            sum += value * WEIGHTS[i % WEIGHTS.length];
        }
        return digit - '0' == sum % 10;
    }
}
