package ge.khidi.contract.detail;

import ge.khidi.contract.RevisionId;
import ge.khidi.contract.entity.FieldGroup;
import ge.khidi.contract.entity.Group;
import java.util.List;

/** One value occurs in more events than are linked pair by pair. */
public record LinkNoticeDetail(
        @Group(FieldGroup.CONDUCT) LinkDetail.SelectorKind selector,
        @Group(FieldGroup.CONDUCT) int events,
        @Group(FieldGroup.STRUCTURE) List<RevisionId> sources)
        implements Detail {
    public LinkNoticeDetail {
        sources = List.copyOf(sources);
    }
}
