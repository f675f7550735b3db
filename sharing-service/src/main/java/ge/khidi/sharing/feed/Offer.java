package ge.khidi.sharing.feed;

import ge.khidi.sharing.decision.Feed;
import ge.khidi.sharing.policy.Decision;
import java.util.List;
import java.util.Optional;

/**
 * What one partner may have of one revision. With {@code sent} it is ready to leave; with {@code leaks} the leak check stopped it; with
 * neither it waits for a release.
 */
record Offer(Feed feed, Decision decision, Optional<Sent> sent, List<String> leaks) {

    /** The bytes and the conditions that go with them. */
    record Sent(Variant variant, String terms) {}

    static Offer waiting(Feed feed, Decision decision) {
        return new Offer(feed, decision, Optional.empty(), List.of());
    }

    static Offer ready(Feed feed, Decision decision, Sent sent) {
        return new Offer(feed, decision, Optional.of(sent), List.of());
    }

    static Offer leaking(Feed feed, Decision decision, List<String> pointers) {
        return new Offer(feed, decision, Optional.empty(), List.copyOf(pointers));
    }
}
