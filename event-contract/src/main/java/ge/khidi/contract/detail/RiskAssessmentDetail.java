package ge.khidi.contract.detail;

import ge.khidi.contract.RevisionId;
import ge.khidi.contract.entity.FieldGroup;
import ge.khidi.contract.entity.Group;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * A risk level after CIRAM: threat, vulnerability and impact under a versioned rule. Advisory; {@code finalLevel} is
 * a human's (Directive (EU) 2016/680 Art. 11).
 */
public record RiskAssessmentDetail(
        @Group(FieldGroup.PLACE) Optional<String> borderSection,
        @Group(FieldGroup.CONDUCT) LocalDate periodStart,
        @Group(FieldGroup.CONDUCT) LocalDate periodEnd,
        @Group(FieldGroup.CONDUCT) Level threat,
        @Group(FieldGroup.CONDUCT) Level vulnerability,
        @Group(FieldGroup.CONDUCT) Level impact,
        @Group(FieldGroup.CONDUCT) Level computedLevel,
        @Group(FieldGroup.CONDUCT) Optional<Level> finalLevel,
        @Group(FieldGroup.STRUCTURE) String ruleVersion,
        @Group(FieldGroup.STRUCTURE) List<RevisionId> sources)
        implements Detail {
    public RiskAssessmentDetail {
        sources = List.copyOf(sources);
    }

    /** Regulation (EU) 2019/1896 Art. 34, and UNKNOWN, which is never low. */
    public enum Level {
        UNKNOWN,
        LOW,
        MEDIUM,
        HIGH,
        CRITICAL
    }

    /** The content never reaches a log. */
    @Override
    public String toString() {
        return "RiskAssessmentDetail[withheld]";
    }
}
