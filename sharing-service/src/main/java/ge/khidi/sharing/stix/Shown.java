package ge.khidi.sharing.stix;

import com.fasterxml.jackson.databind.JsonNode;
import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import ge.khidi.contract.event.EventType;
import ge.khidi.sharing.feed.RowKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One row of one partner's feed, as the feed shows it. {@code firstAdded} is when the event's first row came into this feed, {@code added}
 * when this one did. {@code event} is the redacted event and {@code conditions} what travels with it, both absent where the row brings or
 * has left no content. {@code incidents} are those that stand in this client's list already, by event; only what is linked asks for them.
 */
public record Shown(
        RevisionId revision,
        RowKind kind,
        Instant firstAdded,
        Instant added,
        @Nullable JsonNode event,
        @Nullable JsonNode conditions,
        Map<EventId, String> incidents) {

    public Shown {
        incidents = Map.copyOf(incidents);
        if (added.isBefore(firstAdded)) {
            throw new IllegalArgumentException("a row comes no earlier than the first row of its event");
        }
    }

    public Shown(
            RevisionId revision,
            RowKind kind,
            Instant firstAdded,
            Instant added,
            @Nullable JsonNode event,
            @Nullable JsonNode conditions) {
        this(revision, kind, firstAdded, added, event, conditions, Map.of());
    }

    /** The same row, beside these incidents. */
    public Shown beside(Map<EventId, String> standing) {
        return new Shown(revision, kind, firstAdded, added, event, conditions, standing);
    }

    /** The two events that a LINK is about; of anything else, none. */
    public List<EventId> linked() {
        return event == null || !event.path("type").asText().equals(EventType.LINK.name())
                ? List.of()
                : Stream.of("first", "second")
                        .map(end -> event.path("detail").path(end).asText())
                        .flatMap(end -> RevisionId.parse(end).stream())
                        .map(RevisionId::eventId)
                        .toList();
    }

    /** Never the content. */
    @Override
    public String toString() {
        return "Shown[" + revision + ", " + kind + "]";
    }
}
