package ge.khidi.analysis.indicator;

import ge.khidi.contract.detail.RiskAssessmentDetail.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The rules of counting, of alerts and of risk. They are an installation's own: no public source fixes the scales of CIRAM, and the level
 * that counts is a human's (Directive (EU) 2016/680 Art. 11).
 *
 * @param version named in every risk assessment; whoever changes a rule changes it
 * @param cell no number below it is ever told, and every number is told as a multiple of it
 * @param mostSources so many events a product names at most
 * @param weeks so many weeks before are what a week is compared with
 * @param deviation how many times the square root of what was expected must be exceeded (the spread of a count that is due to chance)
 * @param medium a count from which the threat is MEDIUM
 * @param high a count from which the threat is HIGH
 * @param sections what analysts have stated of each section
 */
public record IndicatorRules(
        String version,
        int cell,
        int mostSources,
        int weeks,
        double deviation,
        int medium,
        int high,
        Map<String, Stated> sections) {

    private static final List<Level> SCALE = List.of(Level.LOW, Level.MEDIUM, Level.HIGH, Level.CRITICAL);

    /** What analysts say of a section; what they have not said is UNKNOWN, which is never low. */
    public record Stated(Level vulnerability, Level impact) {
        static final Stated NOTHING = new Stated(Level.UNKNOWN, Level.UNKNOWN);
    }

    public IndicatorRules {
        if (cell < 2 || mostSources < cell || mostSources > 1_000 || weeks < 1 || deviation <= 0) {
            throw new IllegalArgumentException("a cell of at least two, at most 1000 sources, at least one week");
        }
        if (medium < cell || high <= medium) {
            throw new IllegalArgumentException(
                    "a threshold below the cell or below another one would tell a small count");
        }
        sections = Map.copyOf(sections);
    }

    /**
     * What is told of a count: nothing (0) below the cell, then the multiple of the cell below it, and beyond what can be named two leading
     * digits. So one event more or less shows only where it completes a cell, and then it is one of a whole cell.
     */
    int told(int count) {
        if (count <= mostSources) {
            return count - count % cell;
        }
        int step = 1;
        while (count / step >= 100) {
            step *= 10;
        }
        int coarse = Math.max(step, cell);
        return Math.max(mostSources - mostSources % cell, count - count % coarse);
    }

    /**
     * What the weeks before let expect: their mean, from the first one in which there was anything. What was before that is not known to be
     * nothing: an installation, a section or a way of doing things may be new. Empty if there was nothing at all.
     *
     * @param before how many in each week before, the latest first
     */
    OptionalDouble expected(List<Integer> before) {
        int first = before.size();
        while (first > 0 && before.get(first - 1) == 0) {
            first--;
        }
        return before.subList(0, first).stream().mapToInt(Integer::intValue).average();
    }

    /** Whether so many are an abnormal change of the values observed (Regulation (EU) 2021/581 Art. 8(4)). */
    boolean abnormal(int observed, double expected) {
        return observed >= cell && observed >= expected + deviation * Math.sqrt(Math.max(expected, 1));
    }

    /** From what is told, so that a level says no more than the number. */
    Level threat(int told) {
        if (told < cell) {
            return Level.UNKNOWN;
        }
        return told >= high ? Level.HIGH : told >= medium ? Level.MEDIUM : Level.LOW;
    }

    Stated stated(Section section) {
        return section.code()
                .flatMap(code -> Optional.ofNullable(sections.get(code)))
                .orElse(Stated.NOTHING);
    }

    /** Threat, vulnerability and impact together: their mean, rounded up. What is unknown leaves the whole unknown. */
    static Level computed(Level threat, Level vulnerability, Level impact) {
        if (threat == Level.UNKNOWN || vulnerability == Level.UNKNOWN || impact == Level.UNKNOWN) {
            return Level.UNKNOWN;
        }
        int sum = SCALE.indexOf(threat) + SCALE.indexOf(vulnerability) + SCALE.indexOf(impact);
        return SCALE.get((sum + 2) / 3);
    }
}
