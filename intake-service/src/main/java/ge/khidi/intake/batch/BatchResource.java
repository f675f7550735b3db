package ge.khidi.intake.batch;

import ge.khidi.contract.codec.SubmissionCodec;
import ge.khidi.intake.reception.Authors;
import ge.khidi.relay.audit.Actor;
import ge.khidi.relay.caller.Caller;
import ge.khidi.relay.caller.CallerProvider;
import ge.khidi.relay.caller.Role;
import io.opentelemetry.api.trace.Span;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Many commands in one request, answered while they arrive. For systems only: a person speaks one event at a time. */
@Path("/v1/events/batch")
@RolesAllowed(Role.Name.EVENT_PUBLISHER)
@Tag(name = "Events")
class BatchResource {

    private static final String NDJSON = "application/x-ndjson";
    private static final int MOST_LINE_BYTES = SubmissionCodec.MAX_BYTES;

    private final CallerProvider callers;
    private final BatchConfig config;
    private final Keeper keeper;

    BatchResource(CallerProvider callers, BatchConfig config, Keeper keeper) {
        this.callers = callers;
        this.config = config;
        this.keeper = keeper;
    }

    @POST
    @Consumes(NDJSON)
    @Produces(NDJSON)
    @Operation(
            summary = "Hand in many events",
            description = "Each line is an object with op (create, put, revise, withdraw) and what that needs; each is"
                    + " answered by one line {line, status, receipt or problem}, in order, while the rest is still"
                    + " being sent. A bad line spoils no other. Sending the same batch again after a cut"
                    + " connection changes nothing but the answers: 200 instead of 201.")
    @RequestBody(
            description = "NDJSON, each line at most 800,000 bytes",
            content = @Content(schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "200", description = "One result line for each line that is not blank")
    public Multi<byte[]> batch(@Context HttpServerRequest request) {
        Caller caller = callers.caller();
        Keeper.Sender sender = new Keeper.Sender(
                Authors.system(caller), Actor.of(caller), Span.current().getSpanContext());
        AtomicReference<BatchRun> run = new AtomicReference<>();
        return Multi.createFrom()
                .<byte[]>emitter(
                        answers -> {
                            run.set(new BatchRun(
                                    request, config, MOST_LINE_BYTES, lines -> keeper.keep(sender, lines), answers));
                            run.get().start();
                        },
                        BackPressureStrategy.BUFFER)
                .onItem()
                .invoke(lines -> run.get().taken(lines.length));
    }
}
