package ge.khidi.sharing.notice;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.relay.caller.Caller;
import ge.khidi.relay.caller.CallerProvider;
import ge.khidi.relay.caller.Role;
import ge.khidi.sharing.feed.Readers;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/notices}: what the caller's agency is asked or told about events it said itself. */
@Path("/v1/notices")
@Singleton
@RolesAllowed({Role.Name.FEED_READER, Role.Name.RELEASE_OFFICER})
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Releases")
public class NoticeResource {

    private final NoticePages pages;
    private final CallerProvider callers;
    private final NoticeJson notices;

    NoticeResource(NoticePages pages, CallerProvider callers, NoticeJson notices) {
        this.pages = pages;
        this.callers = callers;
        this.notices = notices;
    }

    @GET
    @Operation(
            summary =
                    "The next page of what your agency is asked or told about its own events; 1 to 1000, 100 unless given",
            description = "CONSENT_REQUEST: answer at /v1/releases/{subject}/decision. ONWARD_REQUEST: at"
                    + " /v1/onward/{subject}/decision. RELEASED_FOR_LIFE_THREAT, RELEASE_TAKEN_BACK,"
                    + " DECLARED_UNLAWFUL: to be known.")
    public Uni<Response> page(
            @QueryParam("after") @Nullable String after, @QueryParam("limit") @Nullable String limit) {
        Caller caller = callers.caller();
        return pages.read(List.of(caller), notices.cursors().from(after, caller), Readers.limit(limit))
                .map(page -> ok(page, caller));
    }

    private Response ok(NoticePages.Page page, Caller caller) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode items = json.putArray("items");
        page.notices().forEach(notice -> items.add(notices.json(notice, caller)));
        json.put("next", notices.cursors().print(page.last(), caller)).put("more", page.more());
        return Response.ok(json.toString()).build();
    }
}
