package ge.khidi.sharing.link;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import ge.khidi.sharing.feed.Page;
import ge.khidi.sharing.hit.HitNotices.Mine;
import ge.khidi.sharing.policy.Decision;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one caller may see of one link at this moment. Pure.
 *
 * <p>It is read only while it is about the newest revisions of all its sources and the caller may know of each; the sources a caller may
 * not know of are nowhere, not even as a number.
 */
sealed interface LinkView {

    /** The caller has it in its feed. */
    record Read(Page.Item link, List<Sighting> sightings) implements LinkView {
        public Read {
            sightings = List.copyOf(sightings);
        }
    }

    /** There is a hit on an event the caller knows: whom to ask, and nothing else. Without a reference nobody has spoken of it yet. */
    record Hinted(Stored link, Optional<Mine> mine, RevisionId known) implements LinkView {}

    /** There is none, or the caller may not know of it. */
    record Unknown() implements LinkView {}

    /** An event the link was found in: with its row where the caller was sent it, without where the caller said it. */
    record Sighting(RevisionId source, Optional<Page.Item> row) {}

    /** A source of the link, and whether the link is about its newest revision and that may be used. */
    record Source(RevisionId revision, boolean current, Optional<AgencyId> originator) {}

    /** A link that is in use, with what is decided of it for the caller. */
    record Stored(EventId link, List<Source> sources, Optional<Decision> decision) {
        public Stored {
            sources = List.copyOf(sources);
        }
    }

    /** @param about the event the caller asks about, if it asks about one: it must know of that one, and be hinted at that one */
    static LinkView of(
            AgencyId caller, Stored link, Map<EventId, Page.Item> seen, Optional<Mine> mine, Optional<EventId> about) {
        boolean current = link.sources().stream().allMatch(Source::current);
        List<Sighting> known = link.sources().stream()
                .flatMap(source -> known(caller, source, seen))
                .toList();
        Optional<Page.Item> row = Optional.ofNullable(seen.get(link.link()));
        if (row.isPresent() && current && known.size() == link.sources().size()) {
            return new Read(row.get(), known);
        }
        boolean hit = current
                && link.decision().filter(Decision.HitOnly.class::isInstance).isPresent();
        Stream<RevisionId> hinted = Stream.concat(
                mine.flatMap(Mine::told).stream(), hit ? known.stream().map(Sighting::source) : Stream.empty());
        return hinted.filter(own -> about.isEmpty() || about.get().equals(own.eventId()))
                .findFirst()
                .<LinkView>map(own -> new Hinted(link, mine, own))
                .orElseGet(Unknown::new);
    }

    private static Stream<Sighting> known(AgencyId caller, Source source, Map<EventId, Page.Item> seen) {
        Optional<Page.Item> row = Optional.ofNullable(seen.get(source.revision().eventId()));
        if (row.isPresent()) {
            return Stream.of(new Sighting(source.revision(), row));
        }
        return source.originator().equals(Optional.of(caller))
                ? Stream.of(new Sighting(source.revision(), Optional.empty()))
                : Stream.empty();
    }
}
