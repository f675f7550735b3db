package ge.khidi.relay.audit;

import ge.khidi.contract.problem.ProblemType;
import ge.khidi.relay.caller.Role;
import ge.khidi.relay.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v1/audit/checkpoints}: signed heads of the log, for auditors to keep. They name nobody and say nothing but how many entries there
 * are, so looking is not logged: it would make the next one.
 */
@Path("/v1/audit/checkpoints")
@Singleton
@RolesAllowed({Role.Name.AUDITOR, Role.Name.DATA_PROTECTION_OFFICER})
@Produces(AuditResource.JSON_LINES)
@Tag(name = "Audit")
public class CheckpointResource {

    private final ProofStore store;

    CheckpointResource(ProofStore store) {
        this.store = store;
    }

    /** 500 at most, the smallest first; {@code after} is the size of the last one known. */
    @GET
    @Operation(summary = "Signed checkpoints over more entries than after, each on a line")
    public Uni<String> list(@QueryParam("after") @Nullable String after) {
        return store.after(after == null ? 0 : ProofResource.number("after", after));
    }

    @GET
    @Path("latest")
    @Operation(summary = "The newest signed checkpoint: keep it, and no later log can hide what it was over")
    public Uni<String> latest() {
        return store.find(null)
                .map(found -> found.orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND))
                        .line());
    }
}
