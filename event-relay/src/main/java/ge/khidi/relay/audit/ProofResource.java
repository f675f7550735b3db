package ge.khidi.relay.audit;

import ge.khidi.relay.caller.Role;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v1/audit/proofs}: that one entry is in the log, and that a later log continues an earlier one, without the log itself (RFC 6962
 * sections 2.1.1 and 2.1.2). Trees are those of signed checkpoints only. The answers are what {@link Verify} reads.
 */
@Path("/v1/audit/proofs")
@Singleton
@RolesAllowed({Role.Name.AUDITOR, Role.Name.DATA_PROTECTION_OFFICER})
@Produces(AuditResource.JSON_LINES)
@Tag(name = "Audit")
public class ProofResource {

    private final ProofStore store;
    private final AuditDesk desk;

    ProofResource(ProofStore store, AuditDesk desk) {
        this.store = store;
        this.desk = desk;
    }

    /** The entry, its audit path, and the checkpoint, each on a line. An entry names persons, so asking is logged first. */
    @GET
    @Path("inclusion")
    @Operation(summary = "The proof that an entry is in the log: its line, its audit path, the signed checkpoint")
    public Uni<String> inclusion(@QueryParam("leaf") @Nullable String leaf, @QueryParam("size") @Nullable String size) {
        long place = number("leaf", leaf);
        return desk.logged("audit.proved")
                .chain(() -> tree("size", size))
                .invoke(tree -> Question.refuseUnless(place < tree.size(), "leaf is below size"))
                .chain(tree -> store.entry(place)
                        .chain(entry -> proof(EntryProof.INCLUSION, place, tree, Subtree.inclusion(place, tree.size()))
                                .map(path -> entry + "\n" + path + tree.line())));
    }

    /** The older checkpoint, the consistency proof, and the newer checkpoint, each on a line. They name nobody. */
    @GET
    @Path("consistency")
    @Operation(summary = "The proof that the log of one signed checkpoint continues that of an earlier one")
    public Uni<String> consistency(@QueryParam("from") @Nullable String from, @QueryParam("to") @Nullable String to) {
        number("from", from);
        return tree("from", from)
                .chain(older -> tree("to", to)
                        .invoke(newer -> Question.refuseUnless(older.size() <= newer.size(), "from is at most to"))
                        .chain(newer -> proof(
                                        EntryProof.CONSISTENCY,
                                        older.size(),
                                        newer,
                                        Subtree.consistency(older.size(), newer.size()))
                                .map(path -> older.line() + path + newer.line())));
    }

    private Uni<String> proof(String kind, long first, Checkpoint tree, List<Subtree> parts) {
        return store.hashes(parts)
                .map(hashes -> EntryProof.print(new EntryProof.Path(kind, first, tree.size(), hashes)) + "\n");
    }

    private Uni<Checkpoint> tree(String name, @Nullable String size) {
        return store.find(size == null ? null : number(name, size))
                .map(found -> found.orElseThrow(() -> Question.refused(name + " is the size of a signed checkpoint")));
    }

    static long number(String name, @Nullable String text) {
        return Optional.ofNullable(Question.number(name, text))
                .orElseThrow(() -> Question.refused(name + " is a number"));
    }
}
