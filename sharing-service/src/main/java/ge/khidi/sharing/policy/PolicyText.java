package ge.khidi.sharing.policy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The text of one policy file. It knows where each policy begins, so that what the engine says of one policy (offsets in its UTF-8
 * bytes) becomes a line and a column of the file.
 */
public record PolicyText(String file, String text) {

    /** One policy's text, from the end of the one before to its semicolon; {@code offset} is where it starts in the file's characters. */
    record Statement(PolicyText of, int offset, String text) {

        /** The place of a byte of this policy. */
        SourceFault faultAt(int byteOffset, String message) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            int end = Math.max(0, Math.min(byteOffset, bytes.length));
            int characters = new String(bytes, 0, end, StandardCharsets.UTF_8).length();
            return of.fault(offset + characters, message);
        }

        /** The place where the policy itself begins, behind blanks and comments. */
        SourceFault fault(String message) {
            return of.fault(offset + begin(), message);
        }

        /** A fault at the first occurrence of something in this policy. */
        SourceFault faultAt(String excerpt, String message) {
            int found = text.indexOf(excerpt, begin());
            return found < 0 ? fault(message) : of.fault(offset + found, message);
        }

        private int begin() {
            int at = 0;
            while (at < text.length()) {
                if (Character.isWhitespace(text.charAt(at))) {
                    at++;
                } else if (text.startsWith("//", at)) {
                    at = endOfLine(text, at);
                } else {
                    return at;
                }
            }
            return 0;
        }

        private boolean blank() {
            return begin() == 0 && (text.isBlank() || text.startsWith("//") || Character.isWhitespace(text.charAt(0)));
        }
    }

    /** The policies of the file, split at semicolons that stand in no string and no comment. */
    List<Statement> statements() {
        List<Statement> statements = new ArrayList<>();
        int start = 0;
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                at = endOfString(at);
            } else if (text.startsWith("//", at)) {
                at = endOfLine(text, at);
            } else {
                at++;
                if (c == ';') {
                    statements.add(new Statement(this, start, text.substring(start, at)));
                    start = at;
                }
            }
        }
        Statement rest = new Statement(this, start, text.substring(start));
        if (!rest.blank()) {
            statements.add(rest);
        }
        return statements;
    }

    SourceFault fault(int character, String message) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < character; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return new SourceFault(file, line, text.codePointCount(lineStart, character) + 1, message);
    }

    private int endOfString(int quote) {
        int at = quote + 1;
        while (at < text.length() && text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return Math.min(at + 1, text.length());
    }

    private static int endOfLine(String text, int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }
}
