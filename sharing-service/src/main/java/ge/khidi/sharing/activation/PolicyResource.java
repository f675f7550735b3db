package ge.khidi.sharing.activation;

import static ge.khidi.sharing.activation.VersionAnswers.answer;
import static ge.khidi.sharing.activation.VersionAnswers.json;
import static ge.khidi.sharing.activation.VersionAnswers.ok;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import ge.khidi.contract.problem.ProblemType;
import ge.khidi.relay.audit.Justification;
import ge.khidi.relay.caller.Caller;
import ge.khidi.relay.caller.CallerProvider;
import ge.khidi.relay.caller.Role;
import ge.khidi.relay.problem.ProblemException;
import ge.khidi.sharing.rulebook.VersionKind;
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
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v1/policies}: the policy sets and what becomes of them. People only. Who wrote and who approved is shown as an agency, and as a
 * person to auditors and data-protection officers.
 */
@Path("/v1/policies")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.Name.POLICY_OFFICER, Role.Name.AUDITOR, Role.Name.DATA_PROTECTION_OFFICER})
@Tag(name = "Policies")
public class PolicyResource {

    private final PolicyDesk desk;
    private final Activations activations;
    private final Simulations simulations;
    private final Explanation explanation;
    private final Preview preview;
    private final CallerProvider callers;

    PolicyResource(
            PolicyDesk desk,
            Activations activations,
            Simulations simulations,
            Explanation explanation,
            Preview preview,
            CallerProvider callers) {
        this.desk = desk;
        this.activations = activations;
        this.preview = preview;
        this.explanation = explanation;
        this.simulations = simulations;
        this.callers = callers;
    }

    @GET
    @Operation(summary = "Every version, the newest first")
    public Uni<Response> list() {
        Caller caller = callers.person();
        return desk.list(VersionKind.POLICIES).map(versions -> {
            ArrayNode items = JsonNodeFactory.instance.arrayNode();
            versions.forEach(version -> items.add(json(version, caller)));
            return ok(200, JsonNodeFactory.instance.objectNode().set("items", items));
        });
    }

    @POST
    @RolesAllowed(Role.Name.POLICY_OFFICER)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Hand in a policy set as a new version: files (name to text) and a note",
            description =
                    "It is kept whether it holds or not. VALIDATED: nothing is wrong with it. DRAFT: faults names every fault with file,"
                            + " line and column, and the mended text is a version of its own.")
    public Uni<Response> draft(String body) {
        Caller caller = callers.person();
        Requests.Draft draft = Requests.draft(body);
        return desk.draft(caller, VersionKind.POLICIES, draft.texts(), draft.note(), Optional.empty())
                .map(opened -> Response.fromResponse(ok(201, json(opened, caller)))
                        .header("Location", "/v1/policies/" + opened.version().version())
                        .build());
    }

    @GET
    @Path("explain")
    @Operation(
            summary =
                    "Why a partner may or may not have an event: the decision, what decided it, its legal basis, the facts that mattered",
            description =
                    "By the version in force, or by another; the asking is logged. A policy officer is told all about events that their"
                            + " own agency said. Of an event that it is shown, they are told of the revision shown, out of what is shown:"
                            + " depends, with cases by what the originator may have said of the partner, and supposing that nothing is"
                            + " withheld from the agency where something may be. barred: an earlier disclosure to the partner"
                            + " was unlawful, and nothing goes to it under any version.")
    public Uni<Response> explain(
            @QueryParam("event") @DefaultValue("") String event,
            @QueryParam("revision") @Nullable String revision,
            @QueryParam("partner") @DefaultValue("") String partner,
            @QueryParam("version") @Nullable String version) {
        Caller caller = callers.person();
        return explanation
                .of(caller, Requests.question(event, revision, partner, version))
                .map(found -> ok(200, found.orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND))));
    }

    @GET
    @Path("preview")
    @RolesAllowed(Role.Name.POLICY_OFFICER)
    @Operation(
            summary = "What a partner would have under a version: each event as the partner would get it",
            description =
                    "Only events your own agency said or is offered, and of these no more than it may know (cutToYourAgency)."
                            + " keptBackWithoutWindow: the partner is not offered it now, and only a window brings it. Products are"
                            + " left out. Each look is logged, and each event shown as a consultation. after: next of the page before,"
                            + " of the same client.")
    public Uni<Response> preview(
            @QueryParam("partner") @DefaultValue("") String partner,
            @QueryParam("version") @Nullable String version,
            @QueryParam("after") @Nullable String after,
            @HeaderParam("Khidi-Case") @Nullable String caseReference) {
        Caller caller = callers.person();
        Justification why = new Justification(
                Optional.of("POLICY_PREVIEW"), Optional.empty(), Optional.of(Requests.caseReference(caseReference)));
        return preview.page(caller, Requests.look(partner, version, after), why)
                .map(found -> ok(200, found.orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND))));
    }

    @GET
    @Path("{version}")
    @Operation(summary = "One version with its texts and faults")
    public Uni<Response> open(@PathParam("version") String version) {
        Caller caller = callers.person();
        return desk.open(VersionKind.POLICIES, Requests.version(version))
                .map(found ->
                        ok(200, json(found.orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND)), caller)));
    }

    @POST
    @Path("{version}/simulation")
    @RolesAllowed(Role.Name.POLICY_OFFICER)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "What would happen if this version were put in force now, per partner and policy",
            description =
                    "With backfillFrom: if that window were given. Nothing is changed and nobody is told. samples are a few events"
                            + " that your agency may know of. productsEndingWithSource: links and counts that the version itself leaves"
                            + " alone, and that end since the partner loses an event they name. productsLookedAtWithSource: those that come,"
                            + " or come again, if all their sources let them. What takes longer than some seconds is answered with 202, and goes on:"
                            + " Location tells how far it is. The same again by you meanwhile is the same simulation.")
    @APIResponse(responseCode = "200", description = "What would happen")
    @APIResponse(responseCode = "202", description = "It is worked out; Location tells how far it is")
    public Uni<Response> simulate(
            @PathParam("version") String version, @HeaderParam("Prefer") List<String> prefer, String body) {
        Caller caller = callers.person();
        Simulation.Order order =
                new Simulation.Order(VersionKind.POLICIES, Requests.version(version), Requests.window(body));
        return simulations
                .order(caller, order, Requests.waits(prefer))
                .map(ordered -> answer(ordered, caller, "/v1/policies/simulations"));
    }

    @GET
    @Path("simulations/{id}")
    @Operation(
            summary = "How far a simulation is, and what it found",
            description =
                    "For officers of the agency that ordered it, auditors and data-protection officers. QUEUED: others are before it."
                            + " DECIDING: so many classes are decided. WALKING: so many events are walked through. DONE: result is what"
                            + " the direct answer would have been. REFUSED: problem says why. Some time after its end it is gone.")
    public Uni<Response> simulation(@PathParam("id") String id) {
        Caller caller = callers.person();
        return simulations
                .find(caller, VersionKind.POLICIES, Requests.simulation(id))
                .map(found -> VersionAnswers.told(found, caller));
    }

    @POST
    @Path("{version}/approval")
    @RolesAllowed(Role.Name.POLICY_OFFICER)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Approve a version that somebody else wrote, with a reason; for one activation",
            description =
                    "backfillFrom: personal data received from then on may be brought to whoever becomes entitled to them;"
                            + " without it none that were received before the activation are."
                            + " A window is refused until an officer of your agency has simulated it under the rules in force.")
    public Uni<Response> approve(@PathParam("version") String version, String body) {
        Caller caller = callers.person();
        Requests.Said said = Requests.said(body);
        return desk.approve(caller, VersionKind.POLICIES, Requests.version(version), said.reason(), said.backfillFrom())
                .map(answer -> answer(answer, caller));
    }

    @POST
    @Path("{version}/activation")
    @RolesAllowed(Role.Name.POLICY_OFFICER)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Put an approved version in force, with a reason; not by whoever approved it",
            description =
                    "backfillFrom is the one that was approved. Once this answers 200, every page obeys the version; rows follow in the"
                            + " feeds within moments. What takes longer than some seconds is answered with 202, and goes on: Location tells"
                            + " how far it is. The same order again meanwhile is the same order.")
    @APIResponse(responseCode = "200", description = "The version is in force")
    @APIResponse(responseCode = "202", description = "The order is kept and carried out; Location tells how far it is")
    public Uni<Response> activate(
            @PathParam("version") String version, @HeaderParam("Prefer") List<String> prefer, String body) {
        return inForce(version, prefer, body, false);
    }

    @POST
    @Path("{version}/rollback")
    @RolesAllowed(Role.Name.POLICY_OFFICER)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary =
                    "Put a version that was active earlier in force again; like an activation, it is approved anew before")
    @APIResponse(responseCode = "200", description = "The version is in force")
    @APIResponse(responseCode = "202", description = "The order is kept and carried out; Location tells how far it is")
    public Uni<Response> rollback(
            @PathParam("version") String version, @HeaderParam("Prefer") List<String> prefer, String body) {
        return inForce(version, prefer, body, true);
    }

    private Uni<Response> inForce(String version, List<String> prefer, String body, boolean rollback) {
        Caller caller = callers.person();
        Requests.Said said = Requests.said(body);
        PolicyDesk.Order order = new PolicyDesk.Order(
                VersionKind.POLICIES, Requests.version(version), said.reason(), said.backfillFrom(), rollback);
        return activations
                .order(caller, order, Requests.waits(prefer))
                .map(taken -> answer(taken, caller, "/v1/policies/activations"));
    }

    @GET
    @Path("activations/{id}")
    @Operation(
            summary = "How far an order to put a version in force is",
            description =
                    "DECIDING: so many classes are decided, and nothing has changed yet. DONE: the version is in force. REFUSED: nothing was"
                            + " changed; problem says why, as the order's own answer would have.")
    public Uni<Response> activation(@PathParam("id") String id) {
        Caller caller = callers.person();
        return activations
                .find(VersionKind.POLICIES, Requests.version(id))
                .map(found ->
                        ok(200, json(found.orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND)), caller)));
    }
}
