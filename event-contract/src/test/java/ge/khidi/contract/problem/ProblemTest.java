package ge.khidi.contract.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.codec.Fault;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemTest {

    @Test
    void theCatalogueOnlyGrows() {
        assertThat(Arrays.stream(ProblemType.values()).map(type -> type.status() + " " + type.uri()))
                .contains(
                        "400 https://khidi.ge/problems/malformed-json",
                        "400 https://khidi.ge/problems/invalid-request",
                        "401 https://khidi.ge/problems/not-authenticated",
                        "403 https://khidi.ge/problems/not-permitted",
                        "404 https://khidi.ge/problems/not-found",
                        "405 https://khidi.ge/problems/method-not-allowed",
                        "406 https://khidi.ge/problems/not-acceptable",
                        "409 https://khidi.ge/problems/conflicting-content",
                        "409 https://khidi.ge/problems/wrong-state",
                        "412 https://khidi.ge/problems/precondition-failed",
                        "413 https://khidi.ge/problems/payload-too-large",
                        "415 https://khidi.ge/problems/unsupported-media-type",
                        "422 https://khidi.ge/problems/invalid-event",
                        "422 https://khidi.ge/problems/above-accreditation",
                        "428 https://khidi.ge/problems/precondition-required",
                        "429 https://khidi.ge/problems/too-many-requests",
                        "500 https://khidi.ge/problems/internal",
                        "503 https://khidi.ge/problems/unavailable")
                .doesNotHaveDuplicates();
    }

    @Test
    void aProblemIsPrintedAsTheStandardSays() {
        Problem problem = Problem.of(
                        ProblemType.INVALID_EVENT, List.of(new Fault("/occurred/at", "missing", "must be there")))
                .withDetail("nothing was stored")
                .withInstance(URI.create("/v1/events"));

        assertThat(new String(problem.print(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"type\":\"https://khidi.ge/problems/invalid-event\",\"title\":\"The event breaks the schema"
                                + " or a rule\",\"status\":422,\"detail\":\"nothing was"
                                + " stored\",\"instance\":\"/v1/events\",\"faults\":[{\"pointer\":\"/occurred/at\",\"code\":\"missing\",\"message\":\"must"
                                + " be there\"}]}");
    }

    @Test
    void whatAProblemDoesNotHaveIsLeftAway() throws IOException {
        ObjectNode printed = (ObjectNode)
                new ObjectMapper().readTree(Problem.of(ProblemType.NOT_FOUND).print());

        assertThat(printed.fieldNames()).toIterable().containsExactly("type", "title", "status");
    }
}
