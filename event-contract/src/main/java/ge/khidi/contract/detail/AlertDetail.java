package ge.khidi.contract.detail;

import ge.khidi.contract.RevisionId;
import ge.khidi.contract.entity.FieldGroup;
import ge.khidi.contract.entity.Group;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * An abnormal change of the values observed (Regulation (EU) 2021/581 Art. 8(4)). Counts below 5 are never shown to
 * statistics-only partners.
 */
public record AlertDetail(
        @Group(FieldGroup.CONDUCT) String indicator,
        @Group(FieldGroup.PLACE) Optional<String> borderSection,
        @Group(FieldGroup.CONDUCT) LocalDate periodStart,
        @Group(FieldGroup.CONDUCT) int observed,
        @Group(FieldGroup.CONDUCT) BigDecimal expected,
        @Group(FieldGroup.STRUCTURE) List<RevisionId> sources)
        implements Detail {
    public AlertDetail {
        sources = List.copyOf(sources);
    }

    /** The content never reaches a log. */
    @Override
    public String toString() {
        return "AlertDetail[withheld]";
    }
}
