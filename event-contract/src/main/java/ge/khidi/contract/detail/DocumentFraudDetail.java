package ge.khidi.contract.detail;

import ge.khidi.contract.entity.FieldGroup;
import ge.khidi.contract.entity.Group;
import ge.khidi.contract.event.CrimeArea;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Document fraud, Annex 2 No 4; the document and its bearer are entities. */
public record DocumentFraudDetail(
        @Group(FieldGroup.CONDUCT) FraudType fraudType,
        @Group(FieldGroup.CONDUCT) Optional<Usage> usage,
        @Group(FieldGroup.PLACE) Optional<String> crossingPointOfEmbarkation,
        @Group(FieldGroup.PLACE) Optional<String> crossingPointOfTransit,
        @Group(FieldGroup.PLACE) Optional<String> crossingPointOfDestination,
        @Group(FieldGroup.CONDUCT) Set<CrimeArea> crimeAreas)
        implements Detail {
    public DocumentFraudDetail {
        crimeAreas = Collections.unmodifiableSet(new TreeSet<>(crimeAreas));
    }

    /** The kind of fraud. */
    public enum FraudType {
        COUNTERFEIT,
        FORGED,
        STOLEN_BLANK,
        FRAUDULENTLY_OBTAINED,
        IMPOSTOR,
        PSEUDO,
        OTHER
    }

    /** Whether it was shown. */
    public enum Usage {
        PRESENTED,
        CONCEALED,
        NOT_APPLICABLE
    }

    /** The content never reaches a log. */
    @Override
    public String toString() {
        return "DocumentFraudDetail[withheld]";
    }
}
