package ge.khidi.sharing.subject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.CommonEra;
import ge.khidi.contract.EventId;
import ge.khidi.contract.problem.Problem;
import ge.khidi.contract.problem.ProblemType;
import ge.khidi.relay.caller.Caller;
import ge.khidi.relay.caller.CallerProvider;
import ge.khidi.relay.caller.Role;
import ge.khidi.relay.problem.ProblemException;
import ge.khidi.sharing.decision.DecisionTable;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v1/subject-requests}: what persons ask about themselves (Directive (EU) 2016/680 Arts 12 to 17). For data-protection officers of
 * domestic agencies; a request of another agency and one that does not exist get the same answer.
 */
@Path("/v1/subject-requests")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.Name.DATA_PROTECTION_OFFICER)
@Tag(name = "Subject requests")
public class SubjectRequestResource {

    private static final String TEXT = "text/plain;charset=UTF-8";

    private final SubjectDesk desk;
    private final CallerProvider callers;
    private final DecisionTable decisions;
    private final Clock clock;

    SubjectRequestResource(SubjectDesk desk, CallerProvider callers, DecisionTable decisions, Clock clock) {
        this.desk = desk;
        this.callers = callers;
        this.decisions = decisions;
        this.clock = clock;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Open a request and search: kind, received, reference, identityVerified, subject, statement",
            description = "The answer has the candidates with what matched; each is to be confirmed or rejected.")
    public Uni<Response> open(String body) {
        Caller caller = officer();
        return desk.open(caller, Bodies.opening(body, today()))
                .map(opened -> Response.fromResponse(ok(201, opened))
                        .header(
                                "Location",
                                "/v1/subject-requests/" + opened.path("id").asText())
                        .build());
    }

    @GET
    @Operation(summary = "Your agency's requests in a state, those due first; overdue=true: only those past their day")
    public Uni<Response> list(
            @QueryParam("state") @DefaultValue("OPEN") String state,
            @QueryParam("overdue") @DefaultValue("false") boolean overdue) {
        if (!Set.of("OPEN", "ANSWERED", "CLOSED").contains(state)) {
            throw refused("state is one of OPEN, ANSWERED, CLOSED");
        }
        return desk.list(officer(), state, overdue).map(SubjectRequestResource::items);
    }

    @GET
    @Path("{id}")
    @Operation(
            summary =
                    "One request with its candidates, what originators said, and the revisions and recalls that followed",
            description =
                    "At most 200 candidates; next, where there are more, is after of the next page. undecided counts all."
                            + " askedAgain: what its originator let out is something else since, and it has not answered anew."
                            + " recipientsSince: more categories received it since its originator let out recipientsLetOut.")
    public Uni<Response> read(@PathParam("id") String id, @QueryParam("after") @Nullable String after) {
        Optional<EventId> behind = Optional.ofNullable(after)
                .map(text -> EventId.parse(text).orElseThrow(() -> refused("after is the next of the last page")));
        return desk.read(officer(), id, behind).map(SubjectRequestResource::answer);
    }

    @POST
    @Path("{id}/search")
    @Operation(
            summary =
                    "Search again, for what arrived since and what did not fit before: found says how many more there are",
            description = "Originators who let out what is something else since are asked again.")
    public Uni<Response> search(@PathParam("id") String id) {
        return desk.search(officer(), id).map(SubjectRequestResource::answer);
    }

    @POST
    @Path("{id}/candidates/{event}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Say whether a candidate is this person: verdict CONFIRM (its originator is asked) or REJECT",
            description = "The answer is the candidate, and how many are undecided.")
    public Uni<Response> decide(@PathParam("id") String id, @PathParam("event") String event, String body) {
        Caller caller = officer();
        EventId candidate = EventId.parse(event).orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND));
        return desk.decide(caller, id, candidate, Bodies.confirms(body)).map(SubjectRequestResource::answer);
    }

    @POST
    @Path("{id}/answer")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Record what the person is answered: outcome, answered, and with a refusal ground and reasons",
            description =
                    "409 while a candidate is undecided, an originator is still asked, or asked again since it let out what is something"
                            + " else now, or it is more than they let out, and for a day before the request was received.")
    public Uni<Response> conclude(@PathParam("id") String id, String body) {
        return desk.conclude(officer(), id, Bodies.conclusion(body, today())).map(SubjectRequestResource::answer);
    }

    @GET
    @Path("{id}/export")
    @Produces({MediaType.APPLICATION_JSON, TEXT})
    @Operation(
            summary = "The answer document: format json or text, lang ka or en",
            description = "409 once something else is held than what an originator let out: open another request.")
    public Uni<Response> export(
            @PathParam("id") String id,
            @QueryParam("format") @DefaultValue("json") String format,
            @QueryParam("lang") @DefaultValue("ka") String language) {
        if (!Set.of("json", "text").contains(format) || !AnswerDocument.speaks(language)) {
            throw refused("format is json or text, lang is ka or en");
        }
        return desk.export(officer(), id).map(answer -> {
            ObjectNode document = done(answer);
            return format.equals("json")
                    ? ok(200, document)
                    : Response.ok(AnswerDocument.text(document, language), TEXT).build();
        });
    }

    @POST
    @Path("{id}/closing")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Close an answered request: toldOfComplaint says whether the person was told of Art. 17")
    public Uni<Response> close(@PathParam("id") String id, String body) {
        return desk.close(officer(), id, Bodies.toldOfComplaint(body)).map(SubjectRequestResource::answer);
    }

    @GET
    @Path("consultations")
    @Operation(summary = "What your agency was asked about its own events, those due first")
    public Uni<Response> asked() {
        return desk.asked(officer()).map(SubjectRequestResource::items);
    }

    @GET
    @Path("consultations/{id}")
    @Operation(
            summary =
                    "One of them, with the entities of your event that matched and the groups of fields it has on them",
            description =
                    "For access with what could be let out, in full: recipients are the categories of those who were shown it,"
                            + " legalBasis and data are in your words. Your answer lets out no others.")
    public Uni<Response> asked(@PathParam("id") String id) {
        return desk.asked(officer(), id).map(SubjectRequestResource::answer);
    }

    @POST
    @Path("consultations/{id}/answer")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary =
                    "Say what may be let out of your event: answer, and with PARTLY groups and ground, with REFUSE ground",
            description =
                    "DISCLOSE lets out the categories of recipients and the legal basis too, PARTLY with recipients or legalBasis true."
                            + " 409 if what it lets out is not what the task showed you when you read it last.")
    public Uni<Response> say(@PathParam("id") String id, String body) {
        return desk.say(officer(), id, Bodies.said(body)).map(SubjectRequestResource::answer);
    }

    @GET
    @Path("decisions")
    @RolesAllowed(Role.Name.AUDITOR)
    @Operation(
            summary =
                    "For the supervisory authority: outcomes with grounds and reasons since a day, nothing of the persons",
            description = "Directive (EU) 2016/680 Art. 15(4).")
    public Uni<Response> decisions(@QueryParam("since") @DefaultValue("2000-01-01") String since) {
        try {
            return desk.decisions(callers.caller(), CommonEra.day(since)).map(SubjectRequestResource::items);
        } catch (DateTimeParseException notADay) {
            throw refused("since is a day such as 2027-01-31");
        }
    }

    @GET
    @Path("statistics")
    @RolesAllowed({Role.Name.DATA_PROTECTION_OFFICER, Role.Name.AUDITOR})
    @Operation(summary = "Closed requests counted by agency, kind, outcome and ground, with the days they took")
    public Uni<Response> statistics() {
        Caller caller = callers.caller();
        return desk.statistics(caller.has(Role.AUDITOR) ? caller : officer()).map(SubjectRequestResource::items);
    }

    /** A person of a domestic agency: nobody abroad searches what is held here. */
    private Caller officer() {
        Caller caller = callers.caller();
        Optional<Boolean> foreign =
                decisions.find(caller.agency()).map(feed -> feed.partner().foreign());
        if (caller.machine() || foreign.orElse(true)) {
            throw new ProblemException(
                    Problem.of(ProblemType.NOT_PERMITTED, "for data-protection officers of domestic agencies"));
        }
        return caller;
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private static Response answer(SubjectDesk.Answer answer) {
        return ok(200, done(answer));
    }

    private static ObjectNode done(SubjectDesk.Answer answer) {
        if (answer instanceof SubjectDesk.Answer.Done done) {
            return done.now();
        }
        if (answer instanceof SubjectDesk.Answer.Refused refused) {
            throw new ProblemException(Problem.of(ProblemType.WRONG_STATE, refused.why()));
        }
        throw new ProblemException(ProblemType.NOT_FOUND);
    }

    private static Response items(List<ObjectNode> rows) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putArray("items").addAll(rows);
        return ok(200, json);
    }

    private static Response ok(int status, JsonNode json) {
        return Response.status(status)
                .entity(json.toString())
                .type(MediaType.APPLICATION_JSON)
                .build();
    }

    private static ProblemException refused(String why) {
        return new ProblemException(Problem.of(ProblemType.INVALID_REQUEST, why));
    }
}
