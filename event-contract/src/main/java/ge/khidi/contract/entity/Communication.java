package ge.khidi.contract.entity;

import ge.khidi.contract.LocalId;
import java.util.Optional;

/** An identifier by which someone is reached; phone numbers preferably in E.164, kept as observed. */
public record Communication(
        @Group(FieldGroup.STRUCTURE) LocalId id,
        @Group(FieldGroup.STRUCTURE) Nature nature,
        @Group(FieldGroup.STRUCTURE) CommunicationType type,
        @Group(FieldGroup.COMMUNICATION) @Identifying String value,
        @Group(FieldGroup.COMMUNICATION) Optional<String> provider)
        implements Entity {
    /** Names the entity, never its content. */
    @Override
    public String toString() {
        return "Communication[" + id + "]";
    }
}
