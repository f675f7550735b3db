package ge.khidi.sharing.subject;

import com.fasterxml.jackson.databind.JsonNode;
import ge.khidi.contract.LocalId;
import ge.khidi.contract.event.Event;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is held of a person in an event whose newest revision is {@code asOf}: the newest one in which they stand, by the identifiers they gave.
 * It may be an earlier one, since all revisions are kept.
 */
record Held(Event event, Set<LocalId> own, int asOf) {

    /** From revisions with the newest first; empty where they stand in none. */
    static Optional<Held> now(List<Event> revisions, Given given) {
        return revisions.stream().findFirst().flatMap(newest -> asOf(revisions, newest.revision(), given));
    }

    /** As it was once that revision had come. */
    static Optional<Held> asOf(List<Event> revisions, int newest, Given given) {
        return revisions.stream()
                .filter(event -> event.revision() <= newest)
                .map(event -> new Held(event, Excerpt.own(event, given.sought()), newest))
                .filter(held -> !held.own().isEmpty())
                .findFirst();
    }

    /** Whether they stand in the newest revision itself. */
    boolean current() {
        return event.revision() == asOf;
    }

    /**
     * Whether somebody who let this out would let out the same of what is held later: nothing they have not read, and nothing left out on which
     * they were not asked. The day of acceptance is each revision's own and makes no difference.
     */
    boolean letsOutAs(Held later, Said said, boolean basis) {
        return current() == later.current()
                && Excerpt.groups(event, own).containsAll(Excerpt.groups(later.event, later.own))
                && dayless(said, basis).equals(later.dayless(said, basis));
    }

    private JsonNode dayless(Said said, boolean basis) {
        return Excerpt.of(event, own, said, Optional.empty(), basis).without("received");
    }
}
