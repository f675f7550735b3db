package ge.khidi.analysis.linking;

import ge.khidi.analysis.selector.Selector;
import ge.khidi.contract.AgencyId;
import ge.khidi.contract.event.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Second step: the events in which one value occurs.
 *
 * <p><b>The rule.</b> Order the events by id as text and the pairs of different originators by their greater id, then by their lesser
 * one. The first {@link LinkingRules#pairsPerValue} pairs are linked. If there are more, one notice tells how often the value occurs.
 * The rule looks only at the events that have the value now, so the order of arrival cannot matter. Ids are random, so any event
 * that gets the value may push out pairs of others: those that fall behind the limit are withdrawn, and come back when there is room.
 *
 * <p>Among the first <i>n</i> pairs there are only events that are among the first <i>n</i> of their originator (each earlier event of
 * the same originator makes an earlier pair with the same partner), so a value that occurs ten thousand times is decided by reading a
 * few dozen rows.
 */
public final class Value {

    private final Selector selector;
    private final LinkingRules rules;
    private final Sightings sightings;

    /** What one fact changed. */
    public record Step(Tally tally, List<Meeting> meetings, Optional<Event> notice) {}

    /** The linked pairs, by the ids of both, and the events a notice would name. */
    private record Standing(Map<String, Meeting> pairs, List<EventFact> sources) {}

    public Value(Selector selector, LinkingRules rules, Sightings sightings) {
        this.selector = selector;
        this.rules = rules;
        this.sightings = sightings;
    }

    public Step take(Tally before, EventFact fact) {
        Optional<EventFact> known = sightings.find(fact);
        boolean has = fact.selectors().contains(selector);
        boolean old = known.filter(
                        row -> row.revision().revision() >= fact.revision().revision())
                .isPresent();
        if (old || (known.isEmpty() && !has)) {
            return new Step(before, List.of(), Optional.empty());
        }
        Tally counted = before.counting(fact.originator(), (has ? 1 : 0) - (known.isPresent() ? 1 : 0));
        if (changesNothing(before, counted, fact)) {
            keep(fact, has);
            return new Step(counted, List.of(), Optional.empty());
        }
        Standing was = standing(before);
        keep(fact, has);
        Standing is = standing(counted);
        Optional<Event> notice = notice(counted, is.sources, fact.acceptedAt());
        Tally after = counted.with(horizon(counted, is), notice.or(before::notice));
        return new Step(after, changes(was, is, fact), notice);
    }

    private void keep(EventFact fact, boolean has) {
        if (has) {
            sightings.put(fact);
        } else {
            sightings.remove(fact);
        }
    }

    private boolean changesNothing(Tally before, Tally after, EventFact fact) {
        return before.horizon()
                        .filter(horizon -> fact.idText().compareTo(horizon) > 0)
                        .isPresent()
                && after.pairs() > rules.pairsPerValue()
                && after.total() > rules.sourcesPerNotice()
                && said(before.total()) == said(after.total());
    }

    private Standing standing(Tally tally) {
        if (tally.pairs() == 0) {
            return new Standing(Map.of(), List.of());
        }
        boolean full = tally.pairs() > rules.pairsPerValue();
        int most = full ? rules.sourcesPerNotice() : rules.pairsPerValue();
        List<EventFact> events = new ArrayList<>();
        for (AgencyId originator : tally.events().keySet()) {
            events.addAll(sightings.first(originator, most));
        }
        events.sort(EventFact.BY_ID);
        List<EventFact> sources =
                full ? events.subList(0, Math.min(events.size(), rules.sourcesPerNotice())) : List.of();
        return new Standing(firstPairs(events), List.copyOf(sources));
    }

    private Map<String, Meeting> firstPairs(List<EventFact> events) {
        Map<String, Meeting> pairs = new LinkedHashMap<>();
        for (int greater = 1; greater < events.size(); greater++) {
            for (int lesser = 0; lesser < greater; lesser++) {
                EventFact first = events.get(lesser);
                EventFact second = events.get(greater);
                if (!first.originator().equals(second.originator())) {
                    pairs.put(first.idText() + "/" + second.idText(), Meeting.of(selector, true, first, second));
                    if (pairs.size() == rules.pairsPerValue()) {
                        return pairs;
                    }
                }
            }
        }
        return pairs;
    }

    /** Pairs that fell away, with the fact that made them fall; then pairs that are new or of which one event changed. */
    private List<Meeting> changes(Standing was, Standing is, EventFact fact) {
        List<Meeting> changes = new ArrayList<>();
        was.pairs.forEach((ids, pair) -> {
            if (!is.pairs.containsKey(ids)) {
                changes.add(new Meeting(selector, false, newer(pair.first(), fact), newer(pair.second(), fact)));
            }
        });
        is.pairs.forEach((ids, pair) -> {
            if (!pair.equals(was.pairs.get(ids))) {
                changes.add(pair);
            }
        });
        return changes;
    }

    private static EventFact newer(EventFact known, EventFact fact) {
        return known.id().equals(fact.id()) ? fact : known;
    }

    private Optional<String> horizon(Tally tally, Standing is) {
        if (tally.pairs() <= rules.pairsPerValue() || tally.total() <= rules.sourcesPerNotice()) {
            return Optional.empty();
        }
        String lastPaired = is.pairs.values().stream()
                .map(pair -> pair.second().idText())
                .max(String::compareTo)
                .orElse("");
        String lastNamed = is.sources.get(is.sources.size() - 1).idText();
        return Optional.of(lastPaired.compareTo(lastNamed) > 0 ? lastPaired : lastNamed);
    }

    private Optional<Event> notice(Tally tally, List<EventFact> sources, Instant now) {
        return sources.isEmpty()
                ? Products.withdrawn(tally.notice(), "NO_LONGER_FREQUENT", now)
                : Products.notice(tally.notice(), selector, said(tally.total()), tally.total(), sources, now);
    }

    /**
     * The count a notice tells: exact as far as its sources are named, beyond that rounded down to 1, 2 or 5 times a power of ten, or
     * a value that occurs in every event would bring a new revision with every event.
     */
    private int said(int total) {
        if (total <= rules.sourcesPerNotice()) {
            return total;
        }
        int power = 1;
        while (power <= total / 10) {
            power *= 10;
        }
        int leading = total / power;
        int step = (leading >= 5 ? 5 : leading >= 2 ? 2 : 1) * power;
        return Math.max(step, rules.sourcesPerNotice());
    }
}
