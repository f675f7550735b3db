package ge.khidi.analysis.indicator;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;

/** A week of ISO 8601, from Monday to Sunday in UTC: long enough for a count, short enough for an alert to be of use. */
public record Week(@JsonValue LocalDate monday) implements Comparable<Week> {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Week {
        if (monday.getDayOfWeek() != DayOfWeek.MONDAY) {
            throw new IllegalArgumentException("a week begins on a Monday");
        }
    }

    static Week of(Instant moment) {
        return new Week(
                LocalDate.ofInstant(moment, ZoneOffset.UTC).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)));
    }

    static Week parse(String monday) {
        return new Week(LocalDate.parse(monday));
    }

    Week plus(int weeks) {
        return new Week(monday.plusWeeks(weeks));
    }

    LocalDate sunday() {
        return monday.plusDays(6);
    }

    Instant begin() {
        return monday.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    @Override
    public int compareTo(Week other) {
        return monday.compareTo(other.monday);
    }

    @Override
    public String toString() {
        return monday.toString();
    }
}
