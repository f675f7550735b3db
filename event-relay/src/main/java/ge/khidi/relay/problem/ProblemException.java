package ge.khidi.relay.problem;

import ge.khidi.contract.problem.Problem;
import ge.khidi.contract.problem.ProblemType;

/**
 * Ends a request at its edge with a problem document: for what is wrong with the request as such, such as a header or a page size. What
 * the domain refuses is an outcome and not an exception.
 */
public final class ProblemException extends RuntimeException {

    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super(problem.type().toString(), null, false, false);
        this.problem = problem;
    }

    public ProblemException(ProblemType type) {
        this(Problem.of(type));
    }

    public Problem problem() {
        return problem;
    }
}
