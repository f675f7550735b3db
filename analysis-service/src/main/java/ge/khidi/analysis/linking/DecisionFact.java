package ge.khidi.analysis.linking;

import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import ge.khidi.contract.detail.LinkDecisionDetail;
import ge.khidi.contract.detail.LinkDecisionDetail.Verdict;
import ge.khidi.contract.event.Context;
import ge.khidi.contract.event.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one revision of an analyst's decision says. It counts while it may be used; a decision that was withdrawn or erased says
 * nothing of any link.
 */
public record DecisionFact(
        RevisionId revision, Context context, Instant acceptedAt, Optional<EventId> link, Optional<Verdict> verdict) {

    public static DecisionFact of(Event event) {
        Optional<LinkDecisionDetail> detail = event.detail()
                .filter(LinkDecisionDetail.class::isInstance)
                .map(LinkDecisionDetail.class::cast)
                .filter(said -> event.state().usable());
        return new DecisionFact(
                event.revisionId(),
                event.context(),
                event.acceptedAt(),
                detail.map(LinkDecisionDetail::link),
                detail.map(LinkDecisionDetail::verdict));
    }

    /** Whether it is newer than what is known: an older revision never replaces a newer one. */
    public boolean isNews(Optional<DecisionFact> known) {
        return known.filter(before -> before.revision.revision() >= revision.revision())
                .isEmpty();
    }

    /** The links that must hear of this revision, each with what it says of that link; the former one, if it changed its mind. */
    public List<DecisionFact> tell(Optional<DecisionFact> known) {
        List<DecisionFact> told = new ArrayList<>();
        known.flatMap(DecisionFact::link)
                .filter(before -> !link.equals(Optional.of(before)))
                .ifPresent(before -> told.add(
                        new DecisionFact(revision, context, acceptedAt, Optional.of(before), Optional.empty())));
        if (link.isPresent()) {
            told.add(this);
        }
        return told;
    }
}
