package ge.khidi.relay.audit;

import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import java.util.Optional;

/**
 * What an act was about: an event, with its revision where one is meant; rows of a feed; or a number of events that are not
 * named one by one.
 */
public record Concern(
        Optional<EventId> event, Optional<Integer> revision, Optional<FeedRange> rows, Optional<Long> count) {

    public static final Concern NOTHING =
            new Concern(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public static Concern of(EventId event) {
        return new Concern(Optional.of(event), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public static Concern of(RevisionId revision) {
        return new Concern(
                Optional.of(revision.eventId()), Optional.of(revision.revision()), Optional.empty(), Optional.empty());
    }

    public static Concern of(FeedRange rows) {
        return new Concern(Optional.empty(), Optional.empty(), Optional.of(rows), Optional.empty());
    }

    public static Concern count(long events) {
        return new Concern(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(events));
    }
}
