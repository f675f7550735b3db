package ge.khidi.relay.problem;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.codec.Fault;
import ge.khidi.contract.problem.Problem;
import ge.khidi.contract.problem.ProblemType;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemsTest {

    @Test
    void aDocumentHasWhatIsKnownAndNothingElse() {
        assertThat(new String(Problems.bytes(Problem.of(ProblemType.NOT_FOUND)), UTF_8))
                .isEqualTo("{\"type\":\"https://khidi.ge/problems/not-found\",\"title\":\"Not found\",\"status\":404}");
        assertThat(new String(
                        Problems.bytes(Problem.of(
                                ProblemType.INVALID_EVENT, List.of(new Fault("/type", "missing", "must be there")))),
                        UTF_8))
                .endsWith(",\"faults\":[{\"pointer\":\"/type\",\"code\":\"missing\",\"message\":\"must be there\"}]}");
    }
}
