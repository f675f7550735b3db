package ge.khidi.analysis.linking;

import ge.khidi.analysis.selector.Selector;
import ge.khidi.contract.EventId;

/** Second step's answer: over this value the two events are to be linked, or are not any more. {@code first} has the lesser id. */
public record Meeting(Selector selector, boolean linked, EventFact first, EventFact second) {

    static Meeting of(Selector selector, boolean linked, EventFact one, EventFact other) {
        return EventFact.BY_ID.compare(one, other) < 0
                ? new Meeting(selector, linked, one, other)
                : new Meeting(selector, linked, other, one);
    }

    public EventId link() {
        return ProductIds.link(first.id(), second.id());
    }
}
