package ge.khidi.sharing.feed;

import ge.khidi.relay.caller.Caller;
import ge.khidi.relay.caller.CallerProvider;
import ge.khidi.relay.caller.Role;
import ge.khidi.sharing.csv.Csv;
import ge.khidi.sharing.installation.Secret;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * {@code GET /v1/feed.csv}: the pages of {@link FeedResource} for a spreadsheet. The cursor to go on with stands in the headers, since a
 * table has no place for it.
 */
@Path("/v1/feed.csv")
@Singleton
@Tag(name = "Feed")
public class FeedCsvResource {

    private final FeedPages pages;
    private final CallerProvider callers;
    private final Readers readers;
    private final Cursors cursors;

    FeedCsvResource(FeedPages pages, CallerProvider callers, Readers readers, Secret secret) {
        this.pages = pages;
        this.callers = callers;
        this.readers = readers;
        this.cursors = Cursors.ofFeed(secret);
    }

    @GET
    @RolesAllowed({Role.Name.FEED_READER, Role.Name.LIAISON_OFFICER})
    @Produces(Csv.TYPE)
    @Operation(
            summary = "The next page of your feed as a table",
            description =
                    "RFC 4180 in UTF-8 with a byte-order mark; one line for each item; the columns never change their places.")
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = Csv.TYPE),
            headers = {
                @Header(name = "Khidi-Next", description = "The cursor to go on with"),
                @Header(name = "Khidi-More", description = "Whether there is more now"),
                @Header(name = "Link", description = "The next page (rel=next)")
            })
    public Uni<Response> page(@BeanParam Asked asked, @Context UriInfo request) {
        Caller caller = callers.caller();
        Reader reader = readers.reader(caller, asked.purpose, asked.caseReference);
        URI here = request.getRequestUri();
        String rest = FeedTable.withoutAfter(here.getRawQuery());
        return pages.read(reader, cursors.from(asked.after, caller), Readers.limit(asked.limit), asked.filter())
                .map(page -> {
                    String next = cursors.print(page.last(), caller);
                    return Response.ok(print(page, caller), Csv.TYPE)
                            .header("Content-Disposition", "attachment; filename=\"khidi-feed.csv\"")
                            .header("Khidi-Next", next)
                            .header("Khidi-More", page.more())
                            .header("Link", "<" + here.getRawPath() + "?after=" + next + rest + ">; rel=\"next\"")
                            .build();
                });
    }

    private byte[] print(Page page, Caller caller) {
        StringBuilder table = new StringBuilder(Csv.MARK).append(FeedTable.head());
        page.items().forEach(item -> table.append(FeedTable.line(cursors.print(item.seq(), caller), item)));
        return table.toString().getBytes(StandardCharsets.UTF_8);
    }
}
