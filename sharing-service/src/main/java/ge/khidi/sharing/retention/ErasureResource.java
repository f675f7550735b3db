package ge.khidi.sharing.retention;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.contract.problem.Problem;
import ge.khidi.contract.problem.ProblemType;
import ge.khidi.relay.audit.Actor;
import ge.khidi.relay.audit.AuditEntry;
import ge.khidi.relay.audit.AuditLog;
import ge.khidi.relay.audit.Concern;
import ge.khidi.relay.caller.Caller;
import ge.khidi.relay.caller.CallerProvider;
import ge.khidi.relay.caller.Role;
import ge.khidi.relay.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
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
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * {@code GET /v1/erasures}: how far what was erased is gone. Auditors and data-protection officers see all, anybody else their own agency's
 * events; the list of one who has none and of one who may know of none is the same.
 */
@Path("/v1/erasures")
@Singleton
@RolesAllowed({
    Role.Name.EVENT_PUBLISHER,
    Role.Name.LIAISON_OFFICER,
    Role.Name.AUDITOR,
    Role.Name.DATA_PROTECTION_OFFICER
})
@Tag(name = "Erasures")
public class ErasureResource {

    private static final int PAGE = 500;
    private static final String FIRST = "00000000-0000-0000-0000-000000000000";

    private final Mutiny.SessionFactory sessions;
    private final Erasures erasures;
    private final AuditLog audit;
    private final CallerProvider callers;
    private final Clock clock;

    ErasureResource(
            Mutiny.SessionFactory sessions, Erasures erasures, AuditLog audit, CallerProvider callers, Clock clock) {
        this.sessions = sessions;
        this.erasures = erasures;
        this.audit = audit;
        this.callers = callers;
        this.clock = clock;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Erased events in a state: ERASED_IN_TABLES, COMPACTED or DONE; at most 500, from after on",
            description =
                    "DONE: no table, no topic and no dead letter has content of it. Only then is an erasure complete.")
    public Uni<Response> list(
            @QueryParam("state") @DefaultValue("ERASED_IN_TABLES") String state,
            @QueryParam("after") @DefaultValue(FIRST) String after) {
        ErasureState wanted = Arrays.stream(ErasureState.values())
                .filter(one -> one.name().equals(state))
                .findFirst()
                .orElseThrow(() -> refused("state is one of ERASED_IN_TABLES, COMPACTED, DONE"));
        if (EventId.parse(after).isEmpty()) {
            throw refused("after is next of the last page");
        }
        Caller caller = callers.caller();
        Optional<AgencyId> own = caller.has(Role.AUDITOR) || caller.has(Role.DATA_PROTECTION_OFFICER)
                ? Optional.empty()
                : Optional.of(caller.agency());
        return sessions.withTransaction(session -> erasures.page(session, wanted, own, after, PAGE)
                        .call(found -> audit.append(session, entry(caller, found.size()))))
                .map(ErasureResource::page);
    }

    private AuditEntry entry(Caller caller, int count) {
        return AuditEntry.of(
                        clock.instant(),
                        ge.khidi.relay.audit.Operation.CONSULTATION,
                        "erasures.listed",
                        Actor.of(caller))
                .about(Concern.count(count));
    }

    private static Response page(List<Erasures.Reported> found) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode items = json.putArray("items");
        for (Erasures.Reported one : found) {
            ObjectNode item = items.addObject()
                    .put("eventId", one.revision().eventId().toString())
                    .put("revision", one.revision().revision())
                    .put("originator", one.originator().value())
                    .put("state", one.state().name())
                    .put("erasedAt", one.erasedAt());
            one.lookedAt().ifPresent(at -> item.put("lookedAt", at));
            one.compactedAt().ifPresent(at -> item.put("compactedAt", at));
            one.doneAt().ifPresent(at -> item.put("doneAt", at));
            json.put("next", one.revision().eventId().toString());
        }
        json.put("more", found.size() == PAGE);
        return Response.ok(json.toString()).build();
    }

    private static ProblemException refused(String why) {
        return new ProblemException(Problem.of(ProblemType.INVALID_REQUEST, why));
    }
}
