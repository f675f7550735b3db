package ge.khidi.sharing.feed;

import ge.khidi.contract.RevisionId;
import ge.khidi.sharing.decision.Feed;
import ge.khidi.sharing.hold.HeldItem;
import ge.khidi.sharing.policy.Decision;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a change of the rules does to one event in one feed. {@code ends} are requests for a release that are over, with the state they
 * end in; {@code asks} is a new one; {@code looksAgain} a product whose sources decide whether it comes again.
 */
public record Consequence(
        RevisionId revision,
        Feed feed,
        Effect effect,
        Decision now,
        Optional<RowKind> row,
        Optional<Sent> sent,
        Optional<HeldItem> asks,
        Map<Long, String> ends,
        List<String> leaks,
        boolean looksAgain) {

    /** In a word, for people. */
    public enum Effect {
        /** It comes as NEW at the feed's end. */
        NEWLY_OFFERED,
        /** The partner is told that it is no longer offered. */
        NO_LONGER_OFFERED,
        /** It comes again, with more or less in it. */
        REDACTED_DIFFERENTLY,
        /** It would come, and waits for somebody's word. */
        NEWLY_HELD,
        /** A product that would come, or come again in another wording, if the partner may know of its sources. */
        PRODUCT_LOOKED_AT,
        /** It would come, but was received before the change and no window brings it along. */
        KEPT_BACK,
        /** It would come, and the leak check stopped it. */
        STOPPED_BY_LEAK_CHECK,
        /** Nothing the partner sees: a request for a release is over. */
        REQUEST_OVER,
        /** A product that its own decision leaves alone ends, since the partner loses an event that it names. */
        ENDS_WITH_SOURCE,
        /** A product that its own decision leaves alone may come, or come again, since an event that it names does. */
        LOOKED_AT_WITH_SOURCE
    }

    /** The bytes that would leave, opaque outside the feeds. */
    record Sent(Offer.Sent offer) {}

    public Consequence {
        ends = Map.copyOf(ends);
        leaks = List.copyOf(leaks);
    }

    /** Names event, feed and effect, never content. */
    @Override
    public String toString() {
        return "Consequence[" + revision + ", " + feed.partner().id() + ", " + effect + "]";
    }
}
