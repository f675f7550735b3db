package ge.khidi.relay.audit;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.contract.problem.Problem;
import ge.khidi.contract.problem.ProblemType;
import ge.khidi.relay.caller.Caller;
import ge.khidi.relay.caller.CallerProvider;
import ge.khidi.relay.caller.Role;
import ge.khidi.relay.problem.ProblemException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.resteasy.reactive.RestMulti;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v1/audit} of every service: for auditors and data-protection officers only, since entries name persons. Looking into the log is
 * itself logged, before anything is shown.
 */
@Path("/v1/audit")
@Singleton
@RolesAllowed({Role.Name.AUDITOR, Role.Name.DATA_PROTECTION_OFFICER})
public class AuditResource {

    /** One JSON document per line, as {@link Verify} reads it. */
    public static final String JSON_LINES = "application/jsonlines";

    private static final int PAGE = 500;

    private final AuditQuery query;
    private final Export export;
    private final AuditLog log;
    private final Mutiny.SessionFactory sessions;
    private final CallerProvider callers;

    AuditResource(
            AuditQuery query, Export export, AuditLog log, Mutiny.SessionFactory sessions, CallerProvider callers) {
        this.query = query;
        this.export = export;
        this.log = log;
        this.sessions = sessions;
        this.callers = callers;
    }

    /** Entries in the order they were added, 500 at most; {@code next} continues. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<Response> find(
            @QueryParam("after") @Nullable String after,
            @QueryParam("event") @Nullable String event,
            @QueryParam("agency") @Nullable String agency,
            @QueryParam("operation") @Nullable String operation,
            @QueryParam("since") @Nullable String since) {
        AuditQuery.Filter filter = filter(after, event, agency, operation, since);
        return logged("audit.read")
                .chain(() -> query.find(filter, PAGE))
                .map(found -> Response.ok(page(filter, found).toBuffer().getBytes())
                        .header("Cache-Control", "no-store")
                        .build());
    }

    /** The whole sealed log with its checkpoints. */
    @GET
    @Path("export")
    @Produces(JSON_LINES)
    public Multi<byte[]> everything() {
        Multi<byte[]> chunks = logged("audit.exported")
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
    public Uni<String> keys() {
        return query.keys();
    }

    private Uni<Void> logged(String action) {
        Caller caller = callers.caller();
        return sessions.withTransaction(session -> log.append(
                session,
                AuditEntry.of(
                        Instant.now(),
                        Operation.CONSULTATION,
                        action,
                        Actor.of(caller.agency(), caller.subject(), caller.client()))));
    }

    private static byte[] withoutLastLineFeed(byte[] lines) {
        return Arrays.copyOf(lines, lines.length - 1);
    }

    private static JsonObject page(AuditQuery.Filter filter, List<AuditQuery.Found> found) {
        JsonArray items = new JsonArray();
        long next = filter.after();
        for (AuditQuery.Found entry : found) {
            items.add(new JsonObject().put("leaf", entry.leaf()).put("entry", new JsonObject(entry.line())));
            next = entry.id();
        }
        return new JsonObject()
                .put("items", items)
                .put("next", Long.toString(next))
                .put("more", found.size() == PAGE);
    }

    private static AuditQuery.Filter filter(
            @Nullable String after,
            @Nullable String event,
            @Nullable String agency,
            @Nullable String operation,
            @Nullable String since) {
        if (after != null && !after.matches("[0-9]{1,18}")) {
            throw refused("after is next of an earlier page");
        }
        Optional<EventId> eventId = Optional.ofNullable(event).flatMap(EventId::parse);
        Optional<AgencyId> agencyId = Optional.ofNullable(agency).flatMap(AgencyId::parse);
        if (eventId.isPresent() == (event == null) || agencyId.isPresent() == (agency == null)) {
            throw refused("event is an event id, agency an agency id");
        }
        if (operation != null
                && Arrays.stream(Operation.values()).noneMatch(one -> one.name().equals(operation))) {
            throw refused("operation is one of those of Directive (EU) 2016/680 Art. 25(1)");
        }
        try {
            return new AuditQuery.Filter(
                    after == null ? 0 : Long.parseLong(after),
                    eventId.map(EventId::value).orElse(null),
                    agency,
                    operation,
                    since == null ? null : Instant.parse(since).atOffset(ZoneOffset.UTC));
        } catch (DateTimeParseException notATime) {
            throw refused("since is a time such as 2026-11-21T08:30:00Z");
        }
    }

    private static ProblemException refused(String why) {
        return new ProblemException(Problem.of(ProblemType.INVALID_REQUEST, why));
    }
}
