package ge.khidi.contract.detail;

import ge.khidi.contract.entity.FieldGroup;
import ge.khidi.contract.entity.Group;
import java.util.Optional;

/** A movement of interest (national): someone or something was seen to move where that may matter. */
public record MovementDetail(
        @Group(FieldGroup.CONDUCT) Optional<BorderCrossingDetail.Direction> direction,
        @Group(FieldGroup.PLACE) Optional<String> from,
        @Group(FieldGroup.PLACE) Optional<String> to,
        @Group(FieldGroup.CONDUCT) Optional<Boolean> offRoad,
        @Group(FieldGroup.CONDUCT) Optional<PersonCounts> persons)
        implements Detail {
    /** The content never reaches a log. */
    @Override
    public String toString() {
        return "MovementDetail[withheld]";
    }
}
