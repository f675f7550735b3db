package ge.khidi.contract.entity;

import ge.khidi.contract.LocalId;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * A place. {@code crossingPoint} and {@code borderSection} are national codes; the administrative boundary line of
 * the occupied territories is never a border and has none. Coordinates are WGS 84 degrees, {@code precisionMetres}
 * the radius in which the place lies, {@code country} ISO 3166-1 alpha-2.
 */
public record Location(
        @Group(FieldGroup.STRUCTURE) LocalId id,
        @Group(FieldGroup.STRUCTURE) Nature nature,
        @Group(FieldGroup.PLACE) Optional<String> name,
        @Group(FieldGroup.PLACE) Optional<String> country,
        @Group(FieldGroup.PLACE) Optional<String> region,
        @Group(FieldGroup.PLACE) Optional<String> borderSection,
        @Group(FieldGroup.PLACE) Optional<String> crossingPoint,
        @Group(FieldGroup.PLACE) Optional<BigDecimal> latitude,
        @Group(FieldGroup.PLACE) Optional<BigDecimal> longitude,
        @Group(FieldGroup.PLACE) Optional<Integer> precisionMetres,
        @Group(FieldGroup.WHEREABOUTS) @Identifying Optional<String> address)
        implements Entity {
    /** Names the entity, never its content. */
    @Override
    public String toString() {
        return "Location[" + id + "]";
    }
}
