package ge.khidi.contract.entity;

import ge.khidi.contract.LocalId;

/** A cyber observable of an incident. */
public record CyberObservable(
        @Group(FieldGroup.STRUCTURE) LocalId id,
        @Group(FieldGroup.STRUCTURE) Nature nature,
        @Group(FieldGroup.STRUCTURE) ObservableType type,
        @Group(FieldGroup.CYBER) @Identifying String value)
        implements Entity {
    /** Names the entity, never its content. */
    @Override
    public String toString() {
        return "CyberObservable[" + id + "]";
    }
}
