package ge.khidi.relay.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import ge.khidi.contract.problem.Problem;
import ge.khidi.contract.problem.ProblemType;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** Problem documents as answers. */
public final class Problems {

    private static final JsonMapper JSON =
            JsonMapper.builder().addModule(new Jdk8Module()).build();

    private Problems() {}

    /** The answer for it: its status, its media type and its document, not to be cached. */
    public static Response response(Problem problem) {
        return Response.status(problem.status())
                .header(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(bytes(problem))
                .build();
    }

    public static Response response(ProblemType type) {
        return response(Problem.of(type));
    }

    /** The document, in UTF-8. */
    public static byte[] bytes(Problem problem) {
        try {
            return JSON.writeValueAsBytes(problem);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A problem document can always be written", e);
        }
    }
}
