package ge.khidi.sharing.stream;

import ge.khidi.relay.audit.Justification;
import ge.khidi.relay.caller.CallerProvider;
import ge.khidi.relay.caller.Role;
import ge.khidi.sharing.feed.Reader;
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

/** {@code GET /v1/notices/stream}: what the caller's agency is asked or told about its own events, as it happens. */
@Path("/v1/notices/stream")
@Singleton
@Tag(name = "Releases")
public class NoticeStreamResource {

    private final Doors doors;
    private final AgencyNotices notices;
    private final CallerProvider callers;

    NoticeStreamResource(Doors doors, AgencyNotices notices, CallerProvider callers) {
        this.doors = doors;
        this.notices = notices;
        this.callers = callers;
    }

    @GET
    @RolesAllowed({Role.Name.FEED_READER, Role.Name.RELEASE_OFFICER})
    @Produces(ServerSentEvents.MEDIA_TYPE)
    @Operation(
            summary = "What your agency is asked or told about its own events, as server-sent events",
            description =
                    "event: notice, with the notice of /v1/notices as its data and its cursor as its id. Otherwise"
                            + " as /v1/feed/stream.")
    @APIResponse(
            responseCode = "200",
            description = "A stream that stays open until the token runs out",
            content = @Content(mediaType = ServerSentEvents.MEDIA_TYPE))
    @APIResponse(responseCode = "400", description = "Not a cursor of this client")
    @APIResponse(responseCode = "429", description = "This client has as many streams open as it may")
    public Uni<Void> stream(
            @Parameter(description = "The id of the last notice you have; it counts more than after")
                    @HeaderParam("Last-Event-ID")
                    @Nullable
                    String lastEventId,
            @Parameter(description = "A cursor of this stream or of /v1/notices; empty: from the beginning")
                    @QueryParam("after")
                    @Nullable
                    String after,
            @Context HttpServerRequest request) {
        Reader reader = new Reader(callers.caller(), Justification.NONE);
        return doors.open(reader, notices, new Doors.From(lastEventId, after), request);
    }
}
