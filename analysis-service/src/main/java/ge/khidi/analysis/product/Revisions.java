package ge.khidi.analysis.product;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.detail.Detail;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.Origin;
import ge.khidi.contract.event.RevisionKind;
import ge.khidi.contract.event.State;
import ge.khidi.contract.event.Status;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;

/**
 * Revisions of products. Each method answers the next revision, or nothing if the latest one already says the same.
 *
 * <p>What a revision says is a function of the current sources and decisions. Its number, its kind and {@code acceptedAt} (the latest
 * acceptance among what led to it; there is no clock here) tell how it came about, and so may differ where the order did.
 */
public final class Revisions {

    /** The originator of every product. No agency may have this id. */
    public static final AgencyId ANALYSIS = new AgencyId("ANALYSIS");

    /** Where every product comes from. */
    public static final Origin ORIGIN = new Origin(ANALYSIS, Optional.empty(), Optional.empty(), List.of());

    private Revisions() {}

    /**
     * The next revision, unless it would say what the last one said.
     *
     * @param wanted what is true now, as a first revision
     * @param adds whether the second detail only says more than the first; recipients of anything else must be told that something
     *     was wrong
     */
    public static Optional<Event> next(Optional<Event> published, Event wanted, BiPredicate<Detail, Detail> adds) {
        if (published.isEmpty()) {
            return Optional.of(wanted);
        }
        Event last = published.get();
        Event lastAgain = restated(last, 1, RevisionKind.INITIAL, last.state(), last.detail(), wanted.acceptedAt());
        if (lastAgain.equals(wanted)) {
            return Optional.empty();
        }
        RevisionKind kind = supplements(last, wanted, adds) ? RevisionKind.SUPPLEMENT : RevisionKind.CORRECTION;
        Instant accepted = last.acceptedAt().isAfter(wanted.acceptedAt()) ? last.acceptedAt() : wanted.acceptedAt();
        return Optional.of(restated(wanted, last.revision() + 1, kind, wanted.state(), wanted.detail(), accepted));
    }

    /** As it was last said, taken back. */
    public static Optional<Event> withdrawn(Optional<Event> published, String reason, Instant now) {
        return withdrawn(published, reason, now, UnaryOperator.identity());
    }

    /** Taken back, with what is left of its detail. */
    public static Optional<Event> withdrawn(
            Optional<Event> published, String reason, Instant now, UnaryOperator<Detail> left) {
        return published
                .filter(last -> last.state().usable())
                .flatMap(last ->
                        ended(last, State.withdrawn(reason), last.detail().map(left), now));
    }

    /** Without content; final. */
    public static Optional<Event> erased(Optional<Event> published, Instant now) {
        State erased = new State(Status.ERASED, Optional.of("SOURCE_ERASED"));
        return published
                .filter(last -> last.state().status() != Status.ERASED)
                .flatMap(last -> ended(last, erased, Optional.empty(), now));
    }

    private static Optional<Event> ended(Event last, State state, Optional<Detail> detail, Instant now) {
        Event wanted = restated(last, 1, RevisionKind.INITIAL, state, detail, now);
        return next(Optional.of(last), wanted, (before, after) -> false);
    }

    private static boolean supplements(Event last, Event wanted, BiPredicate<Detail, Detail> adds) {
        return last.state().equals(wanted.state())
                && last.handling().equals(wanted.handling())
                && last.detail()
                        .filter(before -> wanted.detail()
                                .filter(now -> adds.test(before, now))
                                .isPresent())
                        .isPresent();
    }

    private static Event restated(
            Event event, int revision, RevisionKind kind, State state, Optional<Detail> detail, Instant acceptedAt) {
        return new Event(
                event.id(),
                revision,
                kind,
                state,
                event.origin(),
                event.type(),
                event.regime(),
                event.context(),
                event.urgency(),
                event.occurred(),
                event.reportedAt(),
                acceptedAt,
                detail,
                event.entities(),
                event.connections(),
                event.narratives(),
                event.grade(),
                event.derivedGrade(),
                event.checks(),
                event.handling(),
                event.unknown());
    }
}
