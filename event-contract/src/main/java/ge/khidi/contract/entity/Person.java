package ge.khidi.contract.entity;

import ge.khidi.contract.LocalId;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A person. {@code birthDate} is {@code yyyy}, {@code yyyy-MM} or {@code yyyy-MM-dd}; {@code nationalities} are ISO
 * 3166-1 alpha-2. {@code internationalProtection} marks someone in need of it: such data never go to a third country.
 * Special-category content itself stands in the description.
 */
public record Person(
        @Group(FieldGroup.STRUCTURE) LocalId id,
        @Group(FieldGroup.STRUCTURE) Nature nature,
        @Group(FieldGroup.STRUCTURE) PersonCategory category,
        @Group(FieldGroup.NAMES) List<PersonName> names,
        @Group(FieldGroup.BIRTH) @Identifying Optional<String> birthDate,
        @Group(FieldGroup.BIRTH) @Identifying Optional<String> birthPlace,
        @Group(FieldGroup.SEX_AND_AGE) Optional<Sex> sex,
        @Group(FieldGroup.SEX_AND_AGE) AgeGroup ageGroup,
        @Group(FieldGroup.NATIONALITY) List<String> nationalities,
        @Group(FieldGroup.SPECIAL_CATEGORIES) Set<SpecialCategory> specialCategories,
        @Group(FieldGroup.SPECIAL_CATEGORIES) boolean internationalProtection,
        @Group(FieldGroup.CODED_REFERENCE) @Identifying Optional<String> codedReference,
        @Group(FieldGroup.DOCUMENTS) @Identifying Optional<String> nationalNumber,
        @Group(FieldGroup.OCCUPATION) Optional<String> occupation,
        @Group(FieldGroup.WHEREABOUTS) @Identifying Optional<String> residence,
        @Group(FieldGroup.NARRATIVE) Optional<String> description)
        implements Entity {
    public Person {
        names = List.copyOf(names);
        nationalities = List.copyOf(nationalities);
        specialCategories = Collections.unmodifiableSet(new TreeSet<>(specialCategories));
    }

    /** Names the entity, never its content. */
    @Override
    public String toString() {
        return "Person[" + id + "]";
    }
}
