package ge.khidi.contract.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.codec.Fault;
import java.net.URI;
import java.nio.charset.StandardCharsets;
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

    /** The document as bytes, the same from every service. */
    public byte[] print() {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("type", type.toString()).put("title", title).put("status", status);
        detail.ifPresent(text -> document.put("detail", text));
        instance.ifPresent(uri -> document.put("instance", uri.toString()));
        if (!faults.isEmpty()) {
            ArrayNode array = document.putArray("faults");
            faults.forEach(fault -> array.addObject()
                    .put("pointer", fault.pointer())
                    .put("code", fault.code())
                    .put("message", fault.message()));
        }
        return document.toString().getBytes(StandardCharsets.UTF_8);
    }
}
