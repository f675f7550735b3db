package ge.khidi.intake.submission;

import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.Occurred;
import ge.khidi.contract.event.Origin;
import ge.khidi.contract.event.RevisionKind;
import ge.khidi.contract.event.State;
import ge.khidi.contract.event.Status;
import ge.khidi.contract.event.TimePrecision;
import ge.khidi.contract.handling.Handling;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The next revision of an event whose content stays as it is. */
final class Revisions {

    /** Why an event was erased: nobody decided to keep it. */
    static final String REVIEW_DATE_PASSED = "REVIEW_DATE_PASSED";

    /** Why an event was erased: its originator said so, for a reason that is in the audit log and does not travel. */
    static final String BY_ITS_ORIGINATOR = "ERASED_BY_ITS_ORIGINATOR";

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

    /**
     * The record without content that stays. What tells partners whom it came from, what it was and how it was handled is left; what was
     * said, the names its originator had for it, and when exactly it happened are not.
     */
    static Event erased(Event before, String why, Instant acceptedAt) {
        Origin origin = before.origin();
        return new Event(
                before.id(),
                before.revision() + 1,
                RevisionKind.CORRECTION,
                new State(Status.ERASED, Optional.of(why)),
                new Origin(origin.agency(), origin.unit(), Optional.empty(), List.of()),
                before.type(),
                before.regime(),
                before.context(),
                before.urgency(),
                new Occurred(before.occurred().at().truncatedTo(ChronoUnit.DAYS), TimePrecision.DAY),
                before.reportedAt().truncatedTo(ChronoUnit.DAYS),
                acceptedAt,
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                before.grade(),
                before.derivedGrade(),
                List.of(),
                withoutWords(before.handling()),
                Map.of());
    }

    private static Handling withoutWords(Handling before) {
        return new Handling(
                before.classification(),
                before.tlp(),
                before.pap(),
                before.codes(),
                before.comment().map(said -> "erased"),
                before.purposes(),
                "erased",
                before.releasableTo(),
                before.noHitNotice(),
                before.reviewBy());
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
