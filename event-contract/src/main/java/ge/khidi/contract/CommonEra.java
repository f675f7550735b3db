package ge.khidi.contract;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

/**
 * Times and days as somebody else wrote them, in the years 0001 to 9999: those that ISO 8601 writes with four digits, and that every database
 * keeps and gives back. Of any other year it is said that it is no time, as of any other text: {@link DateTimeParseException}, without the text.
 */
public final class CommonEra {

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

    /** A moment in UTC, with a Z. */
    public static Instant instant(String text) {
        return within(Instant.parse(text));
    }

    /** A moment with whatever offset. */
    public static Instant moment(String text) {
        return within(OffsetDateTime.parse(text).toInstant());
    }

    public static LocalDate day(String text) {
        LocalDate day = LocalDate.parse(text);
        if (day.getYear() < 1 || day.getYear() > 9999) {
            throw outside();
        }
        return day;
    }

    private static Instant within(Instant moment) {
        if (moment.isBefore(FIRST) || moment.isAfter(LAST)) {
            throw outside();
        }
        return moment;
    }

    private static DateTimeParseException outside() {
        return new DateTimeParseException("not in the years 0001 to 9999", "", 0);
    }

    private CommonEra() {}
}
