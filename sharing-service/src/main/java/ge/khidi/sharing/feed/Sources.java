package ge.khidi.sharing.feed;

import ge.khidi.contract.RevisionId;
import ge.khidi.contract.detail.AlertDetail;
import ge.khidi.contract.detail.Detail;
import ge.khidi.contract.detail.LinkDetail;
import ge.khidi.contract.detail.LinkNoticeDetail;
import ge.khidi.contract.detail.RiskAssessmentDetail;
import ge.khidi.contract.event.Event;
import java.util.List;

/** What a product was made from, as it says itself. */
final class Sources {

    static List<RevisionId> of(Event event) {
        return event.detail().map(Sources::of).orElse(List.of());
    }

    private static List<RevisionId> of(Detail detail) {
        if (detail instanceof LinkDetail link) {
            return List.of(link.first(), link.second());
        }
        if (detail instanceof LinkNoticeDetail notice) {
            return notice.sources();
        }
        if (detail instanceof AlertDetail alert) {
            return alert.sources();
        }
        return detail instanceof RiskAssessmentDetail risk ? risk.sources() : List.of();
    }

    private Sources() {}
}
