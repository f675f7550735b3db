package ge.khidi.analysis.topology;

import ge.khidi.analysis.indicator.IndicatorRules;
import ge.khidi.contract.detail.RiskAssessmentDetail.Level;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The rules of alerts and risk assessments. They belong to the analysts, and take effect on a count when an event touches it again. Whoever
 * changes one changes {@link #ruleVersion}.
 */
@ConfigMapping(prefix = "khidi.analysis.risk")
interface RiskConfig {

    /** Named in every risk assessment. */
    @WithDefault("khidi-1")
    String ruleVersion();

    /** No number below it is told, and every number as a multiple of it; not below the small cells of the sharing profile. */
    @WithDefault("5")
    int cell();

    /** So many events a product names at most; beyond, its number is for statistics alone. */
    @WithDefault("500")
    int sourcesPerProduct();

    /** So many weeks before are what a week is compared with. */
    @WithDefault("4")
    int weeks();

    /** An alert needs what was expected and so many times its square root. */
    @WithDefault("3")
    double deviation();

    /** A count in a week from which the threat is MEDIUM. */
    @WithDefault("20")
    int medium();

    /** A count in a week from which the threat is HIGH. */
    @WithDefault("100")
    int high();

    /** A product is published at most once in this time. */
    @WithDefault("PT5S")
    Duration every();

    /** By the code of a section: what analysts state of it. */
    Map<String, Stated> sections();

    /** What is not stated is UNKNOWN, which is never low. */
    interface Stated {
        @WithDefault("UNKNOWN")
        Level vulnerability();

        @WithDefault("UNKNOWN")
        Level impact();
    }

    /** Checked: thresholds that make no sense stop the service from starting. */
    default IndicatorRules rules() {
        return new IndicatorRules(
                ruleVersion(),
                cell(),
                sourcesPerProduct(),
                weeks(),
                deviation(),
                medium(),
                high(),
                sections().entrySet().stream()
                        .collect(Collectors.toMap(
                                section -> section.getKey().toUpperCase(Locale.ROOT),
                                section -> new IndicatorRules.Stated(
                                        section.getValue().vulnerability(),
                                        section.getValue().impact()))));
    }
}
