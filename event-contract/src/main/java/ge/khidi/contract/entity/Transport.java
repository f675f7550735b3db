package ge.khidi.contract.entity;

import ge.khidi.contract.LocalId;
import java.util.Optional;

/**
 * A means of transport. {@code plate} is as observed, with {@code plateCountry} ISO 3166-1 alpha-2; {@code imo} and
 * {@code mmsi} name vessels, {@code flight} a flight number.
 */
public record Transport(
        @Group(FieldGroup.STRUCTURE) LocalId id,
        @Group(FieldGroup.STRUCTURE) Nature nature,
        @Group(FieldGroup.TRANSPORT) MeansOfTransport means,

        @Group(FieldGroup.TRANSPORT_IDENTIFIERS) @Identifying
        Optional<String> plate,

        @Group(FieldGroup.TRANSPORT) Optional<String> plateCountry,

        @Group(FieldGroup.TRANSPORT_IDENTIFIERS) @Identifying
        Optional<String> vin,

        @Group(FieldGroup.TRANSPORT_IDENTIFIERS) @Identifying
        Optional<String> imo,

        @Group(FieldGroup.TRANSPORT_IDENTIFIERS) @Identifying
        Optional<String> mmsi,

        @Group(FieldGroup.TRANSPORT_IDENTIFIERS) @Identifying
        Optional<String> flight,

        @Group(FieldGroup.TRANSPORT_IDENTIFIERS) @Identifying
        Optional<String> name,

        @Group(FieldGroup.TRANSPORT) Optional<String> make,
        @Group(FieldGroup.TRANSPORT) Optional<String> model,
        @Group(FieldGroup.TRANSPORT) Optional<String> colour)
        implements Entity {
    /** Names the entity, never its content. */
    @Override
    public String toString() {
        return "Transport[" + id + "]";
    }
}
