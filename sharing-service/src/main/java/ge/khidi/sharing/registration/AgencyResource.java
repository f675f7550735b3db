package ge.khidi.sharing.registration;

import static ge.khidi.sharing.activation.VersionAnswers.json;
import static ge.khidi.sharing.activation.VersionAnswers.ok;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.AgencyId;
import ge.khidi.contract.codec.Fault;
import ge.khidi.contract.problem.Problem;
import ge.khidi.contract.problem.ProblemType;
import ge.khidi.relay.caller.Caller;
import ge.khidi.relay.caller.CallerProvider;
import ge.khidi.relay.caller.Role;
import ge.khidi.relay.problem.ProblemException;
import ge.khidi.sharing.activation.Activations;
import ge.khidi.sharing.activation.PolicyDesk;
import ge.khidi.sharing.activation.Requests;
import ge.khidi.sharing.activation.Simulation;
import ge.khidi.sharing.activation.Simulations;
import ge.khidi.sharing.activation.VersionAnswers;
import ge.khidi.sharing.release.Word;
import ge.khidi.sharing.rulebook.VersionKind;
import ge.khidi.sharing.suspension.Suspension;
import ge.khidi.sharing.suspension.Suspensions;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v1/agencies}, on the admin port only: who there is, and what becomes of it. People only. A registrar proposes, another officer
 * approves, and what is approved goes in force like a policy set.
 */
@Path("/v1/agencies")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({
    Role.Name.AGENCY_REGISTRAR,
    Role.Name.POLICY_OFFICER,
    Role.Name.AUDITOR,
    Role.Name.DATA_PROTECTION_OFFICER
})
@Tag(name = "Agencies")
public class AgencyResource {

    private static final VersionKind REGISTRY = VersionKind.REGISTRY;

    private final AgencyDesk agencies;
    private final PolicyDesk desk;
    private final Activations activations;
    private final Simulations simulations;
    private final Suspensions suspensions;
    private final Accounts accounts;
    private final AdminPort port;
    private final CallerProvider callers;

    AgencyResource(
            AgencyDesk agencies,
            PolicyDesk desk,
            Activations activations,
            Simulations simulations,
            Suspensions suspensions,
            Accounts accounts,
            AdminPort port,
            CallerProvider callers) {
        this.agencies = agencies;
        this.desk = desk;
        this.activations = activations;
        this.simulations = simulations;
        this.suspensions = suspensions;
        this.accounts = accounts;
        this.port = port;
        this.callers = callers;
    }

    @GET
    @Operation(summary = "Every agency in force, with its account and whether it is suspended")
    public Uni<Response> list(@Context HttpServerRequest request) {
        officer(request);
        return shown().map(all -> {
            ArrayNode items = JsonNodeFactory.instance.arrayNode();
            all.forEach(items::add);
            return ok(200, JsonNodeFactory.instance.objectNode().set("items", items));
        });
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One agency in force")
    public Uni<Response> one(@Context HttpServerRequest request, @PathParam("id") String id) {
        officer(request);
        return shown().map(all -> all.stream()
                .filter(agency -> agency.path("id").asText().equals(id))
                .findFirst()
                .map(agency -> ok(200, agency))
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND)));
    }

    private Uni<List<ObjectNode>> shown() {
        return agencies.registry()
                .chain(registry -> suspensions
                        .all()
                        .chain(suspended -> accounts.all().map(made -> {
                            List<ObjectNode> all = registry.agencies();
                            all.forEach(agency -> complete(agency, suspended, made));
                            return all;
                        })));
    }

    private static void complete(ObjectNode agency, List<Suspension> suspended, List<Account> made) {
        String id = agency.path("id").asText();
        suspended.stream()
                .filter(one -> one.agency().value().equals(id))
                .forEach(one -> agency.putObject("suspension")
                        .put("since", one.since().toString())
                        .put("reason", one.reason())
                        .put("liftingAsked", one.liftAskedBy().isPresent()));
        made.stream()
                .filter(one -> one.agency().value().equals(id))
                .forEach(one -> agency.putObject("account")
                        .put("client", one.client())
                        .put("publishes", one.publishes())
                        .put("state", one.state().name()));
    }

    @POST
    @RolesAllowed(Role.Name.AGENCY_REGISTRAR)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Propose an agency that is not registered yet: agency, note, and new markings as equivalence",
            description =
                    "It decides nothing until another officer has approved it and it is put in force. Every fault is"
                            + " named at its JSON pointer; with a fault nothing is kept. The same again is the same proposal.")
    public Uni<Response> register(@Context HttpServerRequest request, String body) {
        return propose(officer(request), described(body, null));
    }

    @PUT
    @Path("{id}")
    @RolesAllowed(Role.Name.AGENCY_REGISTRAR)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Propose that a registered agency be otherwise; the whole of it is given")
    public Uni<Response> revise(@Context HttpServerRequest request, @PathParam("id") String id, String body) {
        return propose(officer(request), described(body, id));
    }

    private Uni<Response> propose(Caller caller, AgencyDesk.Described described) {
        return agencies.propose(caller, described).map(proposal -> answer(proposal, caller));
    }

    private static Response answer(AgencyDesk.Proposal proposal, Caller caller) {
        if (proposal instanceof AgencyDesk.Proposal.Proposed proposed) {
            ObjectNode json = json(proposed.version(), caller);
            json.set("agency", proposed.agency());
            return Response.fromResponse(ok(201, json))
                    .header(
                            "Location",
                            "/v1/agencies/versions/" + proposed.version().version())
                    .build();
        }
        if (proposal instanceof AgencyDesk.Proposal.AsItIs asItIs) {
            return ok(200, asItIs.agency());
        }
        if (proposal instanceof AgencyDesk.Proposal.Faulty faulty) {
            throw new ProblemException(Problem.of(ProblemType.INVALID_REQUEST, faulty.faults()));
        }
        throw new ProblemException(
                proposal instanceof AgencyDesk.Proposal.Registered
                        ? Problem.of(ProblemType.CONFLICTING_CONTENT, "the agency is registered otherwise; revise it")
                        : Problem.of(ProblemType.NOT_FOUND));
    }

    private static AgencyDesk.Described described(String body, @Nullable String id) {
        JsonNode json = Word.json(body);
        List<Fault> faults = new ArrayList<>();
        Requests.only(json, Set.of("agency", "note", "equivalence"), faults);
        String note = Requests.words(json, "note", faults);
        ObjectNode agency =
                json.path("agency") instanceof ObjectNode given ? given : JsonNodeFactory.instance.objectNode();
        if (!json.path("agency").isObject()) {
            faults.add(new Fault("/agency", "missing", "an object: what the agency should be"));
        } else if (id == null) {
            if (AgencyId.parse(agency.path("id").asText()).isEmpty()) {
                faults.add(new Fault("/agency/id", "format", "an agency id"));
            }
        } else if (agency.has("id") && !agency.path("id").asText().equals(id)) {
            faults.add(new Fault("/agency/id", "other", "the id in the path is another one"));
        } else {
            agency.put("id", id);
        }
        JsonNode equivalence = json.path("equivalence");
        if (json.has("equivalence")
                && (!equivalence.isObject()
                        || equivalence.properties().stream()
                                .anyMatch(scheme -> !scheme.getValue().isObject()))) {
            faults.add(new Fault("/equivalence", "type", "an object of schemes, each an object of markings"));
        }
        Requests.refuse(faults);
        return new AgencyDesk.Described(agency, equivalence, note, id != null);
    }

    // the versions of the registry

    @GET
    @Path("versions")
    @Operation(summary = "Every version of the registry, the newest first")
    public Uni<Response> versions(@Context HttpServerRequest request) {
        Caller caller = officer(request);
        return desk.list(REGISTRY).map(versions -> {
            ArrayNode items = JsonNodeFactory.instance.arrayNode();
            versions.forEach(version -> items.add(json(version, caller)));
            return ok(200, JsonNodeFactory.instance.objectNode().set("items", items));
        });
    }

    @GET
    @Path("versions/{version}")
    @Operation(summary = "One version with every agency as it would be, or was")
    public Uni<Response> version(@Context HttpServerRequest request, @PathParam("version") String version) {
        Caller caller = officer(request);
        return agencies.open(Requests.version(version)).map(found -> {
            PolicyDesk.Opened opened = found.orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND));
            ObjectNode json = json(opened.version(), caller);
            ArrayNode all = json.putArray("agencies");
            RegistryDocument.of(opened.texts().get(0)).agencies().forEach(all::add);
            return ok(200, json);
        });
    }

    @POST
    @Path("versions/{version}/simulation")
    @RolesAllowed({Role.Name.AGENCY_REGISTRAR, Role.Name.POLICY_OFFICER})
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "What would happen if this version were put in force now, per partner and policy",
            description =
                    "The same words as for a version of the policies. What takes longer than some seconds is answered with 202, and"
                            + " goes on: Location tells how far it is.")
    @APIResponse(responseCode = "200", description = "What would happen")
    @APIResponse(responseCode = "202", description = "It is worked out; Location tells how far it is")
    public Uni<Response> simulate(
            @Context HttpServerRequest request,
            @PathParam("version") String version,
            @HeaderParam("Prefer") List<String> prefer,
            String body) {
        Caller caller = officer(request);
        Simulation.Order order = new Simulation.Order(REGISTRY, Requests.version(version), Requests.window(body));
        return simulations
                .order(caller, order, Requests.waits(prefer))
                .map(ordered -> VersionAnswers.answer(ordered, caller, "/v1/agencies/simulations"));
    }

    @GET
    @Path("simulations/{id}")
    @Operation(summary = "How far a simulation of a version of the registry is, and what it found")
    public Uni<Response> simulation(@Context HttpServerRequest request, @PathParam("id") String id) {
        Caller caller = officer(request);
        return simulations
                .find(caller, REGISTRY, Requests.simulation(id))
                .map(found -> VersionAnswers.told(found, caller));
    }

    @POST
    @Path("versions/{version}/approval")
    @RolesAllowed(Role.Name.POLICY_OFFICER)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Approve what somebody else proposed, with a reason; for one activation",
            description =
                    "backfillFrom: personal data received from then on may be brought to a new partner, though not from"
                            + " before its agreement; without it none that were received before the activation are."
                            + " A window is refused until an officer of your agency has simulated it under the rules in force.")
    public Uni<Response> approve(
            @Context HttpServerRequest request, @PathParam("version") String version, String body) {
        Caller caller = officer(request);
        Requests.Said said = Requests.said(body);
        return desk.approve(caller, REGISTRY, Requests.version(version), said.reason(), said.backfillFrom())
                .map(answer -> VersionAnswers.answer(answer, caller));
    }

    @POST
    @Path("versions/{version}/activation")
    @RolesAllowed({Role.Name.AGENCY_REGISTRAR, Role.Name.POLICY_OFFICER})
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Put an approved version in force, with a reason; not by whoever approved it",
            description =
                    "What takes longer than some seconds is answered with 202, and goes on: Location tells how far it is.")
    @APIResponse(responseCode = "200", description = "The version is in force")
    @APIResponse(responseCode = "202", description = "The order is kept and carried out; Location tells how far it is")
    public Uni<Response> activate(
            @Context HttpServerRequest request,
            @PathParam("version") String version,
            @HeaderParam("Prefer") List<String> prefer,
            String body) {
        return inForce(officer(request), version, prefer, body, false);
    }

    @POST
    @Path("versions/{version}/rollback")
    @RolesAllowed({Role.Name.AGENCY_REGISTRAR, Role.Name.POLICY_OFFICER})
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Put a version that was in force earlier in force again, approved anew",
            description =
                    "Refused if another version went in force since it was approved, or if an agency of now is not in it:"
                            + " nobody is taken out, they are suspended, or their agreement is ended.")
    @APIResponse(responseCode = "200", description = "The version is in force")
    @APIResponse(responseCode = "202", description = "The order is kept and carried out; Location tells how far it is")
    public Uni<Response> rollback(
            @Context HttpServerRequest request,
            @PathParam("version") String version,
            @HeaderParam("Prefer") List<String> prefer,
            String body) {
        return inForce(officer(request), version, prefer, body, true);
    }

    private Uni<Response> inForce(Caller caller, String version, List<String> prefer, String body, boolean rollback) {
        Requests.Said said = Requests.said(body);
        PolicyDesk.Order order =
                new PolicyDesk.Order(REGISTRY, Requests.version(version), said.reason(), said.backfillFrom(), rollback);
        return activations
                .order(caller, order, Requests.waits(prefer))
                .map(taken -> VersionAnswers.answer(taken, caller, "/v1/agencies/activations"));
    }

    @GET
    @Path("activations/{id}")
    @Operation(summary = "How far an order to put a version of the registry in force is")
    public Uni<Response> activation(@Context HttpServerRequest request, @PathParam("id") String id) {
        Caller caller = officer(request);
        return activations
                .find(REGISTRY, Requests.version(id))
                .map(found ->
                        ok(200, json(found.orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND)), caller)));
    }

    // suspension

    @POST
    @Path("{id}/suspension")
    @RolesAllowed(Role.Name.AGENCY_REGISTRAR)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Suspend an agency, with a reason: from the answer on it is shown nothing",
            description =
                    "Its feed goes on growing, so that it misses no recall; its clients are disabled within moments.")
    public Uni<Response> suspend(@Context HttpServerRequest request, @PathParam("id") String id, String body) {
        Caller caller = officer(request);
        JsonNode json = Word.json(body);
        List<Fault> faults = new ArrayList<>();
        Requests.only(json, Set.of("reason"), faults);
        String reason = Requests.words(json, "reason", faults);
        Requests.refuse(faults);
        return registered(caller, id)
                .chain(agency -> suspensions.suspend(caller, agency, reason).call(() -> accounts.look(agency)))
                .map(done -> Response.noContent().build());
    }

    @DELETE
    @Path("{id}/suspension")
    @RolesAllowed({Role.Name.AGENCY_REGISTRAR, Role.Name.POLICY_OFFICER})
    @Operation(
            summary = "End a suspension: a registrar asks (202), another officer agrees (204)",
            description = "Khidi-Case says for what. The partner goes on from its cursor and gets what came meanwhile.")
    public Uni<Response> lift(
            @Context HttpServerRequest request,
            @PathParam("id") String id,
            @HeaderParam("Khidi-Case") @Nullable String caseReference) {
        Caller caller = officer(request);
        String reason = Requests.caseReference(caseReference);
        return registered(caller, id)
                .chain(agency -> suspensions.lift(caller, agency, reason))
                .map(lifting -> switch (lifting) {
                    case NOT_SUSPENDED -> throw new ProblemException(ProblemType.NOT_FOUND);
                    case NOT_A_REGISTRAR ->
                        throw new ProblemException(
                                Problem.of(ProblemType.NOT_PERMITTED, "a registrar has to ask for it first"));
                    case ASKED -> Response.accepted().build();
                    case LIFTED -> Response.noContent().build();
                });
    }

    // accounts

    @PUT
    @Path("{id}/account")
    @RolesAllowed(Role.Name.AGENCY_REGISTRAR)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Say whether the client of another agency than one's own may hand in events (publishes)",
            description = "Domestic agencies only; one that is registered as a foreign one loses it.")
    public Uni<Response> account(@Context HttpServerRequest request, @PathParam("id") String id, String body) {
        Caller caller = officer(request);
        JsonNode json = Word.json(body);
        List<Fault> faults = new ArrayList<>();
        Requests.only(json, Set.of("publishes"), faults);
        if (!json.path("publishes").isBoolean()) {
            faults.add(new Fault("/publishes", "type", "true or false"));
        }
        Requests.refuse(faults);
        boolean publishes = json.path("publishes").asBoolean();
        return registered(caller, id)
                .call(agency -> agencies.registry()
                        .invoke(registry -> mayPublish(registry.find(agency).orElseThrow(), publishes)))
                .chain(agency -> accounts.publish(caller, agency, publishes))
                .map(known -> {
                    if (!known) {
                        throw new ProblemException(ProblemType.NOT_FOUND);
                    }
                    return Response.accepted().build();
                });
    }

    private static void mayPublish(ObjectNode agency, boolean publishes) {
        if (publishes && !agency.path("kind").asText().equals("DOMESTIC")) {
            throw new ProblemException(Problem.of(
                    ProblemType.INVALID_REQUEST,
                    List.of(new Fault("/publishes", "foreign", "a foreign partner hands in no events"))));
        }
    }

    @POST
    @Path("{id}/account/secret")
    @RolesAllowed(Role.Name.AGENCY_REGISTRAR)
    @Operation(
            summary = "A new secret for the agency's client, shown this once and kept nowhere by us",
            description = "The secret before it is void from then on.")
    public Uni<Response> secret(@Context HttpServerRequest request, @PathParam("id") String id) {
        Caller caller = officer(request);
        return registered(caller, id)
                .chain(agency -> accounts.newSecret(caller, agency))
                .map(secret -> ok(
                        200,
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("client", secret.client())
                                .put("secret", secret.value())));
    }

    /** An agency of the registry in force that is not the caller's own: nobody decides about themselves. */
    private Uni<AgencyId> registered(Caller caller, String id) {
        return agencies.registry().map(registry -> {
            AgencyId agency = AgencyId.parse(id)
                    .filter(known -> registry.find(known).isPresent())
                    .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND));
            if (agency.equals(caller.agency())) {
                throw new ProblemException(Problem.of(ProblemType.NOT_PERMITTED, "not about your own agency"));
            }
            return agency;
        });
    }

    /** A person, on the admin port. */
    private Caller officer(HttpServerRequest request) {
        port.mustBe(request);
        return callers.person();
    }
}
