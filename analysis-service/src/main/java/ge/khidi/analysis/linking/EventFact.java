package ge.khidi.analysis.linking;

import ge.khidi.analysis.handling.CombinedHandling;
import ge.khidi.analysis.selector.Selector;
import ge.khidi.analysis.selector.Selectors;
import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import ge.khidi.contract.event.Context;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.Occurred;
import ge.khidi.contract.event.Regime;
import ge.khidi.contract.event.Status;
import ge.khidi.contract.event.Urgency;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * All that analysis keeps of one revision of an event: no value, no text, no name. An event that may not be used, or whose purposes do
 * not allow it, has no selectors and so meets nobody.
 */
public record EventFact(
        RevisionId revision,
        AgencyId originator,
        Context context,
        Status status,
        Regime regime,
        Urgency urgency,
        Occurred occurred,
        Instant acceptedAt,
        CombinedHandling handling,
        NavigableSet<Selector> selectors) {

    /** The order of events everywhere in analysis: their ids as text, which says nothing of time. */
    static final Comparator<EventFact> BY_ID = Comparator.comparing(EventFact::idText);

    public EventFact {
        selectors = Collections.unmodifiableNavigableSet(new TreeSet<>(selectors));
    }

    public static EventFact of(Event event, Selectors selectors) {
        boolean enters =
                event.state().usable() && LinkingRules.allow(event.handling().purposes());
        return new EventFact(
                event.revisionId(),
                event.origin().agency(),
                event.context(),
                event.state().status(),
                event.regime(),
                event.urgency(),
                event.occurred(),
                event.acceptedAt(),
                CombinedHandling.of(event),
                enters ? selectors.of(event) : new TreeSet<>());
    }

    public EventId id() {
        return revision.eventId();
    }

    String idText() {
        return id().toString();
    }

    /** Without the selectors: what is kept of an event for a link that no longer stands. */
    EventFact bare() {
        return new EventFact(
                revision,
                originator,
                context,
                status,
                regime,
                urgency,
                occurred,
                acceptedAt,
                handling,
                new TreeSet<>());
    }
}
