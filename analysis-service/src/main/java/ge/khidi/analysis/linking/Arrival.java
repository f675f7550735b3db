package ge.khidi.analysis.linking;

import ge.khidi.analysis.selector.Selector;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * First step: a revision of an event is news. {@code concerned} are the values it has and those it had before; each of them must
 * hear of it.
 */
public record Arrival(EventFact fact, NavigableSet<Selector> concerned) {

    /** Nothing if this revision or a newer one is known: an older revision never replaces a newer one. */
    public static Optional<Arrival> of(Optional<EventFact> known, EventFact arrived) {
        boolean old = known.filter(before ->
                        before.revision().revision() >= arrived.revision().revision())
                .isPresent();
        if (old) {
            return Optional.empty();
        }
        NavigableSet<Selector> concerned = new TreeSet<>(arrived.selectors());
        known.ifPresent(before -> concerned.addAll(before.selectors()));
        return Optional.of(new Arrival(arrived, concerned));
    }
}
