package ge.khidi.contract.detail;

import ge.khidi.contract.entity.FieldGroup;
import ge.khidi.contract.entity.Group;
import ge.khidi.contract.event.CrimeArea;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Trafficking of goods, Annex 2 No 3; the goods themselves are entities. */
public record GoodsTraffickingDetail(
        @Group(FieldGroup.CONDUCT) Optional<Reason> reason,
        @Group(FieldGroup.CONDUCT) Optional<Boolean> linkedToTerrorism,
        @Group(FieldGroup.CONDUCT) Optional<BorderCrossingDetail.Direction> direction,
        @Group(FieldGroup.CONDUCT) Optional<BorderCrossingDetail.Detection> detection,
        @Group(FieldGroup.NARRATIVE) Optional<String> concealmentType,
        @Group(FieldGroup.CONDUCT) Set<CrimeArea> crimeAreas)
        implements Detail {
    public GoodsTraffickingDetail {
        crimeAreas = Collections.unmodifiableSet(new TreeSet<>(crimeAreas));
    }

    /** Why a single report is due. */
    public enum Reason {
        ABOVE_THRESHOLD,
        LINKED_TO_TERRORISM,
        NEEDS_REACTION,
        SPECIFIC_MODUS_OPERANDI,
        ABNORMAL_SEIZURE,
        OTHER
    }

    /** The content never reaches a log. */
    @Override
    public String toString() {
        return "GoodsTraffickingDetail[withheld]";
    }
}
