package ge.khidi.contract.entity;

import ge.khidi.contract.LocalId;
import java.util.Optional;

/** An account, by IBAN where it has one. */
public record FinancialAccount(
        @Group(FieldGroup.STRUCTURE) LocalId id,
        @Group(FieldGroup.STRUCTURE) Nature nature,
        @Group(FieldGroup.FINANCIAL) @Identifying Optional<String> iban,
        @Group(FieldGroup.FINANCIAL) @Identifying Optional<String> number,
        @Group(FieldGroup.FINANCIAL) Optional<String> institution,
        @Group(FieldGroup.FINANCIAL) Optional<String> country)
        implements Entity {
    /** Names the entity, never its content. */
    @Override
    public String toString() {
        return "FinancialAccount[" + id + "]";
    }
}
