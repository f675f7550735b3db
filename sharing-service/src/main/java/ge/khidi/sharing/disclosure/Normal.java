package ge.khidi.sharing.disclosure;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The form in which values are compared: NFKC, case folded, letters and digits only. */
final class Normal {

    /** The whole value as one word. */
    static String form(String text) {
        return String.join("", tokens(text));
    }

    /** The runs of letters and digits. */
    static List<String> tokens(String text) {
        String folded = Normalizer.normalize(
                Normalizer.normalize(text, Normalizer.Form.NFKC)
                        .toUpperCase(Locale.ROOT)
                        .toLowerCase(Locale.ROOT),
                Normalizer.Form.NFKC);
        List<String> tokens = new ArrayList<>();
        StringBuilder token = new StringBuilder();
        folded.codePoints().forEach(c -> {
            if (Character.isLetterOrDigit(c) || isMark(c)) {
                token.appendCodePoint(c);
            } else if (token.length() > 0) {
                tokens.add(token.toString());
                token.setLength(0);
            }
        });
        if (token.length() > 0) {
            tokens.add(token.toString());
        }
        return tokens;
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    private Normal() {}
}
