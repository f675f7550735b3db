package ge.khidi.sharing.release;

import java.time.Instant;
import java.util.Optional;

/** What an officer says about a held item: the decision, why, for which case, and until when a release is good. */
record Word(Kind kind, String reason, String caseReference, Optional<Instant> until) {

    static final int LONGEST_REASON = 2000;
    static final int LONGEST_CASE = 100;

    /** What can be said. */
    enum Kind {
        APPROVE,
        REJECT,
        /** Takes an earlier release back: from now on it is no longer offered. */
        REVOKE
    }

    Word {
        if (reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw new IllegalArgumentException("a reason of at most 2000 characters");
        }
        if (caseReference.isBlank() || caseReference.length() > LONGEST_CASE) {
            throw new IllegalArgumentException("a case of at most 100 characters");
        }
        if (until.isPresent() && kind != Kind.APPROVE) {
            throw new IllegalArgumentException("only a release has an end");
        }
    }

    /** Never the reason. */
    @Override
    public String toString() {
        return "Word[" + kind + "]";
    }
}
