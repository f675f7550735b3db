package ge.khidi.contract.detail;

import ge.khidi.contract.entity.FieldGroup;
import ge.khidi.contract.entity.Group;
import java.math.BigDecimal;
import java.util.Optional;

/** Vessel of interest, Annex 2 No 6; the vessel is a transport entity. Heading in degrees true, speed in knots. */
public record VesselDetail(
        @Group(FieldGroup.PLACE) Optional<BigDecimal> headingDegrees,
        @Group(FieldGroup.PLACE) Optional<BigDecimal> speedKnots,
        @Group(FieldGroup.PLACE) Optional<Integer> uncertaintyMetres,
        @Group(FieldGroup.TRANSPORT) Optional<String> vesselType,
        @Group(FieldGroup.TRANSPORT) Optional<String> flag,
        @Group(FieldGroup.NARRATIVE) Optional<String> cargo,
        @Group(FieldGroup.CONDUCT) Optional<PersonCounts> aboard)
        implements Detail {
    /** The content never reaches a log. */
    @Override
    public String toString() {
        return "VesselDetail[withheld]";
    }
}
