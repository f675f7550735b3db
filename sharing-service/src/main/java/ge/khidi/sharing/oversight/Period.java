package ge.khidi.sharing.oversight;

import ge.khidi.contract.CommonEra;
import ge.khidi.contract.problem.Problem;
import ge.khidi.contract.problem.ProblemType;
import ge.khidi.relay.problem.ProblemException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whole months in UTC, from the first day of one up to, not including, the first day of another; five years at most. */
record Period(LocalDate from, LocalDate until) {

    private static final int LONGEST_YEARS = 5;

    /** A quarter of a year. */
    record Quarter(LocalDate from) {
        LocalDate until() {
            return from.plusMonths(3);
        }

        @Override
        public String toString() {
            return from.getYear() + "-Q" + from.get(IsoFields.QUARTER_OF_YEAR);
        }
    }

    /** As they stand in the query; the quarter before today's where nothing is said. */
    static Period parse(@Nullable String from, @Nullable String until, LocalDate today) {
        LocalDate thisQuarter = quarterOf(today);
        Period period = new Period(
                from == null ? thisQuarter.minusMonths(3) : day("from", from),
                until == null ? thisQuarter : day("until", until));
        if (!period.from().isBefore(period.until())
                || period.until().isAfter(period.from().plusYears(LONGEST_YEARS))) {
            throw refused("from is before until, by five years at most");
        }
        return period;
    }

    Instant begin() {
        return from.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    Instant end() {
        return until.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /**
     * The whole quarters in it that are over on that day. Persons are counted by these only: if any two dates could be chosen, or one quarter be
     * read on two days while it lasts, two reports that differ by a day would show who came that day.
     */
    List<Quarter> quarters(LocalDate today) {
        List<Quarter> quarters = new ArrayList<>();
        LocalDate first = quarterOf(from).equals(from) ? from : quarterOf(from).plusMonths(3);
        for (LocalDate at = first;
                !at.plusMonths(3).isAfter(until) && !at.plusMonths(3).isAfter(today);
                at = at.plusMonths(3)) {
            quarters.add(new Quarter(at));
        }
        return quarters;
    }

    private static LocalDate quarterOf(LocalDate day) {
        return LocalDate.of(day.getYear(), (day.getMonthValue() - 1) / 3 * 3 + 1, 1);
    }

    private static LocalDate day(String name, String text) {
        try {
            LocalDate day = CommonEra.day(text);
            if (day.getDayOfMonth() == 1) {
                return day;
            }
        } catch (DateTimeParseException notADay) {
            throw refused(name + " is the first day of a month, such as 2026-10-01");
        }
        throw refused(name + " is the first day of a month, such as 2026-10-01");
    }

    private static ProblemException refused(String why) {
        return new ProblemException(Problem.of(ProblemType.INVALID_REQUEST, why));
    }
}
