package ge.khidi.sharing.onward;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.problem.Problem;
import ge.khidi.contract.problem.ProblemType;
import ge.khidi.relay.caller.CallerProvider;
import ge.khidi.relay.caller.Role;
import ge.khidi.relay.problem.ProblemException;
import ge.khidi.sharing.release.Word;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /v1/onward}: who asks to pass the caller's agency's events on, and what its release officers say. */
@Path("/v1/onward")
@Singleton
@RolesAllowed(Role.Name.RELEASE_OFFICER)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Passing on")
public class OnwardResource {

    private final OnwardDesk desk;
    private final CallerProvider callers;

    OnwardResource(OnwardDesk desk, CallerProvider callers) {
        this.desk = desk;
        this.callers = callers;
    }

    @GET
    @Operation(
            summary =
                    "Who asks to pass your events on, the most overdue first, or what became of it; at most 200, from after on")
    public Uni<Response> queue(
            @QueryParam("state") @DefaultValue("PENDING") String state,
            @QueryParam("after") @DefaultValue("0") String after) {
        OnwardState wanted = Arrays.stream(OnwardState.values())
                .filter(one -> one.name().equals(state))
                .findFirst()
                .orElseThrow(() -> new ProblemException(Problem.of(
                        ProblemType.INVALID_REQUEST, "state is one of PENDING, APPROVED, REJECTED, REVOKED, LAPSED")));
        return desk.queue(callers.caller(), wanted, Word.number(after)).map(all -> list(all, true));
    }

    @POST
    @Path("{id}/decision")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Say APPROVE, REJECT or REVOKE with reason and caseReference; APPROVE may have an end, until",
            description = "What the floor refuses to a registered partner cannot be approved.")
    public Uni<Response> decide(@PathParam("id") String id, String body) {
        return desk.say(callers.caller(), Word.number(id), Word.parse(body)).map(OnwardResource::answer);
    }

    static Response answer(OnwardDesk.Answer answer) {
        return switch (answer.outcome()) {
            case RECORDED, REPEATED -> Response.noContent().build();
            case UNKNOWN -> throw new ProblemException(ProblemType.NOT_FOUND);
            case TOO_LATE -> throw wrongState("the request is in a state in which this cannot be said");
            case PRODUCT ->
                throw wrongState("a product of analysis is not passed on; ask for the events it was made from");
            case FLOOR ->
                throw wrongState(
                        "the floor refuses it to this partner: " + answer.rule().orElse(""));
            case NOT_HELD -> throw wrongState("whoever asked does not have the item any more");
        };
    }

    private static ProblemException wrongState(String why) {
        return new ProblemException(Problem.of(ProblemType.WRONG_STATE, why));
    }

    /** The holder is told the state, never by whom or why. */
    static Response list(List<OnwardDesk.Kept> all, boolean originator) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode items = json.putArray("items");
        for (OnwardDesk.Kept one : all) {
            ObjectNode item = items.addObject()
                    .put("to", one.recipient())
                    .put("purpose", one.purpose())
                    .put("state", one.state().name())
                    .put("askedAt", one.askedAt());
            one.until().ifPresent(until -> item.put("until", until));
            one.decidedAt().ifPresent(at -> item.put("decidedAt", at));
            if (originator) {
                item.put("id", one.id())
                        .put("holder", one.holder().value())
                        .put("eventId", one.about().eventId().toString())
                        .put("revision", one.about().revision())
                        .put("reason", one.reason())
                        .put("deadline", one.deadline())
                        .put("overdue", one.overdue());
            }
        }
        return Response.ok(json.toString()).build();
    }
}
