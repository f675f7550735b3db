package ge.khidi.contract.detail;

import ge.khidi.contract.RevisionId;
import ge.khidi.contract.entity.FieldGroup;
import ge.khidi.contract.entity.Group;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Two events of different originators share a selector. {@code basis} says what kind of value, never the value.
 * {@code decision} is named to IAD only: nobody else but its originator may read it, and {@code standing} says what it says. */
public record LinkDetail(
        @Group(FieldGroup.STRUCTURE) RevisionId first,
        @Group(FieldGroup.STRUCTURE) RevisionId second,
        @Group(FieldGroup.CONDUCT) Set<SelectorKind> basis,
        @Group(FieldGroup.CONDUCT) Standing standing,
        @Group(FieldGroup.STRUCTURE) Optional<RevisionId> decision)
        implements Detail {
    public LinkDetail {
        basis = Collections.unmodifiableSet(new TreeSet<>(basis));
    }

    /** What the two events have in common. */
    public enum SelectorKind {
        IDENTITY_DOCUMENT,
        VEHICLE_PLATE,
        VEHICLE_VIN,
        PHONE,
        EMAIL,
        IBAN,
        FIREARM_SERIAL
    }

    /** What an analyst has said of it. */
    public enum Standing {
        PROPOSED,
        CONFIRMED,
        REJECTED
    }
}
