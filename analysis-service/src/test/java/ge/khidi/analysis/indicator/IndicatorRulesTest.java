package ge.khidi.analysis.indicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ge.khidi.contract.detail.RiskAssessmentDetail.Level;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IndicatorRulesTest {

    private static final IndicatorRules RULES = new IndicatorRules("test", 5, 500, 4, 3, 20, 100, Map.of());

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "4,0",
        "5,5",
        "9,5",
        "10,10",
        "37,35",
        "499,495",
        "500,500",
        "501,500",
        "509,500",
        "510,510",
        "999,990",
        "1000,1000",
        "1099,1000",
        "6796,6700",
        "56434,56000"
    })
    void aCountIsToldInWholeCellsAndBeyondWhatIsNamedWithTwoDigits(int count, int told) {
        assertThat(RULES.told(count)).isEqualTo(told);
    }

    @Test
    void oneEventMoreNeverShowsByLessThanACell() {
        for (int count = 0; count < 20_000; count++) {
            int change = RULES.told(count + 1) - RULES.told(count);
            assertThat(change == 0 || change >= 5).as("after %d", count).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        // 5 + 3 * sqrt(5) = 11.7
        "11,5,false", "12,5,true",
        // hardly anything before: 0.25 + 3 * 1, but no number below the cell is told
        "4,0.25,false", "5,0.25,true"
    })
    void anAlertNeedsMoreThanChanceAndAWholeCell(int observed, double expected, boolean abnormal) {
        assertThat(RULES.abnormal(observed, expected)).isEqualTo(abnormal);
    }

    @Test
    void whatIsExpectedIsTheMeanSinceThereWasAnything() {
        assertThat(RULES.expected(List.of(5, 5, 5, 5))).hasValue(5);
        assertThat(RULES.expected(List.of(6, 0, 0, 0))).hasValue(6);
        assertThat(RULES.expected(List.of(0, 0, 0, 8))).hasValue(2);
        assertThat(RULES.expected(List.of(0, 0, 0, 0))).isEmpty();
    }

    @Test
    void whatNobodyStatedIsUnknownAndUnknownIsNeverLow() {
        assertThat(IndicatorRules.computed(Level.HIGH, Level.UNKNOWN, Level.LOW))
                .isEqualTo(Level.UNKNOWN);
        assertThat(IndicatorRules.computed(Level.LOW, Level.LOW, Level.MEDIUM)).isEqualTo(Level.MEDIUM);
        assertThat(IndicatorRules.computed(Level.LOW, Level.LOW, Level.LOW)).isEqualTo(Level.LOW);
        assertThat(RULES.threat(0)).isEqualTo(Level.UNKNOWN);
        assertThat(RULES.threat(5)).isEqualTo(Level.LOW);
        assertThat(RULES.threat(20)).isEqualTo(Level.MEDIUM);
        assertThat(RULES.threat(100)).isEqualTo(Level.HIGH);
    }

    @Test
    void aThresholdBelowTheCellIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IndicatorRules("test", 5, 500, 4, 3, 4, 100, Map.of()));
    }
}
