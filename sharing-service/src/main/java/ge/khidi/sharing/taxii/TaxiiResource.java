package ge.khidi.sharing.taxii;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.EventId;
import ge.khidi.contract.problem.Problem;
import ge.khidi.contract.problem.ProblemType;
import ge.khidi.relay.caller.Caller;
import ge.khidi.relay.caller.CallerProvider;
import ge.khidi.relay.caller.Role;
import ge.khidi.relay.problem.ProblemException;
import ge.khidi.sharing.decision.DecisionTable;
import ge.khidi.sharing.decision.Feed;
import ge.khidi.sharing.decision.OffLoop;
import ge.khidi.sharing.feed.Cursor;
import ge.khidi.sharing.feed.Cursors;
import ge.khidi.sharing.feed.EmptyPolls;
import ge.khidi.sharing.feed.Reader;
import ge.khidi.sharing.feed.Readers;
import ge.khidi.sharing.installation.Secret;
import ge.khidi.sharing.stix.StixProfile;
import ge.khidi.sharing.writing.Envelope;
import ge.khidi.sharing.writing.Writing;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * {@code /taxii2/}: the caller's feed as TAXII 2.1. Every resource of the standard is there; an agency that may hand in events writes to one collection,
 * and an object that the caller may not know of is answered as one that never was.
 */
@Path(TaxiiAnswers.ROOT)
@Singleton
@RolesAllowed({Role.Name.FEED_READER, Role.Name.LIAISON_OFFICER})
@Tag(name = "TAXII 2.1")
public class TaxiiResource {

    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;
    private static final String API_ROOT = "/khidi";
    private static final String STIX = "application/stix+json;version=2.1";
    private static final String COLLECTIONS = API_ROOT + "/collections";
    private static final String COLLECTION = COLLECTIONS + "/{collection}";
    private static final long MOST_SENT = 1_000_000;

    /** In bytes of bodies: what is judged takes at most some forty times as much of the heap. */
    private static final int MOST_IN_HAND = 1_500_000;

    private static final int SIGHTED_AT_ONCE = 50;
    private static final String NEXT = "next";
    private static final int USUAL = 100;
    private static final int MOST = 1000;
    private static final long COME_AGAIN_SECONDS = 5;
    private static final long WAITING_SECONDS = 60;

    private final Lists lists;
    private final Shelves shelves;
    private final DecisionTable decisions;
    private final CallerProvider callers;
    private final Readers readers;
    private final EmptyPolls emptyPolls;
    private final Writing writing;
    private final TaxiiConfig config;
    private final Clock clock;
    private final Cursors cursors;
    private final Semaphore inHand = new Semaphore(MOST_IN_HAND);

    TaxiiResource(
            Lists lists,
            Shelves shelves,
            DecisionTable decisions,
            CallerProvider callers,
            Readers readers,
            EmptyPolls emptyPolls,
            Writing writing,
            TaxiiConfig config,
            Clock clock,
            Secret secret) {
        this.lists = lists;
        this.shelves = shelves;
        this.decisions = decisions;
        this.callers = callers;
        this.readers = readers;
        this.emptyPolls = emptyPolls;
        this.writing = writing;
        this.config = config;
        this.clock = clock;
        this.cursors = new Cursors(secret.key("taxii/v1"));
    }

    /** A request for content, read and found well formed. {@code bound} is what a next belongs to. */
    private record Asked(Reader reader, TaxiiCollection collection, String what, Filter filter, String bound) {
        Caller caller() {
            return reader.caller();
        }
    }

    @GET
    @Operation(summary = "Discovery: where the API root is")
    public Response discovery(@Context HttpHeaders headers) {
        negotiate(headers);
        String root = TaxiiAnswers.ROOT + API_ROOT + "/";
        ObjectNode json = MAKE.objectNode()
                .put("title", "Khidi")
                .put("description", "Your feed by TAXII 2.1")
                .put("default", root);
        json.putArray("api_roots").add(root);
        return answer(json, headers);
    }

    @GET
    @Path(API_ROOT)
    @Operation(summary = "The API root")
    public Response root(@Context HttpHeaders headers) {
        negotiate(headers);
        ObjectNode json = MAKE.objectNode()
                .put("title", "Khidi")
                .put("description", "What you may have, as STIX 2.1")
                .put("max_content_length", MOST_SENT);
        json.putArray("versions").add(TaxiiAnswers.MEDIA_TYPE);
        return answer(json, headers);
    }

    @GET
    @Path(API_ROOT + "/status/{id}")
    @Operation(
            summary = "How far what you wrote is",
            description = "Of this client's own requests only. pending until intake has answered for every object.")
    @APIResponse(responseCode = "200", description = "The status resource of TAXII 2.1, section 4.3")
    @APIResponse(responseCode = "404", description = "No such request of this client")
    public Uni<Response> status(@PathParam("id") String id, @Context HttpHeaders headers) {
        negotiate(headers);
        return writing.status(callers.caller(), writeRequest(id))
                .map(found -> found.orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND)))
                .map(status -> TaxiiAnswers.status(Response.Status.OK, status));
    }

    /** What is not an id is the id of no request. */
    private static UUID writeRequest(String id) {
        return EventId.parse(id).map(EventId::value).orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND));
    }

    @GET
    @Path(COLLECTIONS)
    @Operation(summary = "The collections: the same for everybody, but for whether you may write to one")
    public Response collections(@Context HttpHeaders headers) {
        negotiate(headers);
        ObjectNode json = MAKE.objectNode();
        ArrayNode all = json.putArray("collections");
        List.of(TaxiiCollection.values()).forEach(one -> all.add(json(one, mayWrite(one))));
        return answer(json, headers);
    }

    @GET
    @Path(COLLECTION)
    @Operation(summary = "A collection, by id or alias")
    public Response collection(@PathParam("collection") String name, @Context HttpHeaders headers) {
        negotiate(headers);
        TaxiiCollection found = found(name);
        return answer(json(found, mayWrite(found)), headers);
    }

    private boolean mayWrite(TaxiiCollection collection) {
        return collection == TaxiiCollection.CYBER_INCIDENTS && writing.mayWrite(callers.caller());
    }

    private static ObjectNode json(TaxiiCollection collection, boolean mayWrite) {
        ObjectNode json = MAKE.objectNode()
                .put("id", collection.id().toString())
                .put("title", collection.title())
                .put("description", collection.description())
                .put("alias", collection.alias())
                .put("can_read", true)
                .put("can_write", mayWrite);
        json.putArray("media_types").add(STIX);
        return json;
    }

    @GET
    @Path(COLLECTION + "/manifest")
    @Operation(summary = "Which versions of which objects are in a collection, without their content")
    public Uni<Response> manifest(
            @PathParam("collection") String name, @Context UriInfo uri, @Context HttpHeaders headers) {
        return page(
                asked("manifest", name, uri, headers), uri, headers, (answer, one) -> answer.appendString(record(one)));
    }

    @GET
    @Path(COLLECTION + "/objects")
    @Operation(summary = "The objects of a collection, in the order in which you could see them")
    public Uni<Response> objects(
            @PathParam("collection") String name, @Context UriInfo uri, @Context HttpHeaders headers) {
        return page(asked("objects", name, uri, headers), uri, headers, TaxiiResource::print);
    }

    @GET
    @Path(COLLECTION + "/objects/{object}")
    @Operation(summary = "One object")
    public Uni<Response> object(
            @PathParam("collection") String name,
            @PathParam("object") String id,
            @Context UriInfo uri,
            @Context HttpHeaders headers) {
        Asked asked = asked("object " + id, name, uri, headers);
        return object(asked, "object", id, uri, headers, "objects", TaxiiResource::print);
    }

    @GET
    @Path(COLLECTION + "/objects/{object}/versions")
    @Operation(summary = "The versions of one object")
    public Uni<Response> versions(
            @PathParam("collection") String name,
            @PathParam("object") String id,
            @Context UriInfo uri,
            @Context HttpHeaders headers) {
        Asked asked = asked("versions " + id, name, uri, headers);
        boolean named = uri.getQueryParameters().containsKey("match[version]");
        Asked all = new Asked(
                asked.reader(),
                asked.collection(),
                asked.what(),
                named ? asked.filter() : asked.filter().withAllVersions(),
                asked.bound());
        return object(
                all,
                "versions",
                id,
                uri,
                headers,
                "versions",
                (answer, one) -> answer.appendString(quoted(Moment.version(one.version()))));
    }

    @POST
    @Path(COLLECTION + "/objects")
    @Operation(
            summary = "Write indicators and sightings, where the collection says can_write",
            description =
                    "An envelope of STIX 2.1 objects. Each is judged on its own and, once accepted, kept and handed to intake as an event of your agency. The"
                            + " same object again is a repeat; a later version is a revision of the event, and revoked withdraws it.")
    @RequestBody(
            description = "An envelope of TAXII 2.1, section 3.7",
            content = @Content(mediaType = TaxiiAnswers.MEDIA_TYPE, schema = @Schema(type = SchemaType.OBJECT)))
    @APIResponse(responseCode = "202", description = "What could be accepted is durable; the body is the status")
    @APIResponse(responseCode = "400", description = "Not an envelope, or an empty one")
    @APIResponse(responseCode = "403", description = "This collection, or this client, can only read")
    @APIResponse(
            responseCode = "413",
            description = "More than max_content_length, than 4000 objects, or than 4 MB of events")
    @APIResponse(responseCode = "415", description = "Not application/taxii+json;version=2.1")
    @APIResponse(
            responseCode = "503",
            description =
                    "Your list is being prepared, so that a sighting cannot be looked up yet; too much of yours waits for intake; or other large envelopes"
                            + " are in hand. Nothing was accepted")
    public Uni<Response> add(@PathParam("collection") String name, @Context HttpHeaders headers, byte[] body) {
        negotiate(headers);
        TaxiiCollection collection = found(name);
        if (!TaxiiAnswers.isTaxii(headers.getHeaderString(HttpHeaders.CONTENT_TYPE))) {
            throw new ProblemException(ProblemType.UNSUPPORTED_MEDIA_TYPE);
        }
        if (body.length > MOST_SENT) {
            throw new ProblemException(ProblemType.PAYLOAD_TOO_LARGE);
        }
        if (!mayWrite(collection)) {
            throw readOnly();
        }
        Reader reader = readers.reader(callers.caller(), null, null);
        if (!inHand.tryAcquire(body.length)) {
            return Uni.createFrom().item(TaxiiAnswers.comeAgain("Other envelopes are in hand", COME_AGAIN_SECONDS));
        }
        return OffLoop.run(() -> envelope(body))
                .chain(envelope -> lists.givenOut(reader.caller().agency(), collection, envelope.ids())
                        .map(envelope::with))
                .chain(envelope -> add(reader, collection, envelope))
                .onTermination()
                .invoke(() -> inHand.release(body.length));
    }

    private static Envelope envelope(byte[] body) {
        Envelope envelope = Envelope.parse(body)
                .orElseThrow(() -> new ProblemException(Problem.of(
                        ProblemType.INVALID_REQUEST, "An envelope in JSON with one object or more is needed")));
        if (envelope.tooLarge()) {
            throw new ProblemException(ProblemType.PAYLOAD_TOO_LARGE);
        }
        return envelope;
    }

    private Uni<Response> add(Reader reader, TaxiiCollection collection, Envelope envelope) {
        Set<String> sighted = envelope.sightedElsewhere();
        Uni<Response> withoutOthers = accepted(reader.caller(), envelope, Map.of());
        Asked asked = new Asked(reader, collection, "objects", Filter.ofObjects(sighted), "");
        return sighted.isEmpty()
                ? withoutOthers
                : withList(
                        asked,
                        withoutOthers,
                        list -> sighted(asked, list).chain(shown -> accepted(reader.caller(), envelope, shown)));
    }

    private Uni<Response> accepted(Caller caller, Envelope envelope, Map<String, JsonNode> shown) {
        return Uni.createFrom()
                .deferred(() -> writing.accept(caller, envelope, shown))
                .map(accepted -> accepted.map(status -> TaxiiAnswers.status(Response.Status.ACCEPTED, status))
                        .orElseGet(() -> TaxiiAnswers.comeAgain(
                                "As much of what you wrote waits for intake as is kept", WAITING_SECONDS)));
    }

    /** The indicators asked for that the caller sees now, by the same look as {@code GET objects?match[id]=} and in the audit log as that. */
    private Uni<Map<String, JsonNode>> sighted(Asked asked, StixList list) {
        return Multi.createFrom()
                .iterable(asked.filter().ids())
                .group()
                .intoLists()
                .of(SIGHTED_AT_ONCE)
                .onItem()
                .transformToMultiAndConcatenate(some -> sighted(asked, list, Filter.ofObjects(some)))
                .collect()
                .asList()
                .map(TaxiiResource::indicators);
    }

    private Multi<Listed> sighted(Asked asked, StixList list, Filter some) {
        AtomicLong after = new AtomicLong();
        return Uni.createFrom()
                .deferred(() -> shelves.page(
                        request(asked, list, asked.what(), some), some, after.get(), true, SIGHTED_AT_ONCE))
                .invoke(read -> after.set(read.shelf().last()))
                .repeat()
                .whilst(read -> read.shelf().more())
                .onItem()
                .transformToIterable(read -> read.shelf().objects());
    }

    private static Map<String, JsonNode> indicators(List<Listed> found) {
        return found.stream()
                .map(one -> Envelope.object(one.body().getBytes()))
                .filter(one -> !one.path("revoked").asBoolean())
                .collect(Collectors.toMap(one -> one.path("id").asText(), Function.identity(), (one, same) -> same));
    }

    @DELETE
    @Path(COLLECTION + "/objects/{object}")
    @Operation(summary = "Nothing can be deleted: 403")
    public Response delete(
            @PathParam("collection") String name, @PathParam("object") String id, @Context HttpHeaders headers) {
        negotiate(headers);
        found(name);
        throw readOnly();
    }

    private static ProblemException readOnly() {
        return new ProblemException(Problem.of(ProblemType.NOT_PERMITTED, "This collection can only be read"));
    }

    // what was asked

    private static void negotiate(HttpHeaders headers) {
        if (!TaxiiAnswers.accepts(headers.getHeaderString(HttpHeaders.ACCEPT))) {
            throw new ProblemException(ProblemType.NOT_ACCEPTABLE);
        }
    }

    private static TaxiiCollection found(String name) {
        return TaxiiCollection.find(name).orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND));
    }

    private Asked asked(String what, String collection, UriInfo uri, HttpHeaders headers) {
        negotiate(headers);
        Reader reader = readers.reader(
                callers.caller(), headers.getHeaderString("Khidi-Purpose"), headers.getHeaderString("Khidi-Case"));
        TaxiiCollection found = found(collection);
        Filter filter = Filter.of(uri.getQueryParameters());
        return new Asked(reader, found, what, filter, what + "\n" + found + "\n" + filter.fromTheBeginning());
    }

    private long after(Asked asked, MultivaluedMap<String, String> query) {
        String next = query.getFirst(NEXT);
        return next == null
                ? asked.filter().after()
                : cursors.parse(next, asked.caller().agency(), client(asked))
                        .orElseThrow(() -> Filter.wrong("next belongs to another client or other parameters"))
                        .seq();
    }

    private static String client(Asked asked) {
        return asked.caller().client() + "\n" + asked.bound();
    }

    private static int limit(MultivaluedMap<String, String> query) {
        String limit = query.getFirst("limit");
        if (limit == null) {
            return USUAL;
        }
        if (!limit.matches("0*[1-9][0-9]{0,17}")) {
            throw Filter.wrong("limit is a positive number");
        }
        return (int) Math.min(MOST, Long.parseLong(limit));
    }

    private StixProfile profile(Caller caller) {
        return config.profiles().getOrDefault(caller.client(), StixProfile.CORE);
    }

    // what is answered

    private Uni<Response> page(Asked asked, UriInfo uri, HttpHeaders headers, BiConsumer<Buffer, Listed> print) {
        long after = after(asked, uri.getQueryParameters());
        boolean further = uri.getQueryParameters().containsKey(NEXT);
        int limit = limit(uri.getQueryParameters());
        Uni<Response> none = Uni.createFrom().item(() -> {
            emptyPolls.count(asked.reader());
            return print(asked, new Shelves.Read(Shelf.nothing(after), Shelves.NOTHING), headers, "objects", print);
        });
        return withList(
                asked,
                none,
                list -> shelves.page(
                                request(asked, list, asked.what(), asked.filter()),
                                asked.filter(),
                                after,
                                further,
                                limit)
                        .map(read -> print(asked, read, headers, "objects", print)));
    }

    private Uni<Response> object(
            Asked asked,
            String what,
            String id,
            UriInfo uri,
            HttpHeaders headers,
            String field,
            BiConsumer<Buffer, Listed> print) {
        long after = after(asked, uri.getQueryParameters());
        int limit = limit(uri.getQueryParameters());
        Filter filter = asked.filter().withId(id);
        Uni<Response> none = Uni.createFrom().failure(() -> new ProblemException(ProblemType.NOT_FOUND));
        return withList(
                asked,
                none,
                list -> shelves.object(request(asked, list, what, filter), id, filter, after, limit)
                        .map(read -> print(
                                asked,
                                read.orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND)),
                                headers,
                                field,
                                print)));
    }

    private static Shelves.Request request(Asked asked, StixList list, String what, Filter filter) {
        return new Shelves.Request(asked.reader(), list, asked.collection(), what, filter.said());
    }

    private Uni<Response> withList(Asked asked, Uni<Response> none, Function<StixList, Uni<Response>> answer) {
        Optional<Feed> feed = decisions.find(asked.caller().agency());
        if (feed.isEmpty()) {
            return none;
        }
        return lists.of(feed.get(), profile(asked.caller()), clock.instant().plus(config.patience()))
                .chain(progress -> progress.list()
                        .map(answer)
                        .orElseGet(() -> Uni.createFrom()
                                .item(TaxiiAnswers.comeAgain(
                                        "Your collections are being prepared for the first time; " + progress.percent()
                                                + " of 100 done",
                                        COME_AGAIN_SECONDS))));
    }

    private Response print(
            Asked asked, Shelves.Read read, HttpHeaders headers, String field, BiConsumer<Buffer, Listed> print) {
        Shelf shelf = read.shelf();
        String next = shelf.more()
                ? cursors.print(new Cursor(shelf.last()), asked.caller().agency(), client(asked))
                : "";
        Buffer bytes = Buffer.buffer(shelf.size() + 64).appendString("{");
        if (shelf.more()) {
            bytes.appendString("\"more\":true,\"next\":\"" + next + "\"");
        }
        if (!shelf.objects().isEmpty()) {
            bytes.appendString((shelf.more() ? "," : "") + "\"" + field + "\":[");
            for (int i = 0; i < shelf.objects().size(); i++) {
                if (i > 0) {
                    bytes.appendByte((byte) ',');
                }
                print.accept(bytes, shelf.objects().get(i));
            }
            bytes.appendByte((byte) ']');
        }
        bytes.appendByte((byte) '}');
        String digest = TaxiiAnswers.sha256((read.digest() + " " + next).getBytes(US_ASCII));
        Response.ResponseBuilder answer =
                TaxiiAnswers.ok(bytes, digest, headers.getHeaderString(HttpHeaders.IF_NONE_MATCH));
        if (!shelf.objects().isEmpty()) {
            List<Listed> objects = shelf.objects();
            answer.header(
                            "X-TAXII-Date-Added-First",
                            Moment.added(objects.get(0).added()))
                    .header(
                            "X-TAXII-Date-Added-Last",
                            Moment.added(objects.get(objects.size() - 1).added()));
        }
        return answer.build();
    }

    private static void print(Buffer answer, Listed one) {
        answer.appendBuffer(one.body());
    }

    private static String record(Listed one) {
        return MAKE.objectNode()
                .put("id", one.id())
                .put("date_added", Moment.added(one.added()))
                .put("version", Moment.version(one.version()))
                .put("media_type", STIX)
                .toString();
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }

    private static Response answer(ObjectNode json, HttpHeaders headers) {
        return TaxiiAnswers.ok(TaxiiAnswers.bytes(json), headers.getHeaderString(HttpHeaders.IF_NONE_MATCH));
    }
}
