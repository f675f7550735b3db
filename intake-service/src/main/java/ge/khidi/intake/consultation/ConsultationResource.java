package ge.khidi.intake.consultation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.EventId;
import ge.khidi.contract.problem.Problem;
import ge.khidi.contract.problem.ProblemType;
import ge.khidi.intake.reception.Authors;
import ge.khidi.intake.submission.Author;
import ge.khidi.relay.audit.Actor;
import ge.khidi.relay.caller.Caller;
import ge.khidi.relay.caller.CallerProvider;
import ge.khidi.relay.caller.Role;
import ge.khidi.relay.problem.ProblemException;
import ge.khidi.relay.problem.Problems;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What an agency said, for that agency. */
@Path("/v1/events")
@RolesAllowed({Role.Name.EVENT_PUBLISHER, Role.Name.ANALYST})
@Tag(name = "Events")
class ConsultationResource {

    private static final int USUAL_PAGE = 100;
    private static final int LARGEST_PAGE = 500;
    private static final int MOST_REVISIONS = 1000;

    private final CallerProvider callers;
    private final Shelf shelf;

    ConsultationResource(CallerProvider callers, Shelf shelf) {
        this.callers = callers;
        this.shelf = shelf;
    }

    @GET
    @Operation(
            summary = "What this agency handed in, in the order of the last change",
            description =
                    "Goes on behind a cursor that an earlier page gave as next, or from a moment on (RFC 3339). An"
                            + " event that changes appears again, further on. A page never passes over an event that was"
                            + " being accepted meanwhile.")
    @APIResponse(
            responseCode = "200",
            description =
                    "{items: [{eventId, reference, type, status, revision, sha256, acceptedAt}], next," + " more}")
    public Uni<Response> list(
            @QueryParam("since") @Nullable String since,
            @QueryParam("limit") @Parameter(description = "1 to 500; 100 unless given") @Nullable String limit) {
        Caller caller = callers.caller();
        Since from = since == null
                ? Since.BEGINNING
                : Since.parse(since).orElseThrow(() -> invalid("since must be a cursor or a moment."));
        return shelf.list(Authors.of(caller), Actor.of(caller), from, size(limit))
                .map(page -> json(print(page)));
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "The current revision of an event", description = "For its originator only.")
    @APIResponse(responseCode = "200", description = "The event as it travels, with its ETag")
    @APIResponse(responseCode = "404", description = "No such event of this agency")
    public Uni<Response> current(@PathParam("id") String id) {
        return kept(id, Optional.empty());
    }

    @GET
    @Path("/{id}/revisions/{revision}")
    @Operation(summary = "One revision of an event", description = "For its originator only.")
    @APIResponse(responseCode = "404", description = "No such revision of an event of this agency")
    public Uni<Response> revision(@PathParam("id") String id, @PathParam("revision") String revision) {
        return revision.matches("[1-9][0-9]{0,8}") ? kept(id, Optional.of(Integer.valueOf(revision))) : notFound();
    }

    @GET
    @Path("/{id}/revisions")
    @Operation(summary = "The revisions of an event, without their content", description = "For its originator only.")
    @APIResponse(responseCode = "200", description = "{items: [{revision, kind, status, sha256, acceptedAt}]}")
    @APIResponse(responseCode = "404", description = "No such event of this agency")
    public Uni<Response> revisions(@PathParam("id") String id) {
        Caller caller = callers.caller();
        Author author = Authors.of(caller);
        Actor actor = Actor.of(caller);
        return EventId.parse(id)
                .map(event -> shelf.listRevisions(author, actor, event, MOST_REVISIONS)
                        .map(past -> past.isEmpty() ? missing() : json(print(past))))
                .orElseGet(ConsultationResource::notFound);
    }

    private Uni<Response> kept(String id, Optional<Integer> revision) {
        Caller caller = callers.caller();
        Author author = Authors.of(caller);
        Actor actor = Actor.of(caller);
        return EventId.parse(id)
                .map(event -> shelf.find(author, actor, event, revision)
                        .map(found -> found.map(ConsultationResource::event).orElseGet(ConsultationResource::missing)))
                .orElseGet(ConsultationResource::notFound);
    }

    private static Response event(Shelf.Kept kept) {
        return Response.ok(kept.content(), MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.ETAG, kept.version().tag())
                .build();
    }

    private static Response json(ObjectNode body) {
        return Response.ok(body.toString(), MediaType.APPLICATION_JSON_TYPE).build();
    }

    private static ObjectNode print(Shelf.Page page) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode items = json.putArray("items");
        for (Shelf.Line line : page.items()) {
            ObjectNode item = items.addObject().put("eventId", line.eventId());
            line.reference().ifPresent(reference -> item.put("reference", reference));
            item.put("type", line.type())
                    .put("status", line.status())
                    .put("revision", line.revision())
                    .put("sha256", line.sha256())
                    .put("acceptedAt", line.acceptedAt().toString());
        }
        return json.put("next", page.next().cursor()).put("more", page.more());
    }

    private static ObjectNode print(List<Shelf.Past> revisions) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode items = json.putArray("items");
        for (Shelf.Past past : revisions) {
            items.addObject()
                    .put("revision", past.revision())
                    .put("kind", past.kind())
                    .put("status", past.status())
                    .put("sha256", past.sha256())
                    .put("acceptedAt", past.acceptedAt().toString());
        }
        return json;
    }

    private static int size(@Nullable String limit) {
        if (limit == null) {
            return USUAL_PAGE;
        }
        if (!limit.matches("[1-9][0-9]{0,2}") || Integer.parseInt(limit) > LARGEST_PAGE) {
            throw invalid("limit must be 1 to " + LARGEST_PAGE + ".");
        }
        return Integer.parseInt(limit);
    }

    private static Uni<Response> notFound() {
        return Uni.createFrom().item(ConsultationResource::missing);
    }

    private static Response missing() {
        return Problems.response(ProblemType.NOT_FOUND);
    }

    private static ProblemException invalid(String detail) {
        return new ProblemException(Problem.of(ProblemType.INVALID_REQUEST, detail));
    }
}
