package ge.khidi.sharing.onward;

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
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /v1/feed/items/{cursor}/onward}: a holder asks to pass on an item of its feed, and reads what was answered. */
@Path("/v1/feed/items/{cursor}/onward")
@Singleton
@RolesAllowed({Role.Name.FEED_READER, Role.Name.LIAISON_OFFICER})
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Passing on")
public class OnwardItemResource {

    private final OnwardDesk desk;
    private final CallerProvider callers;
    private final Cursors cursors;

    OnwardItemResource(OnwardDesk desk, CallerProvider callers, Secret secret) {
        this.desk = desk;
        this.callers = callers;
        this.cursors = Cursors.ofFeed(secret);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Ask the originator to let you pass an item on: to, purpose, reason",
            description =
                    "Only for an item you have now. 202: asked; the same again, for the same purpose, changes nothing while it is PENDING or APPROVED."
                            + " Pass it on only while it is APPROVED.")
    public Uni<Response> ask(@PathParam("cursor") String cursor, String body) {
        Caller caller = callers.caller();
        OnwardRequest request = OnwardRequest.parse(Word.json(body));
        return desk.ask(caller, item(cursor, caller), request)
                .map(outcome -> Response.fromResponse(OnwardResource.answer(new OnwardDesk.Answer(outcome)))
                        .status(202)
                        .build());
    }

    @GET
    @Operation(
            summary = "What you asked about the event of this item, and what the originator answered",
            description =
                    "LAPSED: what was approved does not hold any more, because its time is over, you do not have the item any more, it shows more"
                            + " than the originator had before it, or the third party may not have it. You may ask again.")
    public Uni<Response> asked(@PathParam("cursor") String cursor) {
        Caller caller = callers.caller();
        return desk.ofHolder(caller, item(cursor, caller))
                .map(all ->
                        OnwardResource.list(all.orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND)), false));
    }

    private Cursor item(String cursor, Caller caller) {
        return cursors.parse(cursor, caller.agency(), caller.client())
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND));
    }
}
