package ge.khidi.contract.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import ge.khidi.contract.codec.Fault;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * A problem document (RFC 9457, {@code application/problem+json}). {@code detail} says what this occurrence is about without
 * personal data, exception texts or offending values; {@code faults} lists what is wrong with the body, each with its pointer.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
        URI type, String title, int status, Optional<String> detail, Optional<URI> instance, List<Fault> faults) {

    /** The media type of a problem document. */
    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        faults = List.copyOf(faults);
    }

    public static Problem of(ProblemType type) {
        return new Problem(type.uri(), type.title(), type.status(), Optional.empty(), Optional.empty(), List.of());
    }

    public static Problem of(ProblemType type, String detail) {
        return of(type).withDetail(detail);
    }

    public static Problem of(ProblemType type, List<Fault> faults) {
        return new Problem(type.uri(), type.title(), type.status(), Optional.empty(), Optional.empty(), faults);
    }

    public Problem withDetail(String detail) {
        return new Problem(type, title, status, Optional.of(detail), instance, faults);
    }

    public Problem withInstance(URI instance) {
        return new Problem(type, title, status, detail, Optional.of(instance), faults);
    }
}
