package ge.khidi.contract.detail;

import ge.khidi.contract.entity.FieldGroup;
import ge.khidi.contract.entity.Group;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * External flight of interest, Annex 2 No 7; the aircraft is a transport entity. Altitude in metres above mean sea
 * level.
 */
public record FlightDetail(
        @Group(FieldGroup.PLACE) Optional<BigDecimal> headingDegrees,
        @Group(FieldGroup.PLACE) Optional<BigDecimal> speedKnots,
        @Group(FieldGroup.PLACE) Optional<Integer> uncertaintyMetres,
        @Group(FieldGroup.PLACE) Optional<BigDecimal> altitudeMetres,
        @Group(FieldGroup.TRANSPORT) Optional<String> aircraftType,
        @Group(FieldGroup.PLACE) Optional<String> departure,
        @Group(FieldGroup.PLACE) Optional<String> destination,
        @Group(FieldGroup.CONDUCT) Optional<PersonCounts> aboard)
        implements Detail {
    /** The content never reaches a log. */
    @Override
    public String toString() {
        return "FlightDetail[withheld]";
    }
}
