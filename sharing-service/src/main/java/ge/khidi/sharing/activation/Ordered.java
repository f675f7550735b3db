package ge.khidi.sharing.activation;

import ge.khidi.relay.audit.Actor;
import java.time.Instant;
import java.util.Optional;

/** An order to put a version in force that was taken: whose word it is, and what has come of it. */
public record Ordered(long id, PolicyDesk.Order order, Actor by, Progress progress) {

    /** Where an order stands. */
    public enum State {
        /** The classes are decided; nothing has changed yet. */
        DECIDING,
        /** The version is in force. */
        DONE,
        /** Nothing was changed, and nothing will be. */
        REFUSED
    }

    /** How far an order is: {@code decided} of so many {@code classes}; {@code ended} and {@code refused} only once it has ended. */
    public record Progress(
            State state,
            Instant since,
            Optional<Instant> ended,
            long decided,
            long classes,
            Optional<PolicyDesk.Answer.Refused> refused) {}

    /** Whether the same person has said the same. */
    boolean isSame(PolicyDesk.Order other, Actor actor) {
        return order.equals(other)
                && by.agency().equals(actor.agency())
                && by.subject().equals(actor.subject());
    }
}
