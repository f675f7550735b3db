package ge.khidi.contract.rules;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;
import java.util.Optional;

/** A date known to the day, the month or the year: every day from {@code first} to {@code last} it could be. */
public record PartialDate(LocalDate first, LocalDate last) {

    /** {@code yyyy}, {@code yyyy-MM} or {@code yyyy-MM-dd}; nothing where the calendar has no such date. */
    public static Optional<PartialDate> parse(String text) {
        try {
            return switch (text.length()) {
                case 4 -> {
                    Year year = Year.parse(text);
                    yield Optional.of(
                            new PartialDate(year.atDay(1), year.atMonth(12).atEndOfMonth()));
                }
                case 7 -> {
                    YearMonth month = YearMonth.parse(text);
                    yield Optional.of(new PartialDate(month.atDay(1), month.atEndOfMonth()));
                }
                default -> {
                    LocalDate day = LocalDate.parse(text);
                    yield Optional.of(new PartialDate(day, day));
                }
            };
        } catch (DateTimeException noSuchDate) {
            return Optional.empty();
        }
    }
}
