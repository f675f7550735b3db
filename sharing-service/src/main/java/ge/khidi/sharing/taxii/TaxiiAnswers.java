package ge.khidi.sharing.taxii;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.problem.Problem;
import ge.khidi.contract.problem.ProblemType;
import ge.khidi.relay.problem.Problems;
import ge.khidi.sharing.writing.WriteStatus;
import ge.khidi.sharing.writing.WriteStatus.Progress;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/** Answers as TAXII 2.1 wants them. Public only because the framework calls it from classes it generates; nobody else should. */
@Singleton
public class TaxiiAnswers {

    static final String MEDIA_TYPE = "application/taxii+json;version=2.1";
    static final String ROOT = "/taxii2";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TYPE = "application/taxii+json";

    /** Whether the client takes what is offered: our type in version 2.1 or in any, or a range that has it. No header means any. */
    static boolean accepts(@Nullable String accept) {
        return accept == null || Arrays.stream(accept.split(",")).anyMatch(TaxiiAnswers::isOffered);
    }

    /** Whether a body is of a type that is taken. */
    static boolean isTaxii(@Nullable String contentType) {
        return contentType != null && named(parts(contentType), TYPE);
    }

    private static boolean isOffered(String range) {
        String[] parts = parts(range);
        return (named(parts, "*/*") || named(parts, "application/*") || named(parts, TYPE))
                && Arrays.stream(parts).noneMatch(part -> part.matches("q=0(\\.0*)?"));
    }

    private static boolean named(String[] parts, String type) {
        return parts[0].equals(type)
                && Arrays.stream(parts).allMatch(part -> !part.startsWith("version=") || part.equals("version=2.1"));
    }

    private static String[] parts(String range) {
        return range.toLowerCase(Locale.ROOT).replace(" ", "").replace("\"", "").split(";");
    }

    /** The status of a request to write. It changes by itself, so it has no tag. */
    static Response status(Response.Status code, WriteStatus status) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", status.id().toString())
                .put("status", status.complete() ? "complete" : "pending")
                .put("request_timestamp", status.requestedAt())
                .put("total_count", status.items().size());
        put(json, "success_count", "successes", status.items(Progress.SUCCESS));
        put(json, "failure_count", "failures", status.items(Progress.FAILURE));
        put(json, "pending_count", "pendings", status.items(Progress.PENDING));
        return Response.status(code)
                .header(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE)
                .entity(bytes(json))
                .build();
    }

    private static void put(ObjectNode json, String count, String list, List<WriteStatus.Item> items) {
        json.put(count, items.size());
        for (WriteStatus.Item item : items) {
            ObjectNode detail =
                    json.withArray(list).addObject().put("id", item.id()).put("version", item.version());
            item.message().ifPresent(message -> detail.put("message", message));
        }
    }

    static Response ok(byte[] body, @Nullable String condition) {
        return ok(body, sha256(body), condition).build();
    }

    /**
     * @param body in bytes, of whatever kind; {@code digest} says whether it is the same answer as before; {@code condition} is what came as
     *     If-None-Match
     */
    static Response.ResponseBuilder ok(Object body, String digest, @Nullable String condition) {
        String tag = "W/\"" + digest.substring(0, 32) + "\"";
        boolean known = Optional.ofNullable(condition).stream()
                .flatMap(text -> Arrays.stream(text.split(",")))
                .map(String::strip)
                .anyMatch(one -> one.equals("*") || one.equals(tag) || ("W/" + one).equals(tag));
        Response.ResponseBuilder answer =
                known ? Response.notModified() : Response.ok(body).header(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE);
        return answer.header(HttpHeaders.ETAG, tag).header(HttpHeaders.VARY, "Accept, Authorization, Accept-Encoding");
    }

    static byte[] bytes(JsonNode json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException ownTree) {
            throw new IllegalStateException(ownTree);
        }
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** Problems of the platform in the words of TAXII: its error message resource (TAXII 2.1, 3.6.1). */
    @ServerResponseFilter
    public void translate(ContainerResponseContext answer, RoutingContext request) throws IOException {
        String path = request.normalizedPath();
        boolean ours = path.equals(ROOT) || path.startsWith(ROOT + "/");
        if (!ours || answer.getStatus() < Response.Status.BAD_REQUEST.getStatusCode()) {
            return;
        }
        if (answer.getStatus() == ProblemType.METHOD_NOT_ALLOWED.status()) {
            boolean takes = path.matches(".*/objects/?");
            answer.getHeaders().putSingle(HttpHeaders.ALLOW, takes ? "GET, HEAD, POST" : "GET, HEAD");
        }
        ObjectNode message = message(answer.getStatus(), problem(answer.getEntity()));
        answer.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE);
        answer.setEntity(bytes(message));
    }

    private static Optional<JsonNode> problem(@Nullable Object entity) throws IOException {
        return entity instanceof byte[] document ? Optional.of(JSON.readTree(document)) : Optional.empty();
    }

    private static ObjectNode message(int status, Optional<JsonNode> problem) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.put("title", problem.map(one -> one.path("title").asText()).orElse("The request failed"));
        problem.map(one -> one.path("detail").asText())
                .filter(detail -> !detail.isEmpty())
                .ifPresent(detail -> message.put("description", detail));
        problem.map(one -> one.path("type").asText())
                .filter(type -> !type.isEmpty())
                .ifPresent(type -> message.put("error_code", type));
        return message.put("http_status", String.valueOf(status));
    }

    /** Nothing was done, and may be later. */
    static Response comeAgain(String why, long seconds) {
        return Response.fromResponse(Problems.response(Problem.of(ProblemType.UNAVAILABLE, why)))
                .header(HttpHeaders.RETRY_AFTER, seconds)
                .build();
    }
}
