package ge.khidi.sharing.rulebook;

import ge.khidi.sharing.policy.SourceFault;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where a policy set or a registry stands. The methods are the only way from one state to the next; what is not overridden is refused.
 *
 * <pre>
 *          no fault            another officer           a third, or the author       another version
 *   DRAFT ─────────► VALIDATED ───────────────► APPROVED ──────────────────► ACTIVE ─────────────────► RETIRED
 *                                                  ▲                                                      │
 *                                                  └──────────────── another officer ─────────────────────┘
 * </pre>
 *
 * <p>A set with faults stays a draft for good: its texts never change, the mended text is another version. An approval is good for one
 * activation and for the back-fill window it names; whoever approved does not activate as well.
 */
public sealed interface PolicyState {

    /** The stable word for it, as stored and shown. */
    String word();

    /** What came of somebody's word. */
    sealed interface Step {
        record Moved(PolicyState to) implements Step {}

        record Refused(Refusal why) implements Step {}
    }

    /** Why a word does not count. */
    enum Refusal {
        /** The set is in another state. */
        WRONG_STATE,
        /** The set has faults. */
        FAULTY,
        /** Who wrote it may not approve it. */
        AUTHOR,
        /** Who approved it may not activate it as well. */
        APPROVER,
        /** The approval was given for another back-fill window. */
        OTHER_WINDOW,
        /** What a back-fill window would bring to the rules in force was not simulated for the approver, or longer ago than simulations are kept. */
        NOT_SIMULATED,
        /** It was made from a version that is not in force any more. */
        STALE,
        /** It is being put in force already, at another word. */
        OTHER_ORDER,
        /** The agency of whoever said it was suspended before it was done. */
        SUSPENDED,
        /** It could not be carried out. */
        NOT_POSSIBLE
    }

    /** An approval: by whom, and from when personal data received earlier may be brought along. */
    record Approval(Officer by, Optional<Instant> backfillFrom) {}

    /** The state a text begins in. */
    static PolicyState of(List<SourceFault> faults) {
        Draft draft = new Draft(faults);
        return faults.isEmpty() ? draft.validated() : draft;
    }

    default Step approve(Officer author, Approval approval) {
        return new Step.Refused(Refusal.WRONG_STATE);
    }

    default Step activate(Officer officer, Optional<Instant> backfillFrom) {
        return new Step.Refused(Refusal.WRONG_STATE);
    }

    default Step retire() {
        return new Step.Refused(Refusal.WRONG_STATE);
    }

    private static Step approved(Officer author, Approval approval) {
        return approval.by().isSamePersonAs(author)
                ? new Step.Refused(Refusal.AUTHOR)
                : new Step.Moved(new Approved(approval));
    }

    /** Written; with faults it can go nowhere. */
    record Draft(List<SourceFault> faults) implements PolicyState {
        public Draft {
            faults = List.copyOf(faults);
        }

        private Validated validated() {
            return new Validated();
        }

        @Override
        public Step approve(Officer author, Approval approval) {
            return new Step.Refused(Refusal.FAULTY);
        }

        @Override
        public Step activate(Officer officer, Optional<Instant> backfillFrom) {
            return new Step.Refused(Refusal.FAULTY);
        }

        @Override
        public String word() {
            return "DRAFT";
        }
    }

    /** Without a fault. */
    record Validated() implements PolicyState {
        @Override
        public Step approve(Officer author, Approval approval) {
            return approved(author, approval);
        }

        @Override
        public String word() {
            return "VALIDATED";
        }
    }

    /** Somebody else has said yes. A later approval takes the place of the earlier one. */
    record Approved(Approval approval) implements PolicyState {
        @Override
        public Step approve(Officer author, Approval again) {
            return approved(author, again);
        }

        @Override
        public Step activate(Officer officer, Optional<Instant> backfillFrom) {
            if (officer.isSamePersonAs(approval.by())) {
                return new Step.Refused(Refusal.APPROVER);
            }
            return backfillFrom.equals(approval.backfillFrom())
                    ? new Step.Moved(new Active())
                    : new Step.Refused(Refusal.OTHER_WINDOW);
        }

        @Override
        public String word() {
            return "APPROVED";
        }
    }

    /** It decides. */
    record Active() implements PolicyState {
        @Override
        public Step retire() {
            return new Step.Moved(new Retired());
        }

        @Override
        public String word() {
            return "ACTIVE";
        }
    }

    /** It decided once; approved anew it may do so again. */
    record Retired() implements PolicyState {
        @Override
        public Step approve(Officer author, Approval approval) {
            return approved(author, approval);
        }

        @Override
        public String word() {
            return "RETIRED";
        }
    }
}
