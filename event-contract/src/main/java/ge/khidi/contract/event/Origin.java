package ge.khidi.contract.event;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.entity.FieldGroup;
import ge.khidi.contract.entity.Group;
import ge.khidi.contract.entity.Identifying;
import java.util.List;
import java.util.Optional;

/**
 * Who says it. The agency and its unit come from the sender's token, never from the body.
 *
 * <p>{@code reference} is the originator's own, unique within the agency: the same reference with other content is a conflict
 * unless it is sent as a revision. {@code caseReferences} name the cases or operations it belongs to.
 */
public record Origin(
        @Group(FieldGroup.STRUCTURE) AgencyId agency,
        @Group(FieldGroup.REFERENCES) Optional<String> unit,
        @Group(FieldGroup.REFERENCES) @Identifying Optional<String> reference,
        @Group(FieldGroup.REFERENCES) @Identifying List<String> caseReferences) {

    public Origin {
        caseReferences = List.copyOf(caseReferences);
    }

    /** Names who says it, never the references. */
    @Override
    public String toString() {
        return "Origin[" + agency + "]";
    }
}
