package ge.khidi.sharing.link;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.relay.caller.Caller;
import ge.khidi.relay.caller.CallerProvider;
import ge.khidi.relay.caller.Role;
import ge.khidi.sharing.feed.Cursors;
import ge.khidi.sharing.feed.Reader;
import ge.khidi.sharing.feed.Readers;
import ge.khidi.sharing.hit.HitNotice;
import ge.khidi.sharing.hit.HitNotices;
import ge.khidi.sharing.installation.Secret;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/hit-notices}: that something is linked to an event of the caller's agency, and whom to ask. */
@Path("/v1/hit-notices")
@Singleton
@Tag(name = "Links")
public class HitNoticeResource {

    private final HitPages pages;
    private final CallerProvider callers;
    private final Readers readers;
    private final Cursors cursors;

    HitNoticeResource(HitPages pages, CallerProvider callers, Readers readers, Secret secret) {
        this.pages = pages;
        this.callers = callers;
        this.readers = readers;
        this.cursors = new Cursors(secret.key("hit-cursor/v1"));
    }

    @GET
    @RolesAllowed({Role.Name.FEED_READER, Role.Name.LIAISON_OFFICER})
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "The next page of your agency's hit notices",
            description =
                    "HIT: something is linked to this event of yours, ask the contact and give the reference. ENDED:"
                            + " the hit does not stand any more, or the link is in your feed. ASKED: somebody was told that there"
                            + " is a hit on this event of yours.")
    public Uni<Response> page(
            @Parameter(description = "The cursor of the last notice you have, or next of the last page")
                    @QueryParam("after")
                    @Nullable
                    String after,
            @Parameter(description = "Most notices, 1 to 1000; 100 unless given") @QueryParam("limit") @Nullable
                    String limit,
            @Parameter(description = "For persons: one of the purposes of the contract")
                    @HeaderParam("Khidi-Purpose")
                    @Nullable
                    String purpose,
            @Parameter(description = "For persons: the case it is for") @HeaderParam("Khidi-Case") @Nullable
                    String caseReference) {
        Caller caller = callers.caller();
        Reader reader = readers.reader(caller, purpose, caseReference);
        return pages.read(reader, cursors.from(after, caller), Readers.limit(limit))
                .map(page -> Response.ok(json(page, caller).toString()).build());
    }

    private ObjectNode json(HitNotices.Page page, Caller caller) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode items = json.putArray("items");
        for (HitNotice notice : page.notices()) {
            ObjectNode item = items.addObject();
            item.put("cursor", cursors.print(notice.seq(), caller));
            write(notice, item);
        }
        json.put("next", cursors.print(page.last(), caller));
        json.put("more", page.more());
        return json;
    }

    /** A notice as it leaves, without its place in the list. */
    static void write(HitNotice notice, ObjectNode json) {
        json.put("kind", notice.kind().name())
                .put("reference", notice.reference().toString())
                .put("eventId", notice.own().eventId().toString())
                .put("revision", notice.own().revision())
                .put("contact", HitNotice.CONTACT.value())
                .put("at", notice.at());
        notice.askedBy().ifPresent(agency -> json.put("askedBy", agency.value()));
    }
}
