package ge.khidi.localstack.replay;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What became of the rows so far. Each row counts once: accepted, already known or refused. */
final class Tally {

    private long accepted;
    private long alreadyKnown;
    private long refused;
    private final Map<Reason, Long> reasons = new TreeMap<>();

    void accepted() {
        accepted++;
    }

    void alreadyKnown() {
        alreadyKnown++;
    }

    /** A row with several reasons counts once as refused and once under each of them. */
    void refused(List<Reason> why) {
        refused++;
        why.stream().distinct().forEach(reason -> reasons.merge(reason, 1L, Long::sum));
    }

    long rows() {
        return accepted + alreadyKnown + refused;
    }

    long acceptedCount() {
        return accepted;
    }

    long alreadyKnownCount() {
        return alreadyKnown;
    }

    long refusedCount() {
        return refused;
    }

    Map<Reason, Long> reasons() {
        return Map.copyOf(reasons);
    }

    /** The account of the replay, for people. */
    String summary() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                "rows %,d = accepted %,d + already known %,d + refused %,d", rows(), accepted, alreadyKnown, refused));
        reasons.forEach((reason, count) -> text.append(String.format("%n  refused for %s: %,d", reason, count)));
        return text.toString();
    }
}
