package ge.khidi.analysis.indicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ge.khidi.contract.detail.RiskAssessmentDetail.Level;
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
        // four weeks of five each: 5 + 3 * sqrt(5) = 11.7
        "11,20,false", "12,20,true",
        // hardly anything before: 0.25 + 3 * 1
        "4,1,false", "5,1,true",
        // nothing before: nothing to compare with
        "500,0,false"
    })
    void anAlertNeedsSomethingToCompareWithAndMoreThanChance(int observed, int before, boolean abnormal) {
        assertThat(RULES.abnormal(observed, before)).isEqualTo(abnormal);
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
