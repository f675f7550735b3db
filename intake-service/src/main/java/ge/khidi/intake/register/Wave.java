package ge.khidi.intake.register;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.intake.register.EventStore.Asked;
import ge.khidi.intake.register.EventStore.Named;
import ge.khidi.intake.submission.Draft;
import ge.khidi.intake.submission.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Entries that can go into one transaction: each about another event. Of two about the same event the later one waits for the next wave, so
 * that it finds what the earlier one left.
 */
final class Wave {

    private final List<Integer> places;
    private final List<Entry> all;

    private Wave(List<Integer> places, List<Entry> all) {
        this.places = places;
        this.all = all;
    }

    /** The most of the waiting entries that name different events, in their order. */
    static Wave of(List<Entry> all, List<Integer> waiting) {
        Set<Target> names = new HashSet<>();
        List<Integer> places = new ArrayList<>();
        for (Integer place : waiting) {
            Target target = draft(all, place).command().target();
            if (target.equals(Target.NEW) || names.add(target)) {
                places.add(place);
            }
        }
        return new Wave(places, all);
    }

    List<Integer> places() {
        return places;
    }

    List<Target> targets() {
        return places.stream().map(place -> draft(place).command().target()).toList();
    }

    /** Whose events these are about; all of a wave are of one originator. */
    AgencyId originator() {
        return draft(places.get(0)).author().agency();
    }

    Entry entry(int place) {
        return all.get(place);
    }

    Draft.Open draft(int place) {
        return draft(all, place);
    }

    /** Only what is not settled waits for a wave. */
    private static Draft.Open draft(List<Entry> all, int place) {
        return (Draft.Open) all.get(place).draft();
    }

    /** Without the entries that turn out to name an event another one names too, only by another of its names. */
    Wave apart(List<Named> found) {
        Map<EventId, Integer> claimed = new HashMap<>();
        List<Integer> apart = new ArrayList<>();
        for (Integer place : places) {
            Optional<EventId> id = match(draft(place).command().target(), found);
            if (id.isEmpty() || claimed.putIfAbsent(id.get(), place) == null) {
                apart.add(place);
            }
        }
        return new Wave(apart, all);
    }

    /** What the record is to be asked for those that are on it. */
    List<Asked> asked(List<Named> found) {
        List<Asked> asked = new ArrayList<>();
        for (Integer place : places) {
            Draft.Open draft = draft(place);
            match(draft.command().target(), found)
                    .ifPresent(id -> asked.add(new Asked(place, id, draft.sha256(), draft.needsEvent())));
        }
        return asked;
    }

    private static Optional<EventId> match(Target target, List<Named> found) {
        return found.stream()
                .filter(named -> target.id().filter(named.id()::equals).isPresent()
                        || (target.reference().isPresent() && target.reference().equals(named.reference()))
                        || (target.idempotencyKey().isPresent()
                                && target.idempotencyKey().equals(named.idempotencyKey())))
                .map(Named::id)
                .findFirst();
    }
}
