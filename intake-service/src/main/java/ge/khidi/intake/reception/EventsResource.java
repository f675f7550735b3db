package ge.khidi.intake.reception;

import ge.khidi.contract.codec.Parsed;
import ge.khidi.contract.codec.SubmissionCodec;
import ge.khidi.contract.event.RevisionKind;
import ge.khidi.contract.event.Submission;
import ge.khidi.intake.submission.Command;
import ge.khidi.intake.submission.Precondition;
import ge.khidi.intake.submission.StrictObject;
import ge.khidi.intake.submission.Target;
import ge.khidi.relay.caller.Role;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Everything an agency can say about one event. The originator is always the agency of the token. */
@Path("/v1/events")
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.Name.EVENT_PUBLISHER, Role.Name.ANALYST})
@Tag(name = "Events", description = "Hand in events, revise them, take them back")
class EventsResource {

    private static final String REASON = "reason";
    private static final String KEEP_UNTIL = "keepUntil";
    private static final int LONGEST_REASON = 500;
    private static final String SUBMISSION =
            "A submission after the published JSON Schema of its type; the originator is never in the body.";
    private static final String BECAUSE = "{\"reason\": \"…\"}, 1 to 500 characters";

    private final Desk desk;

    EventsResource(Desk desk) {
        this.desk = desk;
    }

    @POST
    @RolesAllowed({Role.Name.EVENT_PUBLISHER, Role.Name.ANALYST, Role.Name.EVENT_COURIER})
    @Operation(
            summary = "Hand in an event",
            description = "A repeat of the same content under the same reference (or, without a reference, the same"
                    + " Idempotency-Key) is answered with the first receipt, byte for byte. Without either, each call is a"
                    + " new event.")
    @RequestBody(description = SUBMISSION, content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
    @APIResponse(responseCode = "201", description = "Accepted and durable; the body is the receipt")
    @APIResponse(responseCode = "200", description = "It was accepted before; the body is the first receipt")
    @APIResponse(responseCode = "400", description = "Not JSON")
    @APIResponse(
            responseCode = "409",
            description = "Other content was accepted under this reference or key; or this content was, and is erased")
    @APIResponse(
            responseCode = "413",
            description = "Larger than 800,000 bytes, or than 900,000 as the event that is published")
    @APIResponse(
            responseCode = "422",
            description = "Against the schema or a rule: every fault with its pointer; or above"
                    + " the accreditation. Nothing was stored")
    public Uni<Response> create(
            @Context HttpServerRequest request, @HeaderParam(Headers.IDEMPOTENCY_KEY) @Nullable String idempotencyKey) {
        Optional<String> key = Headers.idempotencyKey(idempotencyKey);
        return submit(request, submission -> new Command.Create(submission, key));
    }

    @PUT
    @Path("/by-reference/{reference}")
    @Operation(
            summary = "Create or revise the event of this reference",
            description = "The same content as the current revision changes nothing and is answered with its receipt.")
    @RequestBody(description = SUBMISSION, content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
    @APIResponse(responseCode = "201", description = "A new event")
    @APIResponse(responseCode = "200", description = "A new revision, or nothing new")
    @APIResponse(responseCode = "409", description = "The event was withdrawn, or what is said was erased")
    @APIResponse(responseCode = "412", description = "If-Match was sent and is not current")
    public Uni<Response> put(
            @Context HttpServerRequest request,
            @PathParam("reference") String reference,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @HeaderParam(Headers.REVISION_KIND) @Nullable String revisionKind) {
        String name = Headers.reference(reference);
        RevisionKind kind = Headers.revisionKind(revisionKind);
        if (ifMatch == null) {
            return submit(request, submission -> new Command.Put(name, kind, submission));
        }
        Precondition precondition = Headers.ifMatch(ifMatch);
        return submit(
                request, submission -> new Command.Revise(Target.reference(name), precondition, kind, submission));
    }

    @PUT
    @Path("/{id}")
    @RolesAllowed({Role.Name.EVENT_PUBLISHER, Role.Name.ANALYST, Role.Name.EVENT_COURIER})
    @Operation(
            summary = "Revise an event",
            description =
                    "Needs If-Match with the current ETag. Khidi-Revision-Kind says CORRECTION (the default: what was"
                            + " said was wrong, and every holder is told) or SUPPLEMENT (it only adds).")
    @RequestBody(description = SUBMISSION, content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
    @APIResponse(responseCode = "200", description = "A new revision, or nothing new")
    @APIResponse(responseCode = "404", description = "No such event of this agency")
    @APIResponse(responseCode = "409", description = "The event was withdrawn")
    @APIResponse(responseCode = "412", description = "Not the current revision")
    @APIResponse(responseCode = "428", description = "If-Match is missing")
    public Uni<Response> revise(
            @Context HttpServerRequest request,
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @HeaderParam(Headers.REVISION_KIND) @Nullable String revisionKind) {
        Target event = Headers.event(id);
        Precondition precondition = Headers.requiredIfMatch(ifMatch);
        RevisionKind kind = Headers.revisionKind(revisionKind);
        return submit(request, submission -> new Command.Revise(event, precondition, kind, submission));
    }

    @POST
    @Path("/{id}/withdrawal")
    @RolesAllowed({Role.Name.EVENT_PUBLISHER, Role.Name.ANALYST, Role.Name.EVENT_COURIER})
    @Operation(
            summary = "Take an event back",
            description = "For good: no revision follows. Every holder gets a recall. A repeat changes nothing.")
    @RequestBody(description = BECAUSE, content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
    @APIResponse(responseCode = "200", description = "Withdrawn, now or before")
    @APIResponse(responseCode = "404", description = "No such event of this agency")
    public Uni<Response> withdraw(@Context HttpServerRequest request, @PathParam("id") String id) {
        Target event = Headers.event(id);
        return because(request, reason -> new Command.Withdraw(event, reason));
    }

    @POST
    @Path("/{id}/review")
    @Operation(
            summary = "Decide to keep an event until a day",
            description = "{keepUntil, reason}: at most three years away (Regulation (EU) 2016/794 Art. 31).")
    @RequestBody(
            description = "{\"keepUntil\": \"yyyy-MM-dd\", \"reason\": \"…\"}",
            content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
    @APIResponse(responseCode = "200", description = "Decided, now or before")
    @APIResponse(responseCode = "409", description = "The event was withdrawn")
    public Uni<Response> review(@Context HttpServerRequest request, @PathParam("id") String id) {
        Target event = Headers.event(id);
        return desk.serve(
                request,
                (body, now) -> StrictObject.parse(body, Set.of(REASON, KEEP_UNTIL), "")
                        .fold(
                                object -> {
                                    var until = object.requiredDay(KEEP_UNTIL);
                                    String reason = object.required(REASON, LONGEST_REASON);
                                    return object.end(() -> new Command.Review(event, until, reason));
                                },
                                Parsed.Faulty::new));
    }

    @POST
    @Path("/{id}/restriction")
    @Operation(
            summary = "Forbid the use of an event without erasing it",
            description =
                    "After Directive (EU) 2016/680 Art. 16(3), for example while its accuracy is contested. Revisions"
                            + " leave it restricted; DELETE ends it.")
    @RequestBody(description = BECAUSE, content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
    @APIResponse(responseCode = "200", description = "Restricted, now or before")
    @APIResponse(responseCode = "409", description = "The event was withdrawn")
    public Uni<Response> restrict(@Context HttpServerRequest request, @PathParam("id") String id) {
        Target event = Headers.event(id);
        return because(request, reason -> new Command.Restrict(event, reason));
    }

    @DELETE
    @Path("/{id}/restriction")
    @Operation(summary = "End a restriction", description = "The event is open again and may be used.")
    @RequestBody(description = BECAUSE, content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
    @APIResponse(responseCode = "200", description = "Not restricted, now or before")
    public Uni<Response> lift(@Context HttpServerRequest request, @PathParam("id") String id) {
        Target event = Headers.event(id);
        return because(request, reason -> new Command.Lift(event, reason));
    }

    @POST
    @Path("/{id}/erasure")
    @Operation(
            summary = "Erase the content of an event now",
            description =
                    "After Directive (EU) 2016/680 Art. 16(2), or because it is not needed any more. Every holder is told to erase it; only"
                            + " the fact that it existed stays. The reason is kept in the audit log and does not travel.")
    @RequestBody(description = BECAUSE, content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
    @APIResponse(responseCode = "200", description = "Erased, now or before")
    @APIResponse(responseCode = "409", description = "The event is restricted: end the restriction first")
    public Uni<Response> erase(@Context HttpServerRequest request, @PathParam("id") String id) {
        Target event = Headers.event(id);
        return because(request, reason -> new Command.Erase(event, Optional.of(reason)));
    }

    private Uni<Response> submit(HttpServerRequest request, Function<Submission, Command> command) {
        return desk.serve(
                request,
                (body, now) -> SubmissionCodec.parse(body, now)
                        .fold(submission -> new Parsed.Ok<>(command.apply(submission)), Parsed.Faulty::new));
    }

    private Uni<Response> because(HttpServerRequest request, Function<String, Command> command) {
        return desk.serve(
                request,
                (body, now) -> StrictObject.parse(body, Set.of(REASON), "")
                        .fold(
                                object -> {
                                    String reason = object.required(REASON, LONGEST_REASON);
                                    return object.end(() -> command.apply(reason));
                                },
                                Parsed.Faulty::new));
    }
}
