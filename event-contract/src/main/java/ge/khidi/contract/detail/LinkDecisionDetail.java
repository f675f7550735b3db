package ge.khidi.contract.detail;

import ge.khidi.contract.EventId;
import ge.khidi.contract.entity.FieldGroup;
import ge.khidi.contract.entity.Group;

/**
 * An analyst confirms or rejects a link. Final: a later decision on the same link must come as a revision of this
 * one.
 */
public record LinkDecisionDetail(
        @Group(FieldGroup.STRUCTURE) EventId link,
        @Group(FieldGroup.CONDUCT) Verdict verdict,
        @Group(FieldGroup.NARRATIVE) String justification)
        implements Detail {
    /** What the analyst decided. */
    public enum Verdict {
        CONFIRMED,
        REJECTED
    }

    /** The content never reaches a log. */
    @Override
    public String toString() {
        return "LinkDecisionDetail[withheld]";
    }
}
