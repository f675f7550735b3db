package ge.khidi.contract.entity;

import ge.khidi.contract.LocalId;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * Goods that were found, seized or estimated. {@code amount} is in {@code unit} (kg, g, l, pieces), {@code valueEur}
 * in euro.
 */
public record Goods(
        @Group(FieldGroup.STRUCTURE) LocalId id,
        @Group(FieldGroup.STRUCTURE) Nature nature,
        @Group(FieldGroup.GOODS) GoodsCategory category,
        @Group(FieldGroup.GOODS) Optional<String> subCategory,
        @Group(FieldGroup.GOODS) Optional<BigDecimal> amount,
        @Group(FieldGroup.GOODS) Optional<String> unit,
        @Group(FieldGroup.GOODS) Optional<BigDecimal> valueEur,
        @Group(FieldGroup.NARRATIVE) Optional<String> concealment)
        implements Entity {
    /** Names the entity, never its content. */
    @Override
    public String toString() {
        return "Goods[" + id + "]";
    }
}
