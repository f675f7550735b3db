package ge.khidi.contract.entity;

import java.util.Optional;

/**
 * One name of a person in one script. {@code script} is an ISO 15924 code such as {@code Geor}, {@code Latn} or
 * {@code Cyrl}; names are never transliterated away.
 */
public record PersonName(
        @Group(FieldGroup.NAMES) @Identifying Optional<String> given,
        @Group(FieldGroup.NAMES) @Identifying Optional<String> family,
        @Group(FieldGroup.NAMES) NameUse use,
        @Group(FieldGroup.NAMES) String script) {
    /** The content never reaches a log. */
    @Override
    public String toString() {
        return "PersonName[withheld]";
    }
}
