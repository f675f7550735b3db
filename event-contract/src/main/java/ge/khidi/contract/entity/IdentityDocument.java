package ge.khidi.contract.entity;

import ge.khidi.contract.LocalId;
import java.util.Optional;

/**
 * A travel or identity document as observed, forged ones included. {@code machineReadableZone} keeps its lines,
 * separated by a line feed.
 */
public record IdentityDocument(
        @Group(FieldGroup.STRUCTURE) LocalId id,
        @Group(FieldGroup.STRUCTURE) Nature nature,
        @Group(FieldGroup.STRUCTURE) DocumentType type,
        @Group(FieldGroup.DOCUMENTS) @Identifying Optional<String> number,
        @Group(FieldGroup.DOCUMENTS) Optional<String> issuingCountry,
        @Group(FieldGroup.DOCUMENTS) Optional<String> expires,
        @Group(FieldGroup.DOCUMENTS) @Identifying Optional<String> machineReadableZone)
        implements Entity {
    /** Names the entity, never its content. */
    @Override
    public String toString() {
        return "IdentityDocument[" + id + "]";
    }
}
