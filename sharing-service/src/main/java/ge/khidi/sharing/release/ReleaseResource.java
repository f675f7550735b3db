package ge.khidi.sharing.release;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import ge.khidi.contract.AgencyId;
import ge.khidi.contract.problem.Problem;
import ge.khidi.contract.problem.ProblemType;
import ge.khidi.relay.audit.Justification;
import ge.khidi.relay.caller.Caller;
import ge.khidi.relay.caller.CallerProvider;
import ge.khidi.relay.caller.Role;
import ge.khidi.relay.problem.ProblemException;
import ge.khidi.sharing.hold.HeldItem;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v1/releases}: the queue of the caller's agency, and what its release officers say. An item that another agency is asked about does
 * not exist here.
 */
@Path("/v1/releases")
@Singleton
@RolesAllowed(Role.Name.RELEASE_OFFICER)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Releases")
public class ReleaseResource {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ReleaseDesk desk;
    private final CallerProvider callers;
    private final Clock clock;

    ReleaseResource(ReleaseDesk desk, CallerProvider callers, Clock clock) {
        this.desk = desk;
        this.callers = callers;
        this.clock = clock;
    }

    @GET
    @Operation(
            summary =
                    "What waits for your agency's word, the most overdue first, or what became of it; at most 200, from after on",
            description =
                    "overdue=true: only what is past its deadline. unconfirmed=true: what an officer of yours released at"
                            + " once for a life that was threatened, until a second one says CONFIRM or REFUSE. Looking is logged.")
    public Uni<Response> queue(
            @QueryParam("state") @DefaultValue("PENDING") String state,
            @QueryParam("after") @DefaultValue("0") String after,
            @QueryParam("overdue") @DefaultValue("false") boolean overdue,
            @QueryParam("unconfirmed") @DefaultValue("false") boolean unconfirmed) {
        Release.State wanted = Arrays.stream(Release.State.values())
                .filter(one -> one.name().equals(state))
                .findFirst()
                .orElseThrow(() -> refused("state is one of PENDING, APPROVED, REJECTED, REVOKED, SUPERSEDED, LAPSED"));
        if (!after.matches("[0-9]{1,18}")) {
            throw refused("after is the id of an item");
        }
        Caller caller = callers.caller();
        long from = Long.parseLong(after);
        Uni<List<Release>> found =
                unconfirmed ? desk.unconfirmed(caller, overdue, from) : desk.queue(caller, wanted, overdue, from);
        return found.map(queue -> {
            ArrayNode items = JsonNodeFactory.instance.arrayNode();
            queue.forEach(release -> items.add(json(release, caller.agency())));
            return ok(JsonNodeFactory.instance.objectNode().set("items", items));
        });
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One item with what the partner would get and what would be withheld; looking is logged")
    public Uni<Response> open(@PathParam("id") String id, @HeaderParam("Khidi-Case") @Nullable String caseReference) {
        Justification why =
                new Justification(Optional.of("RELEASE"), Optional.empty(), Optional.ofNullable(caseReference));
        Caller caller = callers.caller();
        return desk.open(caller, why, Word.number(id)).map(found -> {
            ReleaseDesk.Opened opened = found.orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND));
            ObjectNode json = json(opened.release(), caller.agency());
            if (!opened.own().isEmpty()) {
                ArrayNode own = json.putArray("own");
                opened.own().forEach(source -> own.add(source.toString()));
            }
            json.putRawValue("event", new RawValue(opened.preview().body().orElse("null")));
            json.putRawValue(
                    "conditions", new RawValue(opened.preview().conditions().orElse("null")));
            json.putRawValue(
                    "withheld", new RawValue(opened.preview().withheld().orElse("[]")));
            ArrayNode leaks = json.putArray("leaks");
            opened.preview().leaks().forEach(leaks::add);
            return ok(json);
        });
    }

    @POST
    @Path("{id}/decision")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Say APPROVE, REJECT or REVOKE with reason and caseReference; APPROVE may have an end, until",
            description =
                    "Saying the same again changes nothing. 202: counted, and somebody else's word is still needed."
                            + " LIFE_THREAT releases at once; another officer says CONFIRM, or REFUSE, which recalls it.")
    public Uni<Response> say(@PathParam("id") String id, String body) {
        Caller caller = callers.caller();
        return desk.say(caller, Word.number(id), Word.parse(body)).map(answer -> answer(answer, caller.agency()));
    }

    private Response answer(ReleaseDesk.Answer answer, AgencyId agency) {
        Release release = counted(answer);
        return Response.status(waits(release) ? 202 : 200)
                .entity(bytes(json(release, agency)))
                .build();
    }

    /** Whether somebody's word is still needed. */
    static boolean waits(Release release) {
        return release.state.equals(Release.State.PENDING.name());
    }

    /** The item as it is after a word that counted; any other word ends the request. */
    static Release counted(ReleaseDesk.Answer answer) {
        return switch (answer.outcome()) {
            case RECORDED, REPEATED -> answer.release().orElseThrow();
            case UNKNOWN -> throw new ProblemException(ProblemType.NOT_FOUND);
            case SAME_OFFICER ->
                throw new ProblemException(Problem.of(ProblemType.NOT_PERMITTED, "another officer's word is needed"));
            case TOO_LATE ->
                throw new ProblemException(
                        Problem.of(ProblemType.WRONG_STATE, "the item is in a state in which this cannot be said"));
            case NOT_HELD ->
                throw new ProblemException(Problem.of(
                        ProblemType.WRONG_STATE, "the rules have changed since the item was held; it is decided anew"));
            case LEAKS ->
                throw new ProblemException(Problem.of(
                        ProblemType.WRONG_STATE,
                        "there is no content to release, or the leak check stopped it; see leaks of the item"));
            case BEING_LOOKED_AT ->
                throw new ProblemException(Problem.of(
                        ProblemType.WRONG_STATE,
                        "one of its sources has just changed and it is being looked at again; nothing was recorded, try in a"
                                + " moment"));
            case CONSENT_NEEDED ->
                throw new ProblemException(Problem.of(
                        ProblemType.WRONG_STATE,
                        "the originator's own word is needed (H2, H3); it has been asked, and no threat lifts that"));
        };
    }

    private static ProblemException refused(String why) {
        return new ProblemException(Problem.of(ProblemType.INVALID_REQUEST, why));
    }

    /** An item as this agency may see it: the originator of one source of a product learns of no other. */
    private ObjectNode json(Release release, AgencyId agency) {
        HeldItem item = ReleaseDesk.item(release);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", release.id);
        json.put("state", release.state);
        json.put("partner", release.partner);
        // The id of a link is made from those of its events: with its own and a list of others, an originator would
        // find the other one.
        if (item.openTo(agency)) {
            json.put("eventId", item.revision().eventId().toString());
            json.put("revision", release.revision);
        }
        json.put("originator", release.originator);
        json.put("profile", release.profile);
        json.put("since", release.since.toString());
        json.put("deadline", release.deadline.toString());
        json.put("overdue", release.overdue(clock.instant()));
        if (release.threat != null) {
            json.put("lifeThreat", release.threat);
        }
        if (item.openTo(agency)) {
            json.put("awaiting", release.awaiting);
            json.put("step", release.step);
        }
        ArrayNode holds = json.putArray("holds");
        item.holdsFor(agency)
                .forEach(hold -> holds.addObject()
                        .put("mode", hold.mode().name())
                        .put("reason", hold.reason())
                        .put("rule", hold.asking().rule())
                        .put("source", hold.asking().source()));
        if (release.until != null) {
            json.put("until", release.until.toString());
        }
        if (release.decidedAt != null) {
            json.put("decidedAt", release.decidedAt.toString());
        }
        return json;
    }

    private static Response ok(JsonNode json) {
        return Response.ok(bytes(json)).build();
    }

    private static byte[] bytes(JsonNode json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree can always be written", e);
        }
    }
}
