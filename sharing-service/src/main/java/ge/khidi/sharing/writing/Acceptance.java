package ge.khidi.sharing.writing;

import ge.khidi.sharing.writing.Verdict.Refused;
import ge.khidi.sharing.writing.Verdict.Sayable;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Decides on the objects of one request beside what the agency wrote before: the same content under the same id and version is a repeat, other content a
 * conflict. Versions go forward, since a later one is a revision of the event; what was revoked stays so.
 */
final class Acceptance {

    /** Content of the agency that stands under an id and version: intake has it, or is to have it. */
    record Kept(String id, Instant modified, String digest, boolean revokes) {}

    /** An object of the request with the digest of its content. */
    record Offered(int place, Verdict verdict, String digest) {
        Head head() {
            return verdict.head();
        }
    }

    /** What becomes of it, as it is stored. */
    enum State {
        /** Kept; intake is to have it. */
        PENDING,
        /** Intake has it. */
        DONE,
        /** Refused, here or by intake; nothing is kept. */
        FAILED,
        /** It was written before, and is as far as it was then. */
        REPEATED,
        /** Nothing to do: it stands here for everybody. */
        STANDING
    }

    record Fate(Offered offered, State state, Optional<String> message) {
        Head head() {
            return offered.head();
        }
    }

    /** Of what is in an envelope sightings are decided last, since they may rest on what stands beside them. */
    private static final Comparator<Offered> ORDER = Comparator.<Offered, Boolean>comparing(
                    one -> one.head().id().startsWith(Envelope.SIGHTING))
            .thenComparing(one -> one.head().modified());

    private static final NavigableMap<Instant, Kept> NONE = Collections.emptyNavigableMap();

    private final Map<String, NavigableMap<Instant, Kept>> kept = new HashMap<>();
    private final NavigableMap<Integer, Fate> fates = new TreeMap<>();

    private Acceptance(Collection<Kept> kept) {
        kept.forEach(this::keep);
    }

    /**
     * In the order of the envelope, though a version that comes before its predecessor in it is one after it.
     *
     * @param kept of each id that is offered the versions offered, as far as they stand, and the latest; one that revokes is the latest
     */
    static List<Fate> decide(Collection<Kept> kept, List<Offered> offered) {
        Acceptance acceptance = new Acceptance(kept);
        offered.stream().sorted(ORDER).forEach(one -> acceptance.fates.put(one.place(), acceptance.decide(one)));
        return List.copyOf(acceptance.fates.values());
    }

    private void keep(Kept one) {
        kept.computeIfAbsent(one.id(), id -> new TreeMap<>()).put(one.modified(), one);
    }

    private Optional<Kept> latest(String id) {
        return Optional.ofNullable(kept.getOrDefault(id, NONE).lastEntry()).map(Map.Entry::getValue);
    }

    private Fate decide(Offered one) {
        Head head = one.head();
        Optional<Kept> same =
                Optional.ofNullable(kept.getOrDefault(head.id(), NONE).get(head.modified()));
        if (same.isPresent()) {
            return same.get().digest().equals(one.digest())
                    ? new Fate(one, State.REPEATED, Optional.empty())
                    : failed(one, "other content was accepted under this id and version");
        }
        if (one.verdict() instanceof Refused refused) {
            return failed(one, refused.message());
        }
        return one.verdict() instanceof Sayable sayable
                ? decide(one, sayable)
                : new Fate(one, State.STANDING, Optional.empty());
    }

    private Fate decide(Offered one, Sayable sayable) {
        Optional<Kept> latest = latest(sayable.head().id());
        if (latest.filter(Kept::revokes).isPresent()) {
            return failed(one, "it was revoked, which is for good");
        }
        if (latest.filter(known -> known.modified().isAfter(sayable.head().modified()))
                .isPresent()) {
            return failed(one, "a later version was accepted");
        }
        if (sayable.revokes() && latest.isEmpty()) {
            return failed(one, "nothing of this id was accepted that could be revoked");
        }
        if (sayable.sighted().filter(place -> !stands(place)).isPresent()) {
            return failed(one, "/sighting_of_ref: that indicator was not accepted, or is not its latest version");
        }
        keep(new Kept(sayable.head().id(), sayable.head().modified(), one.digest(), sayable.revokes()));
        Optional<String> note = Optional.of(sayable.leftOut())
                .filter(names -> !names.isEmpty())
                .map(names -> "not kept: " + String.join(", ", names));
        return new Fate(one, State.PENDING, note);
    }

    /** Whether what stands in that place of the envelope is the last word of its writer. */
    private boolean stands(int place) {
        return Optional.ofNullable(fates.get(place))
                .filter(fate -> fate.state() == State.PENDING || fate.state() == State.REPEATED)
                .flatMap(fate -> latest(fate.head().id())
                        .filter(known -> known.modified().equals(fate.head().modified())))
                .isPresent();
    }

    private static Fate failed(Offered one, String message) {
        return new Fate(one, State.FAILED, Optional.of(message));
    }
}
