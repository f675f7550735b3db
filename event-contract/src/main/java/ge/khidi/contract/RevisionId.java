package ge.khidi.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;

/**
 * One revision of an event, written {@code eventId/revision}: the CloudEvents id, and the key by which every consumer knows
 * what it has already handled. Revisions count from 1 without gaps.
 */
public record RevisionId(EventId eventId, int revision) implements Comparable<RevisionId> {

    public RevisionId {
        if (revision < 1) {
            throw new IllegalArgumentException("revisions count from 1");
        }
    }

    public static Optional<RevisionId> parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !text.substring(slash + 1).matches("[1-9][0-9]{0,8}")) {
            return Optional.empty();
        }
        return EventId.parse(text.substring(0, slash))
                .map(id -> new RevisionId(id, Integer.parseInt(text.substring(slash + 1))));
    }

    @JsonCreator
    static RevisionId of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("not a revision id"));
    }

    @Override
    public int compareTo(RevisionId other) {
        int byEvent = eventId.compareTo(other.eventId);
        return byEvent != 0 ? byEvent : Integer.compare(revision, other.revision);
    }

    @JsonValue
    @Override
    public String toString() {
        return eventId + "/" + revision;
    }
}
