package ge.khidi.sharing.feed;

import ge.khidi.contract.handling.Purpose;
import ge.khidi.contract.problem.Problem;
import ge.khidi.contract.problem.ProblemType;
import ge.khidi.relay.audit.Justification;
import ge.khidi.relay.caller.Caller;
import ge.khidi.relay.problem.ProblemException;
import ge.khidi.sharing.decision.DecisionTable;
import ge.khidi.sharing.decision.Feed;
import ge.khidi.sharing.pages.StatedPurpose;
import ge.khidi.sharing.policy.Agreement;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Why somebody reads: a machine under its agency's agreement; a person says for which purpose and case. */
@Singleton
public class Readers {

    private static final int USUAL = 100;
    private static final int MOST = 1000;

    private final DecisionTable decisions;

    Readers(DecisionTable decisions) {
        this.decisions = decisions;
    }

    /** The caller with the reason, from the headers {@code Khidi-Purpose} and {@code Khidi-Case}; a problem if a person gives none. */
    public Reader reader(Caller caller, @Nullable String purpose, @Nullable String caseReference) {
        return new Reader(caller, justification(caller, purpose, caseReference));
    }

    /** How many items a page may have at most, from the query. */
    public static int limit(@Nullable String limit) {
        if (limit == null) {
            return USUAL;
        }
        if (!limit.matches("[1-9][0-9]{0,3}") || Integer.parseInt(limit) > MOST) {
            throw refused("limit is a number from 1 to 1000");
        }
        return Integer.parseInt(limit);
    }

    private Justification justification(Caller caller, @Nullable String purpose, @Nullable String caseReference) {
        if (caller.machine()) {
            return Justification.purpose(decisions
                    .find(caller.agency())
                    .map(Feed::partner)
                    .flatMap(partner -> partner.agreement())
                    .map(Agreement::reference)
                    .orElse("national law"));
        }
        if (purpose == null || !StatedPurpose.knows(purpose)) {
            throw refused("a person names a purpose in Khidi-Purpose");
        }
        if (caseReference == null || !StatedPurpose.isCase(caseReference)) {
            throw refused("a person names a case in Khidi-Case, at most 100 characters");
        }
        return new StatedPurpose(Purpose.valueOf(purpose), caseReference.strip()).justification();
    }

    private static ProblemException refused(String why) {
        return new ProblemException(Problem.of(ProblemType.INVALID_REQUEST, why));
    }
}
