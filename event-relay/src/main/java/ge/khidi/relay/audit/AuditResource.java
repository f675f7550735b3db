package ge.khidi.relay.audit;

import ge.khidi.relay.caller.Role;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestMulti;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v1/audit} of every service: for auditors and data-protection officers only, since entries name persons. Looking into the log is
 * itself logged, before anything is shown.
 */
@Path("/v1/audit")
@Singleton
@RolesAllowed({Role.Name.AUDITOR, Role.Name.DATA_PROTECTION_OFFICER})
@Tag(name = "Audit")
public class AuditResource {

    /** One JSON document per line, as {@link Verify} reads it. */
    public static final String JSON_LINES = "application/jsonlines";

    private static final int PAGE = 500;

    private final AuditQuery query;
    private final Export export;
    private final AuditDesk desk;

    AuditResource(AuditQuery query, Export export, AuditDesk desk) {
        this.query = query;
        this.export = export;
        this.desk = desk;
    }

    /** Entries in the order they were added, 500 at most; {@code next} continues. What is asked for twice must both be so. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary =
                    "Entries by event, agency, partner, purpose, policy, epoch, operation, action, actor, client and time")
    public Uni<Response> find(@BeanParam Asked asked) {
        Question question = asked.question();
        return desk.logged("audit.read")
                .chain(() -> query.find(question, PAGE))
                .map(found -> Response.ok(page(asked.after, found).toBuffer().getBytes())
                        .build());
    }

    /** What may be asked for, as it stands in the query. {@code actor} is the subject of a token, {@code partner} whom something went to. */
    public static final class Asked {
        @RestQuery
        @Nullable
        String after;

        @RestQuery
        @Nullable
        String event;

        @RestQuery
        @Nullable
        String agency;

        @RestQuery
        @Nullable
        String partner;

        @RestQuery
        @Nullable
        String purpose;

        @RestQuery
        @Nullable
        String policy;

        @RestQuery
        @Nullable
        String epoch;

        @RestQuery
        @Nullable
        String operation;

        @RestQuery
        @Nullable
        String action;

        @RestQuery
        @Nullable
        String actor;

        @RestQuery
        @Nullable
        String client;

        @RestQuery
        @Nullable
        String since;

        @RestQuery
        @Nullable
        String until;

        Question question() {
            return new Question()
                    .after(after)
                    .event(event)
                    .agency(agency)
                    .partner(partner)
                    .purpose(purpose)
                    .policy(policy)
                    .epoch(epoch)
                    .operation(operation)
                    .action(action)
                    .actor(actor)
                    .client(client)
                    .since(since)
                    .until(until);
        }
    }

    /** The whole sealed log with its checkpoints. */
    @GET
    @Path("export")
    @Produces(JSON_LINES)
    @Operation(summary = "The whole sealed log with its checkpoints")
    public Multi<byte[]> everything() {
        Multi<byte[]> chunks = desk.logged("audit.exported")
                .onItem()
                .transformToMulti(done -> export.lines())
                .map(AuditResource::withoutLastLineFeed);
        // Each chunk gets a line feed behind it, not the array that the media type would otherwise get.
        return RestMulti.fromMultiData(chunks).encodeAsJsonArray(false).build();
    }

    /** The public keys (PEM). An auditor keeps them apart from any export. */
    @GET
    @Path("keys")
    @Produces("application/x-pem-file")
    @Operation(summary = "The public keys that sign the checkpoints")
    public Uni<String> keys() {
        return query.keys();
    }

    private static byte[] withoutLastLineFeed(byte[] lines) {
        return Arrays.copyOf(lines, lines.length - 1);
    }

    private static JsonObject page(@Nullable String after, List<AuditQuery.Found> found) {
        JsonArray items = new JsonArray();
        for (AuditQuery.Found entry : found) {
            items.add(new JsonObject().put("leaf", entry.leaf()).put("entry", new JsonObject(entry.line())));
        }
        String begun = after == null ? "0" : after;
        return new JsonObject()
                .put("items", items)
                .put(
                        "next",
                        found.isEmpty()
                                ? begun
                                : Long.toString(found.get(found.size() - 1).id()))
                .put("more", found.size() == PAGE);
    }
}
