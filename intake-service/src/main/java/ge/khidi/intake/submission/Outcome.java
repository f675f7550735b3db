package ge.khidi.intake.submission;

import ge.khidi.contract.codec.Fault;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.RevisionKind;
import ge.khidi.contract.problem.Problem;
import ge.khidi.contract.problem.ProblemType;
import java.util.List;
import java.util.Optional;

/** What became of a command. */
public sealed interface Outcome {

    <R> R accept(Cases<R> cases);

    /**
     * A new revision, to be kept and published. {@code content} is the event as it is kept and travels; {@code reason} is what the
     * author gave for it, for the audit log.
     */
    record Accepted(Event event, String content, Receipt receipt, Optional<String> reason) implements Outcome {

        /** Whether this is the first word on the matter. */
        public boolean created() {
            return event.revisionKind() == RevisionKind.INITIAL;
        }

        @Override
        public <R> R accept(Cases<R> cases) {
            return cases.accepted(this);
        }

        /** Names the revision, never its content. */
        @Override
        public String toString() {
            return "Accepted[" + receipt.id() + "]";
        }
    }

    /** It was done before; this is the receipt that was given then. */
    record AlreadyKnown(Receipt receipt) implements Outcome {
        @Override
        public <R> R accept(Cases<R> cases) {
            return cases.alreadyKnown(this);
        }
    }

    /** It contradicts what is on record: other content under the same name, or a state that does not allow it. */
    record Conflict(Problem problem) implements Outcome {

        /** The repeat of what was erased since: it is not said again by somebody who did not hear that it was. */
        public static final Conflict ERASED =
                of(ProblemType.WRONG_STATE, "This was accepted before and has been erased since.");

        static Conflict of(ProblemType type, String detail) {
            return new Conflict(Problem.of(type, detail));
        }

        @Override
        public <R> R accept(Cases<R> cases) {
            return cases.conflict(this);
        }
    }

    /** It cannot be done; nothing was kept. */
    record Refused(Problem problem) implements Outcome {

        /** No such event, or one the author may not know of: deliberately the same. */
        public static final Refused NOT_FOUND = of(ProblemType.NOT_FOUND);

        public static Refused of(ProblemType type) {
            return new Refused(Problem.of(type));
        }

        public static Refused faulty(List<Fault> faults) {
            return new Refused(Problem.of(ProblemType.INVALID_EVENT, faults));
        }

        @Override
        public <R> R accept(Cases<R> cases) {
            return cases.refused(this);
        }
    }

    /** One answer for each outcome. */
    interface Cases<R> {
        R accepted(Accepted outcome);

        R alreadyKnown(AlreadyKnown outcome);

        R conflict(Conflict outcome);

        R refused(Refused outcome);
    }
}
