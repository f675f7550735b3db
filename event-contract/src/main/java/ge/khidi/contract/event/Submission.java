package ge.khidi.contract.event;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.contract.detail.Detail;
import ge.khidi.contract.entity.Connection;
import ge.khidi.contract.entity.Entity;
import ge.khidi.contract.entity.FieldGroup;
import ge.khidi.contract.entity.Group;
import ge.khidi.contract.entity.Identifying;
import ge.khidi.contract.grade.AssignedBy;
import ge.khidi.contract.grade.Grade;
import ge.khidi.contract.handling.Handling;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an agency says, before the platform has accepted it. Who says it is not in here: that comes from the sender's token.
 *
 * <p>{@code state} is CLOSED with a EUROSUR reason, or OPEN, which is the same as saying nothing. Without a {@code grade} the
 * platform assigns X4 (Regulation (EU) 2016/794 Art. 29(4)).
 */
public record Submission(
        @Group(FieldGroup.REFERENCES) @Identifying Optional<String> reference,
        @Group(FieldGroup.REFERENCES) @Identifying List<String> caseReferences,
        EventType type,
        Regime regime,
        Context context,
        Urgency urgency,
        Occurred occurred,
        Instant reportedAt,
        Optional<Detail> detail,
        List<Entity> entities,
        List<Connection> connections,
        List<Narrative> narratives,
        Optional<Grade> grade,
        Handling handling,
        Optional<State> state) {

    public Submission {
        caseReferences = List.copyOf(caseReferences);
        entities = List.copyOf(entities);
        connections = List.copyOf(connections);
        narratives = List.copyOf(narratives);
        state = state.filter(said -> !said.equals(State.OPEN));
    }

    /** The event this becomes when the platform accepts it. */
    public Event toEvent(
            EventId id,
            int revision,
            RevisionKind kind,
            State state,
            AgencyId agency,
            Optional<String> unit,
            Instant acceptedAt,
            List<Check> checks) {
        Grade given = grade.orElse(Grade.X4);
        return new Event(
                id,
                revision,
                kind,
                state,
                new Origin(agency, unit, reference, caseReferences),
                type,
                regime,
                context,
                urgency,
                occurred,
                reportedAt,
                acceptedAt.truncatedTo(ChronoUnit.MICROS),
                detail,
                entities,
                connections,
                narratives,
                given,
                given.derived(),
                checks,
                handling,
                Map.of());
    }

    /** What the originator said of an event, without what the platform added; a revision starts from it. */
    public static Submission of(Event event) {
        return new Submission(
                event.origin().reference(),
                event.origin().caseReferences(),
                event.type(),
                event.regime(),
                event.context(),
                event.urgency(),
                event.occurred(),
                event.reportedAt(),
                event.detail(),
                event.entities(),
                event.connections(),
                event.narratives(),
                Optional.of(event.grade()).filter(grade -> grade.assignedBy() == AssignedBy.ORIGINATOR),
                event.handling(),
                Optional.of(event.state()).filter(state -> state.status() == Status.CLOSED));
    }

    /** Names what it is, never what it says. */
    @Override
    public String toString() {
        return "Submission[" + type + "]";
    }
}
