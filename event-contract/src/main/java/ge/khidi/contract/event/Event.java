package ge.khidi.contract.event;

import com.fasterxml.jackson.databind.JsonNode;
import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import ge.khidi.contract.detail.Detail;
import ge.khidi.contract.entity.Connection;
import ge.khidi.contract.entity.Entity;
import ge.khidi.contract.grade.Grade;
import ge.khidi.contract.handling.Handling;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One revision of one event, as it travels.
 *
 * <p>{@code reportedAt} is the originator's time of awareness, {@code acceptedAt} the platform's time of acceptance (UTC,
 * microseconds). {@code derivedGrade} is the platform's lossy 4x4 beside {@code grade}. {@code checks} are the platform's verdicts
 * on check digits. {@code unknown} holds the fields a later minor version added, by JSON pointer, so that they survive.
 * An erased event has no detail, entities, connections or narratives.
 */
public record Event(
        EventId id,
        int revision,
        RevisionKind revisionKind,
        State state,
        Origin origin,
        EventType type,
        Regime regime,
        Context context,
        Urgency urgency,
        Occurred occurred,
        Instant reportedAt,
        Instant acceptedAt,
        Optional<Detail> detail,
        List<Entity> entities,
        List<Connection> connections,
        List<Narrative> narratives,
        Grade grade,
        Optional<Grade> derivedGrade,
        List<Check> checks,
        Handling handling,
        Map<String, JsonNode> unknown) {

    public Event {
        if (revision < 1) {
            throw new IllegalArgumentException("revisions count from 1");
        }
        entities = List.copyOf(entities);
        connections = List.copyOf(connections);
        narratives = List.copyOf(narratives);
        checks = List.copyOf(checks);
        unknown = Map.copyOf(unknown);
    }

    public RevisionId revisionId() {
        return new RevisionId(id, revision);
    }

    public Domain domain() {
        return type.domain();
    }

    /** Names what it is, never what it says. */
    @Override
    public String toString() {
        return "Event[" + revisionId() + ", " + type + ", " + state.status() + "]";
    }
}
