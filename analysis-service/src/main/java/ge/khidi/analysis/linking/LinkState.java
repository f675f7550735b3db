package ge.khidi.analysis.linking;

import ge.khidi.analysis.selector.Selector;
import ge.khidi.contract.detail.LinkDetail.SelectorKind;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Third step: what is known of one pair of events.
 *
 * <pre>
 *              both share a value within its limit
 *   (nothing) ─────────────────────────────────────► OPEN, PROPOSED ──decision──► OPEN, CONFIRMED
 *                                                     ▲    │                      CLOSED, REJECTED
 *                                    shared again     │    │ a source is withdrawn or restricted, the value
 *                                                     │    ▼ is corrected, falls behind the limit
 *                                                   WITHDRAWN ──a source is erased──► ERASED
 * </pre>
 *
 * <p>A decision is final: neither a later revision of a source nor a second decision changes it (of several, the one with the least
 * event id counts), only a revision of the decision itself. It outlasts a withdrawal and holds again if the link comes back.
 *
 * @param values the values over which the pair is linked, as their partitions last said
 * @param first the newest revision known of the event with the lesser id; without selectors while there is no value
 * @param decisions those that count, at most one per decision event
 * @param published the latest revision of the product, if there ever was one
 */
public record LinkState(
        NavigableSet<Selector> values,
        Optional<EventFact> first,
        Optional<EventFact> second,
        List<DecisionFact> decisions,
        Optional<Event> published) {

    public static final LinkState NOTHING =
            new LinkState(new TreeSet<>(), Optional.empty(), Optional.empty(), List.of(), Optional.empty());

    private static final Comparator<DecisionFact> FIRST_COUNTS =
            Comparator.comparing(decision -> decision.revision().eventId().toString());

    /** What one message changed; {@code product} is its next revision, if there is one. */
    public record Step(LinkState state, Optional<Event> product) {}

    public LinkState {
        values = Collections.unmodifiableNavigableSet(new TreeSet<>(values));
        decisions = List.copyOf(decisions);
    }

    public Step take(Meeting meeting) {
        NavigableSet<Selector> heard = new TreeSet<>(values);
        if (meeting.linked()) {
            heard.add(meeting.selector());
        } else {
            heard.remove(meeting.selector());
        }
        EventFact one = newest(first, meeting.first());
        EventFact other = newest(second, meeting.second());
        Instant now = latest(meeting.first().acceptedAt(), meeting.second().acceptedAt());
        return new LinkState(heard, Optional.of(one), Optional.of(other), decisions, published).settled(now);
    }

    public Step take(DecisionFact decision) {
        List<DecisionFact> kept = new ArrayList<>(decisions);
        kept.removeIf(
                known -> known.revision().eventId().equals(decision.revision().eventId()));
        if (decision.verdict().isPresent()) {
            kept.add(decision);
        }
        kept.sort(FIRST_COUNTS);
        return new LinkState(values, first, second, kept, published).settled(decision.acceptedAt());
    }

    /** Nothing that would have to be remembered. */
    public boolean holdsNothing() {
        return equals(NOTHING);
    }

    private Step settled(Instant now) {
        if (first.isEmpty() || second.isEmpty()) {
            return new Step(this, Optional.empty());
        }
        EventFact one = first.get();
        EventFact other = second.get();
        Optional<Event> product = product(one, other, now);
        boolean stands = !values.isEmpty();
        LinkState settled = new LinkState(
                values,
                Optional.of(stands ? one : one.bare()),
                Optional.of(stands ? other : other.bare()),
                decisions,
                product.or(() -> published));
        return new Step(settled, product);
    }

    private Optional<Event> product(EventFact one, EventFact other, Instant now) {
        if (one.status() == Status.ERASED || other.status() == Status.ERASED) {
            return Products.erased(published, now);
        }
        Set<SelectorKind> basis = basis(one, other);
        boolean purpose =
                LinkingRules.allow(one.handling().and(other.handling()).purposes());
        if (basis.isEmpty() || !purpose) {
            return Products.withdrawn(published, reason(one, other, basis), now);
        }
        Optional<DecisionFact> decision = decisions.stream()
                .filter(said -> said.context() == one.context())
                .findFirst();
        return Products.link(published, one, other, basis, decision, now);
    }

    /** Only values that both newest revisions still have: a partition may not have heard of the newest one yet. */
    private Set<SelectorKind> basis(EventFact one, EventFact other) {
        Set<SelectorKind> basis = new TreeSet<>();
        values.stream()
                .filter(one.selectors()::contains)
                .filter(other.selectors()::contains)
                .map(Selector::kind)
                .forEach(basis::add);
        return basis;
    }

    private static String reason(EventFact one, EventFact other, Set<SelectorKind> basis) {
        if (one.status() == Status.WITHDRAWN || other.status() == Status.WITHDRAWN) {
            return "SOURCE_WITHDRAWN";
        }
        if (one.status() == Status.RESTRICTED || other.status() == Status.RESTRICTED) {
            return "SOURCE_RESTRICTED";
        }
        if (!basis.isEmpty()) {
            return "NO_COMMON_PURPOSE";
        }
        return Collections.disjoint(one.selectors(), other.selectors()) ? "NO_LONGER_SHARED" : "BEHIND_THE_LIMIT";
    }

    private static EventFact newest(Optional<EventFact> known, EventFact heard) {
        return known.filter(before ->
                        before.revision().revision() > heard.revision().revision())
                .orElse(heard);
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
