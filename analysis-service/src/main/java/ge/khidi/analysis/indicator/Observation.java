package ge.khidi.analysis.indicator;

import ge.khidi.analysis.handling.CombinedHandling;
import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import ge.khidi.contract.entity.Person;
import ge.khidi.contract.entity.PersonCategory;
import ge.khidi.contract.event.Domain;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.Regime;
import ge.khidi.contract.event.State;
import ge.khidi.contract.event.Status;
import ge.khidi.contract.event.TimePrecision;
import ge.khidi.contract.handling.Classification;
import ge.khidi.contract.handling.Handling;
import ge.khidi.contract.handling.HandlingCode;
import ge.khidi.contract.handling.Pap;
import ge.khidi.contract.handling.Purpose;
import ge.khidi.contract.handling.ReleasableTo;
import ge.khidi.contract.handling.Tlp;
import java.time.Instant;
import java.util.Optional;

/**
 * One event that is counted: which revision, as what, and how it is to be handled. Nothing of its content, and none of its originator's
 * words.
 *
 * <p>An event is counted only if a count of such events may go to a statistics partner. One that is marked is left out rather than
 * counted for fewer readers: a product is never looser than any of its sources, so one marked event would take the number from
 * everybody, and two numbers side by side would tell that it exists.
 */
public record Observation(
        RevisionId revision, Indicator indicator, Regime regime, Instant acceptedAt, CombinedHandling handling) {

    /** In place of the legal bases of the sources. */
    static final String LEGAL_BASIS =
            "Statistics; Regulation (EU) 2021/581 Art. 8(4) as the standard. The legal bases of the events counted stay with them.";

    private static final String DID_NOT_TAKE_PLACE = State.CLOSING_REASONS.get(0);

    /** The event as something counted, if it is. */
    public static Optional<Observation> of(Event event) {
        boolean counts = event.type().domain() == Domain.BORDER
                && happened(event.state())
                && event.occurred().precision().compareTo(TimePrecision.DAY) <= 0
                && mayBeCounted(
                        event.handling(),
                        event.handling().releasable(event.origin().agency()))
                && event.entities().stream().noneMatch(Observation::isInformant);
        return counts ? Optional.of(counted(event)) : Optional.empty();
    }

    private static Observation counted(Event event) {
        return new Observation(
                event.revisionId(),
                new Indicator(Section.of(event), Week.of(event.occurred().at()), event.type()),
                event.regime(),
                event.acceptedAt(),
                CombinedHandling.of(event).onLegalBasis(LEGAL_BASIS));
    }

    /** Closed events stay open to risk analysis (Regulation (EU) 2021/581 Art. 9(7)), except what turned out not to be so. */
    private static boolean happened(State state) {
        return state.usable()
                && !(state.status() == Status.CLOSED
                        && state.reason().filter(DID_NOT_TAKE_PLACE::equals).isPresent());
    }

    private static boolean mayBeCounted(Handling handling, ReleasableTo releasable) {
        return handling.purposes().contains(Purpose.STATISTICS)
                && releasable.equals(ReleasableTo.BY_POLICY)
                && handling.classification() == Classification.UNCLASSIFIED
                && handling.tlp().compareTo(Tlp.AMBER) <= 0
                && handling.pap().filter(Pap.RED::equals).isEmpty()
                && !handling.codes().contains(HandlingCode.H2)
                && !handling.codes().contains(HandlingCode.H3)
                && !handling.noHitNotice();
    }

    /** Nothing in which an informant occurs becomes part of what leaves the country. */
    private static boolean isInformant(Object entity) {
        return entity instanceof Person person && person.category() == PersonCategory.INFORMANT;
    }

    public EventId id() {
        return revision.eventId();
    }

    String idText() {
        return id().toString();
    }
}
