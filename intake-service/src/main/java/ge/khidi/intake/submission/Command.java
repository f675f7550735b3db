package ge.khidi.intake.submission;

import ge.khidi.contract.event.RevisionKind;
import ge.khidi.contract.event.Submission;
import java.time.LocalDate;
import java.util.Optional;

/** What an author wants done with one event. */
public sealed interface Command {

    /** The event that is meant. */
    Target target();

    <R> R accept(Cases<R> cases);

    /** A new event. The same again is answered with the first receipt; other content under the same name is a conflict. */
    record Create(Submission submission, Optional<String> idempotencyKey) implements Command {
        @Override
        public Target target() {
            return submission
                    .reference()
                    .map(Target::reference)
                    .orElseGet(() -> idempotencyKey.map(Target::idempotencyKey).orElse(Target.NEW));
        }

        @Override
        public <R> R accept(Cases<R> cases) {
            return cases.create(this);
        }
    }

    /** The event of that reference, whether it is new or not. The submission carries the reference. */
    record Put(String reference, RevisionKind kind, Submission submission) implements Command {
        @Override
        public Target target() {
            return Target.reference(reference);
        }

        @Override
        public <R> R accept(Cases<R> cases) {
            return cases.put(this);
        }
    }

    /** A revision of an event that must be on record, and current as the author believes. */
    record Revise(Target target, Precondition precondition, RevisionKind kind, Submission submission)
            implements Command {
        @Override
        public <R> R accept(Cases<R> cases) {
            return cases.revise(this);
        }
    }

    /** Takes the event back, for good. */
    record Withdraw(Target target, String reason) implements Command {
        @Override
        public <R> R accept(Cases<R> cases) {
            return cases.withdraw(this);
        }

        /** The reason is free text. */
        @Override
        public String toString() {
            return "Withdraw[" + target + "]";
        }
    }

    /** The decision to keep an event until a day (Regulation (EU) 2016/794 Art. 31). */
    record Review(Target target, LocalDate keepUntil, String reason) implements Command {
        @Override
        public <R> R accept(Cases<R> cases) {
            return cases.review(this);
        }

        /** The reason is free text. */
        @Override
        public String toString() {
            return "Review[" + target + ", " + keepUntil + "]";
        }
    }

    /** Keeps the event but forbids its use (Directive (EU) 2016/680 Art. 16(3)). */
    record Restrict(Target target, String reason) implements Command {
        @Override
        public <R> R accept(Cases<R> cases) {
            return cases.restrict(this);
        }

        /** The reason is free text. */
        @Override
        public String toString() {
            return "Restrict[" + target + "]";
        }
    }

    /** Ends a restriction: the event may be used again. */
    record Lift(Target target, String reason) implements Command {
        @Override
        public <R> R accept(Cases<R> cases) {
            return cases.lift(this);
        }

        /** The reason is free text. */
        @Override
        public String toString() {
            return "Lift[" + target + "]";
        }
    }

    /**
     * Erases the content: because the originator asks for it with a reason, as when a person must have their data erased (Directive (EU)
     * 2016/680 Art. 16(2)), or, where nobody asked, if the day by which its keeping was to be reviewed has passed and nobody decided to keep
     * it (Art. 5; Regulation (EU) 2016/794 Art. 31). The latter only the platform says, on behalf of the originator.
     */
    record Erase(Target target, Optional<String> asked) implements Command {
        /** Because nobody decided to keep it. */
        public static Erase overdue(Target target) {
            return new Erase(target, Optional.empty());
        }

        @Override
        public <R> R accept(Cases<R> cases) {
            return cases.erase(this);
        }

        /** The reason is free text. */
        @Override
        public String toString() {
            return "Erase[" + target + "]";
        }
    }

    /** One answer for each command. */
    interface Cases<R> {
        R create(Create command);

        R put(Put command);

        R revise(Revise command);

        R withdraw(Withdraw command);

        R review(Review command);

        R restrict(Restrict command);

        R lift(Lift command);

        R erase(Erase command);
    }
}
