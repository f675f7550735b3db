package ge.khidi.sharing.stix;

import com.fasterxml.jackson.databind.JsonNode;
import ge.khidi.contract.RevisionId;
import ge.khidi.sharing.feed.RowKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One row of one partner's feed, as the feed shows it. {@code firstAdded} is when the event's first row came into this feed, {@code added}
 * when this one did. {@code event} is the redacted event and {@code conditions} what travels with it, both absent where the row brings or
 * has left no content.
 */
public record Shown(
        RevisionId revision,
        RowKind kind,
        Instant firstAdded,
        Instant added,
        @Nullable JsonNode event,
        @Nullable JsonNode conditions) {

    public Shown {
        if (added.isBefore(firstAdded)) {
            throw new IllegalArgumentException("a row comes no earlier than the first row of its event");
        }
    }

    /** Never the content. */
    @Override
    public String toString() {
        return "Shown[" + revision + ", " + kind + "]";
    }
}
