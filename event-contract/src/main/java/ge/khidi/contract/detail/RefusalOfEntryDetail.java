package ge.khidi.contract.detail;

import ge.khidi.contract.entity.FieldGroup;
import ge.khidi.contract.entity.Group;
import java.util.Optional;

/** One refusal of entry (counted monthly under Annex 1). */
public record RefusalOfEntryDetail(
        @Group(FieldGroup.CONDUCT) Ground ground,
        @Group(FieldGroup.PLACE) Optional<String> countryOfEmbarkation,
        @Group(FieldGroup.CONDUCT) PersonCounts persons)
        implements Detail {
    /** The ground of refusal, after the standard form of Regulation (EU) 2016/399 Annex V. */
    public enum Ground {
        NO_VALID_DOCUMENT,
        FALSE_DOCUMENT,
        NO_VALID_VISA,
        FALSE_VISA,
        PURPOSE_NOT_JUSTIFIED,
        STAY_EXHAUSTED,
        NO_MEANS_OF_SUBSISTENCE,
        ALERT,
        THREAT,
        OTHER
    }

    /** The content never reaches a log. */
    @Override
    public String toString() {
        return "RefusalOfEntryDetail[withheld]";
    }
}
