package ge.khidi.sharing.misp;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import ge.khidi.contract.EventId;
import ge.khidi.contract.problem.ProblemType;
import ge.khidi.relay.caller.Caller;
import ge.khidi.relay.caller.CallerProvider;
import ge.khidi.relay.caller.Role;
import ge.khidi.relay.problem.ProblemException;
import ge.khidi.sharing.feed.Cursor;
import ge.khidi.sharing.feed.CyberRows;
import ge.khidi.sharing.feed.CyberRows.Shown;
import ge.khidi.sharing.feed.FeedPages;
import ge.khidi.sharing.feed.Page;
import ge.khidi.sharing.feed.Reader;
import ge.khidi.sharing.feed.Readers;
import ge.khidi.sharing.feed.RowKind;
import ge.khidi.sharing.installation.Secret;
import ge.khidi.sharing.pages.EventWords;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestMulti;
import org.jspecify.annotations.Nullable;

/**
 * {@code /misp/}: the caller's feed of cyber incidents and observables, as MISP fetches one. What is not in the manifest has been taken back,
 * is not offered any more, or never was; only who had it can tell, by its document.
 */
@Path("/misp")
@Singleton
@RolesAllowed({Role.Name.FEED_READER, Role.Name.LIAISON_OFFICER})
@Tag(name = "MISP")
public class MispResource {

    private static final String PURPOSE = "Khidi-Purpose";
    private static final String CASE = "Khidi-Case";

    private final CyberRows rows;
    private final FeedPages pages;
    private final CallerProvider callers;
    private final Readers readers;
    private final byte[] key;

    MispResource(CyberRows rows, FeedPages pages, CallerProvider callers, Readers readers, Secret secret) {
        this.rows = rows;
        this.pages = pages;
        this.callers = callers;
        this.readers = readers;
        this.key = secret.key("misp/v1");
    }

    @GET
    @Path("manifest.json")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "What is in your MISP feed now, by UUID")
    public Multi<byte[]> manifest(
            @HeaderParam(PURPOSE) @Nullable String purpose, @HeaderParam(CASE) @Nullable String caseReference) {
        Reader reader = readers.reader(callers.caller(), purpose, caseReference);
        AtomicBoolean begun = new AtomicBoolean();
        Multi<String> entries = all(reader, "misp manifest")
                .map(part -> part.stream()
                        .map(MispResource::event)
                        .map(event -> (begun.getAndSet(true) ? "," : "") + "\"" + event.id() + "\":" + event.manifest())
                        .collect(Collectors.joining()));
        return answer(wrapped(entries, "{", "}"));
    }

    @GET
    @Path("hashes.csv")
    @Produces("text/csv")
    @Operation(summary = "The MD5 of each value in your MISP feed, with the UUID of its event")
    public Multi<byte[]> hashes(
            @HeaderParam(PURPOSE) @Nullable String purpose, @HeaderParam(CASE) @Nullable String caseReference) {
        Reader reader = readers.reader(callers.caller(), purpose, caseReference);
        return answer(wrapped(all(reader, "misp hashes").map(MispResource::lines), "", ""));
    }

    @GET
    @Path("{uuid}.json")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "One event of your MISP feed; not published and without content once it was taken back")
    public Uni<Response> event(
            @PathParam("uuid") String uuid,
            @HeaderParam(PURPOSE) @Nullable String purpose,
            @HeaderParam(CASE) @Nullable String caseReference) {
        Caller caller = callers.caller();
        Reader reader = readers.reader(caller, purpose, caseReference);
        return EventId.parse(uuid)
                .map(id -> rows.find(reader, "misp event", id, MispResource::shownOrRecalled))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
                .map(found -> found.orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND)))
                .map(shown -> Response.ok(document(shown, caller)).build());
    }

    /** Everything that is in the feed now, some at a time. Each transaction begins on the request's own context, as the sessions need it. */
    private Multi<List<Shown>> all(Reader reader, String what) {
        Context context = Objects.requireNonNull(Vertx.currentContext());
        AtomicLong shown = new AtomicLong();
        return pages.end(reader.caller())
                .map(Cursor::seq)
                .onItem()
                .transformToMulti(end -> places(reader, end, context)
                        .onItem()
                        .transformToUniAndConcatenate(
                                places -> on(context, rows.read(reader, what, places, end, MispResource::brought))))
                .invoke(part -> shown.addAndGet(part.size()))
                .onCompletion()
                .invoke(() -> count(reader, shown.get()));
    }

    /** Where to read, as far apart as one transaction reads; looked up some at a time. */
    private Multi<List<Long>> places(Reader reader, long end, Context context) {
        return Multi.createBy()
                .repeating()
                .uni(
                        AtomicLong::new,
                        after -> on(context, rows.places(reader, after.get(), end))
                                .invoke(found -> found.forEach(after::set)))
                .whilst(found -> found.size() == CyberRows.PLACES_AT_ONCE)
                .onItem()
                .transformToIterable(CyberRows::spans);
    }

    private static <T> Uni<T> on(Context context, Uni<T> reading) {
        return reading.runSubscriptionOn(command -> context.runOnContext(ignored -> command.run()));
    }

    private void count(Reader reader, long shown) {
        if (shown == 0) {
            rows.countEmpty(reader);
        }
    }

    private static Multi<byte[]> wrapped(Multi<String> parts, String before, String behind) {
        AtomicBoolean begun = new AtomicBoolean();
        return parts.map(part -> begun.getAndSet(true) ? part : before + part)
                .onCompletion()
                .continueWith(() -> List.of(begun.get() ? behind : before + behind))
                .filter(part -> !part.isEmpty())
                .map(part -> part.getBytes(UTF_8));
    }

    private static Multi<byte[]> answer(Multi<byte[]> parts) {
        return RestMulti.fromMultiData(parts).encodeAsJsonArray(false).build();
    }

    private static String lines(List<Shown> part) {
        Function<MispEvent, String> lines = event -> event.hashes().stream()
                .map(hash -> hash + "," + event.id() + "\n")
                .collect(Collectors.joining());
        return part.stream().map(MispResource::event).map(lines).collect(Collectors.joining());
    }

    private byte[] document(Shown shown, Caller caller) {
        EventId id = shown.item().revision().eventId();
        return (brought(shown.item())
                        ? event(shown).document(new MispIds(key, caller.agency()))
                        : MispEvent.unpublished(id, shown.stamp()))
                .toString()
                .getBytes(UTF_8);
    }

    /** Of what is merely not offered any more nothing is said; a correction may have left nothing in it that MISP takes. */
    private static boolean shownOrRecalled(Page.Item item) {
        return item.kind().brings() ? item.body().isPresent() : item.kind() != RowKind.NO_LONGER_OFFERED;
    }

    private static boolean brought(Page.Item item) {
        return item.body().isPresent() && event(new Shown(item, 0)).wanted();
    }

    private static MispEvent event(Shown shown) {
        Page.Item item = shown.item();
        return new MispEvent(
                item.revision().eventId(),
                shown.stamp(),
                item.body().map(EventWords::read).orElseGet(JsonNodeFactory.instance::objectNode),
                item.conditions().map(EventWords::read).orElseGet(JsonNodeFactory.instance::objectNode));
    }
}
