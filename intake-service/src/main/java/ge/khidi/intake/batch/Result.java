package ge.khidi.intake.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import ge.khidi.contract.problem.Problem;
import ge.khidi.intake.submission.Outcome;
import ge.khidi.relay.problem.Problems;

/**
 * The line that answers a line: its number, the status a request of its own would have got, and the receipt or the problem. A receipt
 * stands there character for character as it was first given.
 */
record Result(long number) implements Outcome.Cases<String> {

    private static final int CREATED = 201;
    private static final int OK = 200;

    @Override
    public String accepted(Outcome.Accepted outcome) {
        return receipt(outcome.created() ? CREATED : OK, outcome.receipt().json());
    }

    @Override
    public String alreadyKnown(Outcome.AlreadyKnown outcome) {
        return receipt(OK, outcome.receipt().json());
    }

    @Override
    public String conflict(Outcome.Conflict outcome) {
        return problem(outcome.problem());
    }

    @Override
    public String refused(Outcome.Refused outcome) {
        return problem(outcome.problem());
    }

    String problem(Problem problem) {
        return line(problem.status(), "problem", new String(Problems.bytes(problem), UTF_8));
    }

    private String receipt(int status, String receipt) {
        return line(status, "receipt", receipt);
    }

    private String line(int status, String name, String json) {
        return "{\"line\":" + number + ",\"status\":" + status + ",\"" + name + "\":" + json + "}";
    }
}
