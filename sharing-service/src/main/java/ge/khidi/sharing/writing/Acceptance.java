package ge.khidi.sharing.writing;

import ge.khidi.sharing.writing.Verdict.Refused;
import ge.khidi.sharing.writing.Verdict.Sayable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Decides on the objects of one request beside what the agency wrote before: the same content under the same id and version is a repeat, other content a
 * conflict. Versions go forward, since a later one is a revision of the event; what was revoked stays so.
 */
final class Acceptance {

    /** Content of the agency that stands under an id and version: intake has it, or is to have it. */
    record Kept(String id, Instant modified, String digest, boolean revokes) {}

    /** An object of the request with the digest of its content. */
    record Offered(int place, Verdict verdict, String digest) {}

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
            return offered.verdict().head();
        }
    }

    private final List<Kept> kept;

    private Acceptance(Collection<Kept> kept) {
        this.kept = new ArrayList<>(kept);
    }

    /** In the order of the envelope, though a version that comes before its predecessor in it is one after it. */
    static List<Fate> decide(Collection<Kept> kept, List<Offered> offered) {
        Acceptance acceptance = new Acceptance(kept);
        return offered.stream()
                .sorted(Comparator.comparing(one -> one.verdict().head().modified()))
                .map(acceptance::decide)
                .sorted(Comparator.comparing(fate -> fate.offered().place()))
                .toList();
    }

    private Fate decide(Offered one) {
        Head head = one.verdict().head();
        Optional<Kept> same = kept.stream()
                .filter(known ->
                        known.id().equals(head.id()) && known.modified().equals(head.modified()))
                .findFirst();
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
        List<Kept> others = kept.stream()
                .filter(known -> known.id().equals(sayable.head().id()))
                .toList();
        if (others.stream().anyMatch(Kept::revokes)) {
            return failed(one, "it was revoked, which is for good");
        }
        if (others.stream()
                .anyMatch(known -> known.modified().isAfter(sayable.head().modified()))) {
            return failed(one, "a later version was accepted");
        }
        if (sayable.revokes() && others.isEmpty()) {
            return failed(one, "nothing of this id was accepted that could be revoked");
        }
        kept.add(new Kept(sayable.head().id(), sayable.head().modified(), one.digest(), sayable.revokes()));
        Optional<String> note = Optional.of(sayable.leftOut())
                .filter(names -> !names.isEmpty())
                .map(names -> "not kept: " + String.join(", ", names));
        return new Fate(one, State.PENDING, note);
    }

    private static Fate failed(Offered one, String message) {
        return new Fate(one, State.FAILED, Optional.of(message));
    }
}
