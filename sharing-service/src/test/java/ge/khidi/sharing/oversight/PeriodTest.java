package ge.khidi.sharing.oversight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ge.khidi.relay.problem.ProblemException;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeriodTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);

    @Test
    void withoutAWordItIsTheLastWholeQuarter() {
        assertThat(Period.parse(null, null, TODAY))
                .isEqualTo(new Period(LocalDate.of(2026, 7, 1), LocalDate.of(2026, 10, 1)));
    }

    @Test
    void personsAreCountedByWholeQuartersOnly() {
        assertThat(quarters("2025-12-01", "2026-08-01")).isEqualTo("[2026-Q1, 2026-Q2]");
        assertThat(quarters("2026-02-01", "2026-04-01")).isEqualTo("[]");
    }

    @Test
    void aQuarterThatIsUnderWayIsNotShownTwiceWithADayBetween() {
        assertThat(quarters("2026-07-01", "2027-01-01")).isEqualTo("[2026-Q3]");
        assertThat(Period.parse("2026-10-01", "2027-01-01", TODAY)
                        .quarters(LocalDate.of(2027, 1, 1))
                        .toString())
                .isEqualTo("[2026-Q4]");
    }

    private static String quarters(String from, String until) {
        return Period.parse(from, until, TODAY).quarters(TODAY).toString();
    }

    @ParameterizedTest
    @CsvSource({"2026-01-02,2026-04-01", "2026-04-01,2026-04-01", "2020-01-01,2026-01-01", "now,2026-04-01"})
    void anythingButWholeMonthsIsRefused(String from, String until) {
        assertThatThrownBy(() -> Period.parse(from, until, TODAY)).isInstanceOf(ProblemException.class);
    }
}
