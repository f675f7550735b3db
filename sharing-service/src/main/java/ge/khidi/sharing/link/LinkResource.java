package ge.khidi.sharing.link;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import ge.khidi.contract.EventId;
import ge.khidi.contract.problem.Problem;
import ge.khidi.contract.problem.ProblemType;
import ge.khidi.relay.caller.Caller;
import ge.khidi.relay.caller.CallerProvider;
import ge.khidi.relay.caller.Role;
import ge.khidi.relay.problem.ProblemException;
import ge.khidi.sharing.feed.Cursors;
import ge.khidi.sharing.feed.Page;
import ge.khidi.sharing.feed.Reader;
import ge.khidi.sharing.feed.Readers;
import ge.khidi.sharing.hit.HitNotice;
import ge.khidi.sharing.installation.Secret;
import ge.khidi.sharing.link.LinkView.Hinted;
import ge.khidi.sharing.link.LinkView.Read;
import ge.khidi.sharing.link.LinkView.Sighting;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v1/links}: a link as it stands in the caller's own feed, or that there is a hit and whom to ask. A link that does not exist and
 * one that the caller may not know of are the same answer.
 */
@Path("/v1/links")
@Singleton
@RolesAllowed({Role.Name.FEED_READER, Role.Name.LIAISON_OFFICER})
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Links")
public class LinkResource {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PURPOSE = "For persons: one of the purposes of the contract";
    private static final String CASE = "For persons: the case it is for";

    private final Links links;
    private final CallerProvider callers;
    private final Readers readers;
    private final Cursors cursors;

    LinkResource(Links links, CallerProvider callers, Readers readers, Secret secret) {
        this.links = links;
        this.callers = callers;
        this.readers = readers;
        this.cursors = Cursors.ofFeed(secret);
    }

    @GET
    @Operation(
            summary = "The links of an event you know, as far as you may see them; at most 200",
            description =
                    "An item has access LINK with the link as it is in your feed, or access HIT_ONLY with a reference"
                            + " and the agency to ask. An event you may not know of has no links.")
    public Uni<Response> of(
            @Parameter(description = "The id of an event of yours or of your feed", required = true)
                    @QueryParam("event")
                    @Nullable
                    String event,
            @Parameter(description = PURPOSE) @HeaderParam("Khidi-Purpose") @Nullable String purpose,
            @Parameter(description = CASE) @HeaderParam("Khidi-Case") @Nullable String caseReference) {
        Caller caller = callers.caller();
        Reader reader = readers.reader(caller, purpose, caseReference);
        EventId id = Optional.ofNullable(event)
                .flatMap(EventId::parse)
                .orElseThrow(() ->
                        new ProblemException(Problem.of(ProblemType.INVALID_REQUEST, "event is the id of an event")));
        return links.of(reader, id).map(answers -> {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            ArrayNode items = json.putArray("items");
            answers.forEach(answer -> items.add(json(answer, caller)));
            return ok(json);
        });
    }

    @GET
    @Path("{id}")
    @Operation(
            summary = "One link, by its id or by the reference of a hit notice",
            description =
                    "access LINK: the link as it is in your feed. access HIT_ONLY, by your reference only: your own event and"
                            + " the agency to ask.")
    public Uni<Response> link(
            @PathParam("id") String id,
            @Parameter(description = PURPOSE) @HeaderParam("Khidi-Purpose") @Nullable String purpose,
            @Parameter(description = CASE) @HeaderParam("Khidi-Case") @Nullable String caseReference) {
        Caller caller = callers.caller();
        return named(caller, id, purpose, caseReference, links::named).map(answer -> ok(json(answer, caller)));
    }

    @GET
    @Path("{id}/sightings")
    @Operation(
            summary = "The events a link was found in, as far as you may see each",
            description =
                    "Type, time and places are those of the event in your own feed, where the cursor is its item. Of an event of"
                            + " your own only its id is given.")
    public Uni<Response> sightings(
            @PathParam("id") String id,
            @Parameter(description = PURPOSE) @HeaderParam("Khidi-Purpose") @Nullable String purpose,
            @Parameter(description = CASE) @HeaderParam("Khidi-Case") @Nullable String caseReference) {
        Caller caller = callers.caller();
        return named(caller, id, purpose, caseReference, links::sighted).map(answer -> {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            ArrayNode items = json.putArray("items");
            sightings(answer.view()).forEach(sighting -> items.add(json(sighting, caller)));
            return ok(json);
        });
    }

    private Uni<Links.Answer> named(
            Caller caller,
            String id,
            @Nullable String purpose,
            @Nullable String caseReference,
            BiFunction<Reader, EventId, Uni<Optional<Links.Answer>>> look) {
        Reader reader = readers.reader(caller, purpose, caseReference);
        EventId link = EventId.parse(id).orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND));
        return look.apply(reader, link)
                .map(found -> found.orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND)));
    }

    private static List<Sighting> sightings(LinkView view) {
        if (view instanceof Read read) {
            return read.sightings();
        }
        return view instanceof Hinted hinted ? List.of(new Sighting(hinted.known(), Optional.empty())) : List.of();
    }

    private ObjectNode json(Links.Answer answer, Caller caller) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (answer.view() instanceof Read read) {
            json.put("access", "LINK");
            json.set("item", item(read.link(), caller));
        }
        if (answer.view() instanceof Hinted hinted) {
            json.put("access", "HIT_ONLY");
            answer.reference().ifPresent(reference -> json.put("reference", reference.toString()));
            json.put("eventId", hinted.known().eventId().toString())
                    .put("revision", hinted.known().revision())
                    .put("contact", HitNotice.CONTACT.value());
        }
        return json;
    }

    private ObjectNode item(Page.Item item, Caller caller) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("cursor", cursors.print(item.seq(), caller))
                .put("kind", item.kind().word())
                .put("eventId", item.revision().eventId().toString())
                .put("revision", item.revision().revision());
        json.putRawValue("event", new RawValue(item.body().orElse("null")));
        json.putRawValue("conditions", new RawValue(item.conditions().orElse("null")));
        return json;
    }

    private ObjectNode json(Sighting sighting, Caller caller) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("eventId", sighting.source().eventId().toString())
                .put("revision", sighting.source().revision());
        sighting.row().ifPresent(row -> {
            JsonNode event = tree(row.body().orElse("{}"));
            json.set("type", event.path("type"));
            json.set("occurred", event.path("occurred"));
            ArrayNode places = json.putArray("places");
            event.path("entities").forEach(entity -> {
                if (entity.path("kind").asText().equals("LOCATION")) {
                    places.add(entity);
                }
            });
            json.put("cursor", cursors.print(row.seq(), caller));
        });
        return json;
    }

    private static JsonNode tree(String stored) {
        try {
            return JSON.readTree(stored);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("a stored rendition is JSON", broken);
        }
    }

    private static Response ok(ObjectNode json) {
        try {
            return Response.ok(JSON.writeValueAsBytes(json)).build();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree can always be written", e);
        }
    }
}
