package ge.khidi.contract.detail;

import ge.khidi.contract.entity.FieldGroup;
import ge.khidi.contract.entity.Group;
import java.util.Optional;

/** Search and rescue, Annex 2 No 8. */
public record SearchAndRescueDetail(
        @Group(FieldGroup.CONDUCT) Phase phase,
        @Group(FieldGroup.CONDUCT) Optional<String> rescueCoordinationCentre,
        @Group(FieldGroup.PLACE) Optional<String> placeOfSafety,
        @Group(FieldGroup.CONDUCT) PersonCounts persons)
        implements Detail {
    /** Annex 2 No 8, in its order. */
    public enum Phase {
        UNCERTAINTY,
        ALERT,
        DISTRESS,
        OPERATION_ONGOING,
        CONCLUDED
    }

    /** The content never reaches a log. */
    @Override
    public String toString() {
        return "SearchAndRescueDetail[withheld]";
    }
}
