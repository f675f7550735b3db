package ge.khidi.sharing.rights;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.handling.Pap;
import ge.khidi.contract.problem.ProblemType;
import ge.khidi.relay.caller.CallerProvider;
import ge.khidi.relay.caller.Role;
import ge.khidi.relay.problem.ProblemException;
import ge.khidi.sharing.decision.OffLoop;
import ge.khidi.sharing.policy.Agreement;
import ge.khidi.sharing.policy.Decision;
import ge.khidi.sharing.policy.Partner;
import ge.khidi.sharing.rulebook.Rulebook;
import ge.khidi.sharing.stix.MarkingIds;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /v1/feed/rights}: what the caller's agency may have, in whatever format it reads. */
@Path("/v1/feed/rights")
@Singleton
@RolesAllowed({Role.Name.FEED_READER, Role.Name.LIAISON_OFFICER})
@Tag(name = "Feed")
public class RightsResource {

    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;

    private final Rulebook rulebook;
    private final CallerProvider callers;
    private final Clock clock;

    RightsResource(Rulebook rulebook, CallerProvider callers, Clock clock) {
        this.rulebook = rulebook;
        this.callers = callers;
        this.clock = clock;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Your markings and rights: what your agreement and the rules in force say of you")
    public Uni<Response> rights() {
        LocalDate today = LocalDate.now(clock);
        var caller = callers.caller();
        return rulebook.inForce().chain(rules -> {
            Partner partner = rules.partners()
                    .on(today)
                    .find(caller.agency())
                    .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND));
            return OffLoop.run(() -> print(partner, Rights.of(partner, rules.gate(), today)));
        });
    }

    private static Response print(Partner partner, Rights rights) {
        ObjectNode json = MAKE.objectNode()
                .put("agency", partner.id().value())
                .put("kind", partner.kind().name())
                .put("context", partner.context().name())
                .put("personalData", partner.mayReceivePersonalData())
                .put("statisticsOnly", partner.statisticsOnly())
                .put("throughGateway", partner.gateway().isPresent());
        ArrayNode purposes = json.putArray("purposes");
        partner.purposes().forEach(purpose -> purposes.add(purpose.name()));
        partner.agreement().ifPresent(agreement -> print(json.putObject("agreement"), agreement));
        print(json.putObject("markings"), rights.markings());
        ArrayNode types = json.putArray("rights");
        rights.types().forEach(of -> {
            ObjectNode right = types.addObject().put("type", of.type().name());
            print(right.putObject("withoutPersons"), of.impersonal());
            print(right.putObject("withPersons"), of.personal());
        });
        return Response.ok(json.toString()).build();
    }

    private static void print(ObjectNode json, Rights.Markings markings) {
        print(json.putArray("classification"), markings.classifications(), MarkingIds::of);
        print(json.putArray("tlp"), markings.tlps(), MarkingIds::of);
        print(json.putArray("pap"), List.of(Pap.values()), MarkingIds::of);
        print(json.putArray("codes"), markings.codes(), MarkingIds::of);
    }

    /** By its name here and by the id of its definition in STIX. */
    private static <M extends Enum<M>> void print(ArrayNode json, List<M> markings, Function<M, String> id) {
        markings.forEach(one -> json.addObject().put("name", one.name()).put("id", id.apply(one)));
    }

    private static void print(ObjectNode json, Agreement agreement) {
        json.put("reference", agreement.reference())
                .put("validFrom", agreement.validFrom().toString())
                .put("validTo", agreement.validTo().toString())
                .put("onwardTransfer", agreement.onwardTransferTerms());
        agreement
                .transferBasis()
                .ifPresent(basis -> json.putObject("transferBasis")
                        .put("instrument", basis.instrument())
                        .put("article", basis.article())
                        .put("validFrom", basis.validFrom().toString())
                        .put("validTo", basis.validTo().toString()));
    }

    private static void print(ObjectNode json, Decision decision) {
        json.put("outcome", decision.outcome());
        decision.profile().ifPresent(profile -> json.put("profile", profile));
        ArrayNode bases = json.putArray("legalBases");
        decision.grounds().legalBases().forEach(bases::add);
    }
}
