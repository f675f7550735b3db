package ge.khidi.contract.detail;

import ge.khidi.contract.entity.FieldGroup;
import ge.khidi.contract.entity.Group;
import java.util.Optional;

/** How many persons an event concerns; absent means not known, which is not zero. */
public record PersonCounts(
        @Group(FieldGroup.CONDUCT) Optional<Integer> total,
        @Group(FieldGroup.CONDUCT) Optional<Integer> female,
        @Group(FieldGroup.CONDUCT) Optional<Integer> male,
        @Group(FieldGroup.CONDUCT) Optional<Integer> minors,
        @Group(FieldGroup.CONDUCT) Optional<Integer> unaccompaniedMinors,
        @Group(FieldGroup.CONDUCT) Optional<Integer> inNeedOfProtection,
        @Group(FieldGroup.CONDUCT) Optional<Integer> dead,
        @Group(FieldGroup.CONDUCT) Optional<Integer> missing,
        @Group(FieldGroup.CONDUCT) Optional<Integer> survivors) {}
