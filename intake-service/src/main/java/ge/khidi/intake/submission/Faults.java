package ge.khidi.intake.submission;

import ge.khidi.contract.Topics;
import ge.khidi.contract.codec.Fault;
import ge.khidi.contract.problem.Problem;
import ge.khidi.contract.problem.ProblemType;
import java.util.List;
import java.util.Set;

/** Which problem a list of faults makes: what cannot be read as JSON is another problem than what breaks a rule. */
public final class Faults {

    private static final Set<String> UNREADABLE = Set.of("not-json", "not-utf-8", "beyond-limits");
    private static final String TOO_LARGE = "too-large";

    private Faults() {}

    /** Larger than a submission may be, or than the event it becomes could travel. */
    public static Problem tooLarge() {
        return Problem.of(
                ProblemType.PAYLOAD_TOO_LARGE,
                "At most %d bytes, and at most %d as the event that is published from it"
                        .formatted(Topics.MAX_SUBMISSION_BYTES, Topics.MAX_EVENT_BYTES));
    }

    public static Problem problem(List<Fault> faults) {
        if (faults.stream().anyMatch(fault -> fault.code().equals(TOO_LARGE))) {
            return tooLarge();
        }
        return faults.stream().anyMatch(fault -> UNREADABLE.contains(fault.code()))
                ? Problem.of(ProblemType.MALFORMED_JSON, faults)
                : Problem.of(ProblemType.INVALID_EVENT, faults);
    }
}
