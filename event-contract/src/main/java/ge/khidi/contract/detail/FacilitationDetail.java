package ge.khidi.contract.detail;

import ge.khidi.contract.entity.FieldGroup;
import ge.khidi.contract.entity.Group;
import ge.khidi.contract.event.CrimeArea;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Facilitation of unauthorised entry, or trafficking in human beings, Annex 2 No 2. */
public record FacilitationDetail(
        @Group(FieldGroup.CONDUCT) Offence offence,
        @Group(FieldGroup.CONDUCT) Stage stage,
        @Group(FieldGroup.CONDUCT) Optional<BorderCrossingDetail.Direction> direction,
        @Group(FieldGroup.CONDUCT) Optional<BorderCrossingDetail.Detection> detection,
        @Group(FieldGroup.CONDUCT) Set<Exploitation> exploitation,
        @Group(FieldGroup.CONDUCT) PersonCounts victims,
        @Group(FieldGroup.CONDUCT) PersonCounts perpetrators,
        @Group(FieldGroup.PLACE) List<String> transitCountries,
        @Group(FieldGroup.NARRATIVE) Optional<String> modusOperandi,
        @Group(FieldGroup.CONDUCT) Set<CrimeArea> crimeAreas)
        implements Detail {
    public FacilitationDetail {
        exploitation = Collections.unmodifiableSet(new TreeSet<>(exploitation));
        transitCountries = List.copyOf(transitCountries);
        crimeAreas = Collections.unmodifiableSet(new TreeSet<>(crimeAreas));
    }

    /** Which of the two. */
    public enum Offence {
        FACILITATION,
        TRAFFICKING_IN_HUMAN_BEINGS
    }

    /** How far it went. */
    public enum Stage {
        SUSPICION,
        ATTEMPT,
        COMMITTED
    }

    /** The form of exploitation. */
    public enum Exploitation {
        SEXUAL,
        LABOUR,
        OTHER
    }

    /** The content never reaches a log. */
    @Override
    public String toString() {
        return "FacilitationDetail[withheld]";
    }
}
