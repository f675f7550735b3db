package ge.khidi.analysis.linking;

import ge.khidi.analysis.handling.CombinedHandling;
import ge.khidi.analysis.product.Revisions;
import ge.khidi.analysis.selector.Selector;
import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.contract.detail.Detail;
import ge.khidi.contract.detail.LinkDetail;
import ge.khidi.contract.detail.LinkDetail.SelectorKind;
import ge.khidi.contract.detail.LinkDetail.Standing;
import ge.khidi.contract.detail.LinkNoticeDetail;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.EventType;
import ge.khidi.contract.event.Occurred;
import ge.khidi.contract.event.Regime;
import ge.khidi.contract.event.RevisionKind;
import ge.khidi.contract.event.State;
import ge.khidi.contract.event.Status;
import ge.khidi.contract.event.Urgency;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Links and notices as events. Each method answers the next revision, or nothing if the latest one already says the same: see {@link
 * Revisions}.
 */
public final class Products {

    /** The reading of a rejected link: of the reasons of Regulation (EU) 2021/581 Art. 9(7), what was suspected is not so. */
    private static final State REJECTED = new State(Status.CLOSED, Optional.of("DID_NOT_TAKE_PLACE"));

    private static final Comparator<Occurred> LATER_THEN_COARSER =
            Comparator.comparing(Occurred::at).thenComparing(Occurred::precision);

    private Products() {}

    static Optional<Event> link(
            Optional<Event> published,
            EventFact first,
            EventFact second,
            Set<SelectorKind> basis,
            Optional<DecisionFact> decision,
            Instant now) {
        Standing standing = decision.flatMap(DecisionFact::verdict)
                .map(verdict -> switch (verdict) {
                    case CONFIRMED -> Standing.CONFIRMED;
                    case REJECTED -> Standing.REJECTED;
                })
                .orElse(Standing.PROPOSED);
        LinkDetail detail = new LinkDetail(
                first.revision(), second.revision(), basis, standing, decision.map(DecisionFact::revision));
        State state = standing == Standing.REJECTED ? REJECTED : State.OPEN;
        return next(
                published,
                product(
                        ProductIds.link(first.id(), second.id()),
                        EventType.LINK,
                        state,
                        detail,
                        List.of(first, second),
                        first.handling().and(second.handling()),
                        now));
    }

    static Optional<Event> notice(
            Optional<Event> published, Selector selector, int said, int total, List<EventFact> sources, Instant now) {
        CombinedHandling handling = sources.stream()
                .map(EventFact::handling)
                .reduce(CombinedHandling::and)
                .orElseThrow();
        if (!LinkingRules.allow(handling.purposes())) {
            return withdrawn(published, "NO_COMMON_PURPOSE", now);
        }
        LinkNoticeDetail detail = new LinkNoticeDetail(
                selector.kind(), said, sources.stream().map(EventFact::revision).toList());
        return next(
                published,
                product(
                        ProductIds.notice(selector),
                        EventType.LINK_NOTICE,
                        State.OPEN,
                        detail,
                        sources,
                        total > sources.size() ? handling.onlyFor(AgencyId.IAD) : handling,
                        now));
    }

    static Optional<Event> withdrawn(Optional<Event> published, String reason, Instant now) {
        return Revisions.withdrawn(published, reason, now);
    }

    static Optional<Event> erased(Optional<Event> published, Instant now) {
        return Revisions.erased(published, now);
    }

    private static Event product(
            EventId id,
            EventType type,
            State state,
            Detail detail,
            List<EventFact> sources,
            CombinedHandling handling,
            Instant now) {
        EventFact any = sources.get(0);
        return new Event(
                id,
                1,
                RevisionKind.INITIAL,
                state,
                Revisions.ORIGIN,
                type,
                sources.stream().anyMatch(source -> source.regime() == Regime.LAW_ENFORCEMENT)
                        ? Regime.LAW_ENFORCEMENT
                        : Regime.BORDER_MIGRATION,
                any.context(),
                sources.stream().anyMatch(source -> source.urgency() == Urgency.URGENT)
                        ? Urgency.URGENT
                        : Urgency.ROUTINE,
                sources.stream()
                        .map(EventFact::occurred)
                        .max(LATER_THEN_COARSER)
                        .orElseThrow(),
                sources.stream()
                        .map(EventFact::acceptedAt)
                        .max(Comparator.naturalOrder())
                        .orElseThrow(),
                now,
                Optional.of(detail),
                List.of(),
                List.of(),
                List.of(),
                handling.toGrade(),
                Optional.empty(),
                List.of(),
                handling.toHandling(),
                Map.of());
    }

    private static Optional<Event> next(Optional<Event> published, Event wanted) {
        return Revisions.next(published, wanted, Products::adds);
    }

    private static boolean adds(Detail before, Detail now) {
        if (before instanceof LinkDetail link && now instanceof LinkDetail newer) {
            return newer.basis().containsAll(link.basis());
        }
        return before instanceof LinkNoticeDetail notice
                && now instanceof LinkNoticeDetail newer
                && newer.events() >= notice.events();
    }
}
