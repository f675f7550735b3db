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
        assertThat(Period.parse("2025-12-01", "2026-08-01", TODAY).quarters()).hasToString("[2026-Q1, 2026-Q2]");
        assertThat(Period.parse("2026-02-01", "2026-04-01", TODAY).quarters()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"2026-01-02,2026-04-01", "2026-04-01,2026-04-01", "2020-01-01,2026-01-01", "now,2026-04-01"})
    void anythingButWholeMonthsIsRefused(String from, String until) {
        assertThatThrownBy(() -> Period.parse(from, until, TODAY)).isInstanceOf(ProblemException.class);
    }
}
