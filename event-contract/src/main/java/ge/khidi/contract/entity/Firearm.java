package ge.khidi.contract.entity;

import ge.khidi.contract.LocalId;
import java.util.Optional;

/** A firearm or an essential part of one. */
public record Firearm(
        @Group(FieldGroup.STRUCTURE) LocalId id,
        @Group(FieldGroup.STRUCTURE) Nature nature,
        @Group(FieldGroup.FIREARM) String type,
        @Group(FieldGroup.FIREARM) Optional<String> make,
        @Group(FieldGroup.FIREARM) Optional<String> model,
        @Group(FieldGroup.FIREARM) Optional<String> calibre,
        @Group(FieldGroup.FIREARM) @Identifying Optional<String> serial)
        implements Entity {
    /** Names the entity, never its content. */
    @Override
    public String toString() {
        return "Firearm[" + id + "]";
    }
}
