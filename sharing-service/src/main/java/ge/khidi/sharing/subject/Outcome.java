package ge.khidi.sharing.subject;

import java.util.List;
import java.util.Optional;

/** What became of a request, as it is recorded; what the person reads is made from what the originators let out. */
public enum Outcome {
    GRANTED,
    PARTLY_GRANTED,
    REFUSED,
    NEITHER_CONFIRMED_NOR_DENIED,
    NOTHING_HELD;

    /** Whether a ground and reasons are recorded with it, for the supervisory authority (Directive (EU) 2016/680 Art. 15(4)). */
    boolean needsReasons() {
        return switch (this) {
            case PARTLY_GRANTED, REFUSED, NEITHER_CONFIRMED_NOR_DENIED -> true;
            case GRANTED, NOTHING_HELD -> false;
        };
    }

    /** Whether anything leaves with the answer. */
    boolean letsOut() {
        return switch (this) {
            case GRANTED, PARTLY_GRANTED -> true;
            case REFUSED, NEITHER_CONFIRMED_NOR_DENIED, NOTHING_HELD -> false;
        };
    }

    /**
     * Why this cannot be the outcome, if it cannot: never more than the originators let out. {@code said} has one for each confirmed event,
     * empty where the originator has not answered and its time is over: then nothing of it is let out. A refusal says that something is held
     * too, unless it is the request itself that is refused.
     */
    Optional<String> against(List<Optional<Said>> said, Optional<Ground> ground) {
        boolean whole = said.stream()
                .allMatch(one -> one.filter(
                                word -> word.word() == Said.Word.DISCLOSE || word.word() == Said.Word.FOLLOWED)
                        .isPresent());
        boolean some = said.stream()
                .flatMap(Optional::stream)
                .anyMatch(word -> word.letsOut() || word.word() == Said.Word.FOLLOWED);
        return switch (this) {
            case GRANTED ->
                whole && !said.isEmpty()
                        ? Optional.empty()
                        : Optional.of("not every originator lets out everything: GRANTED is more than they said");
            case PARTLY_GRANTED ->
                some ? Optional.empty() : Optional.of("no originator lets out anything: nothing can be granted");
            case NOTHING_HELD ->
                said.isEmpty() ? Optional.empty() : Optional.of("there are confirmed events: something is held");
            case REFUSED ->
                ground.filter(Ground::ofTheRequest).isPresent()
                                || said.stream().flatMap(Optional::stream).anyMatch(Said::known)
                        ? Optional.empty()
                        : Optional.of(
                                "no originator lets the person know that anything is held, which this ground would say:"
                                        + " NEITHER_CONFIRMED_NOR_DENIED, or NOTHING_HELD where nothing is confirmed");
            case NEITHER_CONFIRMED_NOR_DENIED -> Optional.empty();
        };
    }
}
