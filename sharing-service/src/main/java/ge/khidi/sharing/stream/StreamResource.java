package ge.khidi.sharing.stream;

import ge.khidi.relay.caller.Caller;
import ge.khidi.relay.caller.CallerProvider;
import ge.khidi.relay.caller.Role;
import ge.khidi.sharing.feed.Reader;
import ge.khidi.sharing.feed.Readers;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/feed/stream}: the caller's own feed as it grows. The same readers and reasons as for its pages. */
@Path("/v1/feed/stream")
@Singleton
@Tag(name = "Feed")
public class StreamResource {

    private final Doors doors;
    private final FeedItems items;
    private final CallerProvider callers;
    private final Readers readers;

    StreamResource(Doors doors, FeedItems items, CallerProvider callers, Readers readers) {
        this.doors = doors;
        this.items = items;
        this.callers = callers;
        this.readers = readers;
    }

    @GET
    @RolesAllowed({Role.Name.FEED_READER, Role.Name.LIAISON_OFFICER})
    @Produces(ServerSentEvents.MEDIA_TYPE)
    @Operation(
            summary = "Your feed as it grows, as server-sent events",
            description =
                    "event: item, with the item of /v1/feed as its data and its cursor as its id. event: resume is"
                            + " the last one of a stream that ends: open another, from the last id you have. Comments are"
                            + " heartbeats. Without Last-Event-ID and after it begins at the end of the feed.")
    @APIResponse(
            responseCode = "200",
            description = "A stream that stays open until the token runs out",
            content = @Content(mediaType = ServerSentEvents.MEDIA_TYPE))
    @APIResponse(responseCode = "400", description = "Not a cursor of this client; or a person gave no purpose or case")
    @APIResponse(responseCode = "429", description = "This client has as many streams open as it may")
    public Uni<Void> stream(
            @Parameter(description = "The id of the last event you have; it counts more than after")
                    @HeaderParam("Last-Event-ID")
                    @Nullable
                    String lastEventId,
            @Parameter(description = "A cursor of this stream or of /v1/feed; empty: from the beginning")
                    @QueryParam("after")
                    @Nullable
                    String after,
            @Parameter(description = "For persons: one of the purposes of the contract")
                    @HeaderParam("Khidi-Purpose")
                    @Nullable
                    String purpose,
            @Parameter(description = "For persons: the case it is for") @HeaderParam("Khidi-Case") @Nullable
                    String caseReference,
            @Context HttpServerRequest request) {
        Caller caller = callers.caller();
        Reader reader = readers.reader(caller, purpose, caseReference);
        return doors.open(reader, items, new Doors.From(lastEventId, after), request);
    }
}
