package ge.khidi.sharing.feed;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import ge.khidi.relay.caller.Caller;
import ge.khidi.relay.caller.CallerProvider;
import ge.khidi.relay.caller.Role;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * {@code GET /v1/feed}: the caller's own feed, page by page. A machine reads under its agency's agreement; a person says for which purpose
 * and case.
 */
@Path("/v1/feed")
@Singleton
@Tag(name = "Feed")
public class FeedResource {

    private static final JsonFactory JSON = new JsonFactory();

    private final FeedPages pages;
    private final CallerProvider callers;
    private final Readers readers;
    private final ItemJson items;

    FeedResource(FeedPages pages, CallerProvider callers, Readers readers, ItemJson items) {
        this.pages = pages;
        this.callers = callers;
        this.readers = readers;
        this.items = items;
    }

    @GET
    @RolesAllowed({Role.Name.FEED_READER, Role.Name.LIAISON_OFFICER})
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "The next page of your feed",
            description = "A filter looks at what you are shown and at nothing else; recalls always come.")
    public Uni<Response> page(@BeanParam Asked asked) {
        Caller caller = callers.caller();
        Reader reader = readers.reader(caller, asked.purpose, asked.caseReference);
        return pages.read(reader, items.cursors().from(asked.after, caller), Readers.limit(asked.limit), asked.filter())
                .map(page -> Response.ok(print(page, caller)).build());
    }

    private byte[] print(Page page, Caller caller) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeArrayFieldStart("items");
            for (Page.Item item : page.items()) {
                items.write(json, item, caller);
            }
            json.writeEndArray();
            json.writeStringField("next", items.cursors().print(page.last(), caller));
            json.writeBooleanField("more", page.more());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
