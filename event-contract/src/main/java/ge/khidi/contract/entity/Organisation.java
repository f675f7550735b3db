package ge.khidi.contract.entity;

import ge.khidi.contract.LocalId;
import java.util.List;
import java.util.Optional;

/** An organisation, lawful or criminal. */
public record Organisation(
        @Group(FieldGroup.STRUCTURE) LocalId id,
        @Group(FieldGroup.STRUCTURE) Nature nature,
        @Group(FieldGroup.ORGANISATION) @Identifying List<String> names,
        @Group(FieldGroup.ORGANISATION) @Identifying Optional<String> registrationNumber,
        @Group(FieldGroup.ORGANISATION) Optional<String> country,
        @Group(FieldGroup.ORGANISATION) Optional<String> activity,
        @Group(FieldGroup.WHEREABOUTS) @Identifying Optional<String> address)
        implements Entity {
    public Organisation {
        names = List.copyOf(names);
    }

    /** Names the entity, never its content. */
    @Override
    public String toString() {
        return "Organisation[" + id + "]";
    }
}
