package ge.khidi.sharing.activation;

import ge.khidi.relay.audit.Actor;
import ge.khidi.relay.caller.Caller;
import ge.khidi.relay.caller.Role;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** A simulation that was ordered: whose word it is, and what has come of it. */
public record Simulated(UUID id, Simulation.Order order, Actor by, Progress progress) {

    /** Where a simulation stands. */
    public enum State {
        /** Every instance is busy with others. */
        QUEUED,
        /** The classes are decided. */
        DECIDING,
        /** The events that the version concerns are walked through. */
        WALKING,
        /** There is a result. */
        DONE,
        /** There is none, and there will be none. */
        REFUSED
    }

    /**
     * How far it is: {@code decided} of so many {@code classes}, then {@code walked} of so many {@code events}; {@code ended} once it has ended,
     * with the {@code result} as JSON or with why there is none.
     */
    public record Progress(
            State state,
            Instant since,
            Optional<Instant> ended,
            long decided,
            long classes,
            long walked,
            long events,
            Optional<String> result,
            Optional<PolicyDesk.Answer.Refused> refused) {}

    boolean underWay() {
        return progress.result().isEmpty() && progress.refused().isEmpty();
    }

    /** Its samples are events that the agency of whoever ordered it may know of, so nobody else's officers are told that it is there. */
    boolean isFor(Caller caller) {
        return by.agency().equals(caller.agency())
                || caller.has(Role.AUDITOR)
                || caller.has(Role.DATA_PROTECTION_OFFICER);
    }

    boolean isBy(Actor actor) {
        return by.agency().equals(actor.agency()) && by.subject().equals(actor.subject());
    }
}
