package ge.khidi.intake.consultation;

import ge.khidi.contract.CommonEra;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * From where a reader goes on: after a position that an earlier page gave out, or from a moment on. The cursor is opaque to the reader and
 * says nothing about other agencies but how busy the platform was.
 */
record Since(long position, Instant moment) {

    static final Since BEGINNING = new Since(0, Instant.EPOCH);

    private static final Pattern CURSOR = Pattern.compile("c[0-9a-z]{1,12}");

    /** A cursor, or a moment as RFC 3339 has it. */
    static Optional<Since> parse(String text) {
        if (CURSOR.matcher(text).matches()) {
            return Optional.of(after(Long.parseLong(text.substring(1), Character.MAX_RADIX)));
        }
        try {
            return Optional.of(new Since(0, CommonEra.instant(text)));
        } catch (DateTimeException neither) {
            return Optional.empty();
        }
    }

    static Since after(long position) {
        return new Since(position, Instant.EPOCH);
    }

    String cursor() {
        return "c" + Long.toString(position, Character.MAX_RADIX);
    }
}
