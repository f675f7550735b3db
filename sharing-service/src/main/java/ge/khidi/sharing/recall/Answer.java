package ge.khidi.sharing.recall;

import ge.khidi.contract.problem.Problem;
import ge.khidi.contract.problem.ProblemType;
import ge.khidi.relay.problem.ProblemException;
import java.util.Arrays;
import java.util.Optional;

/** What a partner says it did about a recall. Whoever kept it says why. */
record Answer(Outcome outcome, Optional<String> justification) {

    private static final int LONGEST = 2000;

    /** Refuses (400) what is no answer. */
    static Answer of(String outcome, String justification) {
        Outcome done = Arrays.stream(Outcome.values())
                .filter(one -> one.name().equals(outcome))
                .findFirst()
                .orElseThrow(() -> refused("outcome is RECTIFIED, ERASED, RESTRICTED or KEPT_WITH_JUSTIFICATION"));
        Optional<String> why = Optional.of(justification).map(String::strip).filter(text -> !text.isEmpty());
        if (why.filter(text -> text.length() > LONGEST).isPresent()) {
            throw refused("a justification has at most 2000 characters");
        }
        if (done == Outcome.KEPT_WITH_JUSTIFICATION && why.isEmpty()) {
            throw refused("whoever keeps it says why, in justification");
        }
        return new Answer(done, why);
    }

    /** Refuses (409) what is an answer, and not to this recall. */
    static ProblemException forAnother() {
        return new ProblemException(Problem.of(
                ProblemType.WRONG_STATE, "this recall is answered ERASED, RESTRICTED or KEPT_WITH_JUSTIFICATION"));
    }

    private static ProblemException refused(String why) {
        return new ProblemException(Problem.of(ProblemType.INVALID_REQUEST, why));
    }

    /** Never the justification. */
    @Override
    public String toString() {
        return "Answer[" + outcome + "]";
    }
}
