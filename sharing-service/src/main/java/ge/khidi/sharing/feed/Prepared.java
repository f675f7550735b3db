package ge.khidi.sharing.feed;

import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import ge.khidi.contract.event.Event;
import ge.khidi.sharing.policy.DisclosureFacts;
import java.util.Map;

/** A revision with everything that can be known of it before the feeds are locked: its facts and their class, and an offer for each feed that may have any of it. */
record Prepared(Arrival arrival, DisclosureFacts facts, long classId, Map<Short, Offer> offers) {

    Prepared {
        offers = Map.copyOf(offers);
    }

    Event event() {
        return arrival.event();
    }

    EventId id() {
        return event().id();
    }

    RevisionId revisionId() {
        return event().revisionId();
    }
}
