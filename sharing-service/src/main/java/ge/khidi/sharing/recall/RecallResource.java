package ge.khidi.sharing.recall;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.problem.Problem;
import ge.khidi.contract.problem.ProblemType;
import ge.khidi.relay.caller.Caller;
import ge.khidi.relay.caller.CallerProvider;
import ge.khidi.relay.caller.Role;
import ge.khidi.relay.problem.ProblemException;
import ge.khidi.sharing.feed.Cursor;
import ge.khidi.sharing.feed.Cursors;
import ge.khidi.sharing.installation.Secret;
import ge.khidi.sharing.release.Word;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Answers to recalls, by whoever reads the feed. */
@Path("/v1/feed")
@Singleton
@RolesAllowed({Role.Name.FEED_READER, Role.Name.LIAISON_OFFICER})
@Tag(name = "Feed")
public class RecallResource {

    private final Recalls recalls;
    private final CallerProvider callers;
    private final Cursors cursors;

    RecallResource(Recalls recalls, CallerProvider callers, Secret secret) {
        this.recalls = recalls;
        this.callers = callers;
        this.cursors = Cursors.ofFeed(secret);
    }

    @POST
    @Path("items/{cursor}/outcome")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Say what you did about a recall",
            description =
                    "outcome is RECTIFIED, ERASED, RESTRICTED or KEPT_WITH_JUSTIFICATION; the last needs a justification, and only a CORRECTION is RECTIFIED. A later answer replaces an earlier one.")
    public Uni<Response> answer(@PathParam("cursor") String cursor, String body) {
        Caller caller = callers.caller();
        Cursor item = cursors.parse(cursor, caller.agency(), caller.client())
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND));
        JsonNode json = Word.json(body);
        Answer answer = Answer.of(
                json.path("outcome").asText(), json.path("justification").asText(""));
        return recalls.answer(caller, item, answer.outcome(), answer.justification())
                .map(taken -> switch (taken) {
                    case RECORDED -> Response.noContent().build();
                    case UNKNOWN -> throw new ProblemException(ProblemType.NOT_FOUND);
                    case NOT_ASKED ->
                        throw new ProblemException(
                                Problem.of(ProblemType.WRONG_STATE, "this item asks for no outcome"));
                    case NO_ANSWER -> throw Answer.forAnother();
                });
    }

    @GET
    @Path("recalls")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary =
                    "Your recalls without an answer, with by when one is expected; at most 1000, from after on. Looking is logged")
    public Uni<Response> open(@QueryParam("after") @Nullable String after) {
        Caller caller = callers.caller();
        Cursor from = cursors.from(after, caller);
        return recalls.open(caller, from).map(open -> {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            ArrayNode items = json.putArray("items");
            open.forEach(one -> {
                ObjectNode item = items.addObject()
                        .put("cursor", cursors.print(one.cursor(), caller.agency(), caller.client()))
                        .put("kind", one.kind().word())
                        .put("eventId", one.revision().eventId().toString())
                        .put("revision", one.revision().revision())
                        .put("since", one.since())
                        .put("answerBy", one.answerBy())
                        .put("overdue", one.overdue());
                if (!one.passedOnTo().isEmpty()) {
                    ArrayNode passedOnTo = item.putArray("passedOnTo");
                    one.passedOnTo().forEach(passedOnTo::add);
                }
            });
            return Response.ok(json.toString()).build();
        });
    }
}
