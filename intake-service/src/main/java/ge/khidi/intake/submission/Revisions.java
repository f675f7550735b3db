package ge.khidi.intake.submission;

import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.RevisionKind;
import ge.khidi.contract.event.State;
import ge.khidi.contract.handling.Handling;
import java.time.Instant;
import java.time.LocalDate;

/** The next revision of an event whose content stays as it is. */
final class Revisions {

    private Revisions() {}

    static Event of(Event before, State state, Handling handling, RevisionKind kind, Instant acceptedAt) {
        return new Event(
                before.id(),
                before.revision() + 1,
                kind,
                state,
                before.origin(),
                before.type(),
                before.regime(),
                before.context(),
                before.urgency(),
                before.occurred(),
                before.reportedAt(),
                acceptedAt,
                before.detail(),
                before.entities(),
                before.connections(),
                before.narratives(),
                before.grade(),
                before.derivedGrade(),
                before.checks(),
                handling,
                before.unknown());
    }

    static Handling keptUntil(Handling before, LocalDate reviewBy) {
        return new Handling(
                before.classification(),
                before.tlp(),
                before.pap(),
                before.codes(),
                before.comment(),
                before.purposes(),
                before.legalBasis(),
                before.releasableTo(),
                before.noHitNotice(),
                reviewBy);
    }
}
