package ge.khidi.sharing.policy;

import ge.khidi.contract.event.Event;
import ge.khidi.contract.handling.Handling;
import ge.khidi.contract.handling.ReleasableTo;
import java.util.Optional;

/** Events that differ from another in one thing. */
final class Events {

    static Event releasableTo(Event event, ReleasableTo releasableTo) {
        Handling handling = event.handling();
        return new Event(
                event.id(),
                event.revision(),
                event.revisionKind(),
                event.state(),
                event.origin(),
                event.type(),
                event.regime(),
                event.context(),
                event.urgency(),
                event.occurred(),
                event.reportedAt(),
                event.acceptedAt(),
                event.detail(),
                event.entities(),
                event.connections(),
                event.narratives(),
                event.grade(),
                event.derivedGrade(),
                event.checks(),
                new Handling(
                        handling.classification(),
                        handling.tlp(),
                        handling.pap(),
                        handling.codes(),
                        handling.comment(),
                        handling.purposes(),
                        handling.legalBasis(),
                        Optional.of(releasableTo),
                        handling.noHitNotice(),
                        handling.reviewBy()),
                event.unknown());
    }

    private Events() {}
}
