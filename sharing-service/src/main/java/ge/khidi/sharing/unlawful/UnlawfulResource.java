package ge.khidi.sharing.unlawful;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.codec.Fault;
import ge.khidi.contract.problem.Problem;
import ge.khidi.contract.problem.ProblemType;
import ge.khidi.relay.caller.Caller;
import ge.khidi.relay.caller.CallerProvider;
import ge.khidi.relay.caller.Role;
import ge.khidi.relay.problem.ProblemException;
import ge.khidi.sharing.release.Word;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /v1/unlawful-disclosures}: a policy officer says that partners should not have had something, another confirms. People only. */
@Path("/v1/unlawful-disclosures")
@Singleton
@RolesAllowed({Role.Name.POLICY_OFFICER, Role.Name.AUDITOR, Role.Name.DATA_PROTECTION_OFFICER})
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Recalls")
public class UnlawfulResource {

    private final UnlawfulDesk desk;
    private final CallerProvider callers;

    UnlawfulResource(UnlawfulDesk desk, CallerProvider callers) {
        this.desk = desk;
        this.callers = callers;
    }

    @POST
    @RolesAllowed(Role.Name.POLICY_OFFICER)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary =
                    "Declare earlier disclosures unlawful: of eventId, or by policy since a time (and until one); to partner, or to all",
            description = "With reason and caseReference. Nothing happens until another policy officer confirms.")
    public Uni<Response> declare(String body) {
        Caller caller = callers.person();
        JsonNode json = Word.json(body);
        Declaration declared = Declaration.parse(json);
        Word why = Word.of(
                Word.Kind.CONFIRM.name(),
                json.path("reason").asText(""),
                json.path("caseReference").asText(""),
                Optional.empty());
        return known(declared)
                .chain(() -> desk.declare(caller, declared, why))
                .map(id -> id.orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND)))
                .map(id -> Response.status(201)
                        .entity(JsonNodeFactory.instance
                                .objectNode()
                                .put("id", id)
                                .put("state", "PROPOSED")
                                .toString())
                        .header("Location", "/v1/unlawful-disclosures/" + id)
                        .build());
    }

    /** Whoever means a partner or a policy and writes another must not read that it was confirmed. */
    private Uni<Void> known(Declaration declared) {
        List<Fault> faults = new ArrayList<>();
        return known(declared.partner().map(desk::hasFeed))
                .invoke(known -> fault(known, faults, "/partner", "no partner of that id has a feed here"))
                .chain(() -> known(declared.policy().map(by -> desk.hasPolicy(by.id()))))
                .invoke(known -> fault(known, faults, "/policy", "no version of the policies has one of that id"))
                .invoke(() -> refuse(faults))
                .replaceWithVoid();
    }

    private static Uni<Boolean> known(Optional<Uni<Boolean>> asked) {
        return asked.orElseGet(() -> Uni.createFrom().item(true));
    }

    private static void fault(boolean known, List<Fault> faults, String where, String what) {
        if (!known) {
            faults.add(new Fault(where, "unknown", what));
        }
    }

    private static void refuse(List<Fault> faults) {
        if (!faults.isEmpty()) {
            throw new ProblemException(Problem.of(ProblemType.INVALID_REQUEST, faults));
        }
    }

    @POST
    @Path("{id}/decision")
    @RolesAllowed(Role.Name.POLICY_OFFICER)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "A second officer says CONFIRM or REFUSE, with reason and caseReference",
            description =
                    "CONFIRM: whoever had the items is told to erase them, releases are revoked, and they do not come again.")
    public Uni<Response> decide(@PathParam("id") String id, String body) {
        Caller caller = callers.person();
        Word word = Word.parse(body);
        if (word.kind() != Word.Kind.CONFIRM && word.kind() != Word.Kind.REFUSE) {
            throw new ProblemException(Problem.of(ProblemType.INVALID_REQUEST, "decision is CONFIRM or REFUSE"));
        }
        return desk.answer(caller, Word.number(id), word).map(outcome -> switch (outcome) {
            case RECORDED -> Response.noContent().build();
            case UNKNOWN -> throw new ProblemException(ProblemType.NOT_FOUND);
            case SAME_OFFICER ->
                throw new ProblemException(Problem.of(ProblemType.NOT_PERMITTED, "another officer's word is needed"));
            case ANSWERED_BEFORE ->
                throw new ProblemException(Problem.of(ProblemType.WRONG_STATE, "it was answered before"));
            case TOO_MANY ->
                throw new ProblemException(
                        Problem.of(
                                ProblemType.WRONG_STATE,
                                "it concerns more than 1000 items: refuse it, and declare it in parts, by partner or by since and until"));
        });
    }

    @GET
    @Operation(
            summary =
                    "The declarations of your agency, the newest first; all of them for auditors and data-protection officers",
            description = "At most 200, from before (the id of the last one you read) on. Looking is logged.")
    public Uni<Response> list(@QueryParam("before") @DefaultValue("0") String before) {
        return desk.list(callers.person(), Word.number(before)).map(all -> {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            ArrayNode items = json.putArray("items");
            all.forEach(one -> items.add(json(one)));
            return ok(json);
        });
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One declaration, with how many recalls each partner has not answered, and is late to answer")
    public Uni<Response> open(@PathParam("id") String id) {
        Caller caller = callers.person();
        return desk.find(caller, Word.number(id))
                .map(found -> found.orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND)))
                .chain(declared -> desk.recalled(caller, declared).map(recalled -> {
                    ObjectNode json = json(declared);
                    ArrayNode partners = json.putArray("partners");
                    recalled.forEach(one -> partners.addObject()
                            .put("partner", one.partner())
                            .put("items", one.items())
                            .put("open", one.open())
                            .put("overdue", one.overdue()));
                    return ok(json);
                }));
    }

    private static ObjectNode json(UnlawfulDesk.Kept declared) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", declared.id())
                .put("state", declared.state())
                .put("agency", declared.agency())
                .put("reason", declared.reason())
                .put("caseReference", declared.caseReference())
                .put("at", declared.at());
        declared.event().ifPresent(event -> json.put("eventId", event));
        declared.policy().ifPresent(policy -> json.put("policy", policy));
        declared.since().ifPresent(since -> json.put("since", since));
        declared.until().ifPresent(until -> json.put("until", until));
        declared.partner().ifPresent(partner -> json.put("partner", partner));
        declared.secondAgency().ifPresent(agency -> json.put("secondAgency", agency));
        declared.answeredAt().ifPresent(at -> json.put("answeredAt", at));
        return json;
    }

    private static Response ok(ObjectNode json) {
        return Response.ok(json.toString()).build();
    }
}
