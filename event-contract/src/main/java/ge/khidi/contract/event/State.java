package ge.khidi.contract.event;

import java.util.List;
import java.util.Optional;

/**
 * The status of an event with its reason. CLOSED carries one of {@link #CLOSING_REASONS}; RESTRICTED, WITHDRAWN and ERASED carry
 * the originator's own words of at most 500 characters; OPEN carries none.
 */
public record State(Status status, Optional<String> reason) {

    /** Regulation (EU) 2021/581 Art. 9(7), in its order. */
    public static final List<String> CLOSING_REASONS =
            List.of("DID_NOT_TAKE_PLACE", "IMPACT_DOES_NOT_JUSTIFY_REPORTING", "SITUATION_ENDED");

    public static final State OPEN = new State(Status.OPEN, Optional.empty());

    public static State withdrawn(String reason) {
        return new State(Status.WITHDRAWN, Optional.of(reason));
    }

    /** Whether recipients may still use the content. */
    public boolean usable() {
        return switch (status) {
            case OPEN, CLOSED -> true;
            case RESTRICTED, WITHDRAWN, ERASED -> false;
        };
    }

    /** The reason may be in somebody's own words, and never reaches a log. */
    @Override
    public String toString() {
        return "State[" + status + "]";
    }
}
