package ge.khidi.intake.republish;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.CommonEra;
import ge.khidi.contract.Topics;
import ge.khidi.contract.problem.Problem;
import ge.khidi.contract.problem.ProblemType;
import ge.khidi.relay.caller.Role;
import ge.khidi.relay.outbox.Republication;
import ge.khidi.relay.problem.Outage;
import ge.khidi.relay.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Refills a topic from the record: after Kafka lost what it had acknowledged, or for a consumer that begins anew. */
@Path("/v1/admin/republish")
@RolesAllowed(Role.Name.OPERATOR)
@Tag(name = "Operation")
class RepublishResource {

    private static final Logger LOG = Logger.getLogger(RepublishResource.class);

    private final Mutiny.SessionFactory sessions;
    private final Republication republication;
    private final Clock clock;

    RepublishResource(Mutiny.SessionFactory sessions, Republication republication, Clock clock) {
        this.sessions = sessions;
        this.republication = republication;
        this.clock = clock;
    }

    @POST
    @Operation(
            summary = "Publish again what was accepted since a moment",
            description =
                    "Goes on in the background, behind what is accepted meanwhile. The answer names the run; the same"
                            + " call with run=<name> takes up a run that was cut off.")
    @APIResponse(responseCode = "202", description = "{run, topic, since}")
    public Uni<Response> republish(
            @QueryParam("topic") @Parameter(description = "border-events, crime-events or analyst-decisions") @Nullable
                    String topic,
            @QueryParam("since") @Parameter(description = "A moment, RFC 3339") @Nullable String since,
            @QueryParam("run") @Parameter(description = "The name of a run to take up again") @Nullable String run) {
        if (topic == null || !Topics.ALL.contains(topic) || topic.equals(Topics.ANALYSIS_PRODUCTS)) {
            throw invalid("topic must be one that this service publishes.");
        }
        Instant moment = moment(since);
        String name = run == null ? "republish-" + topic + "-" + clock.instant().truncatedTo(ChronoUnit.MILLIS) : run;
        RevisionsOnRecord source = new RevisionsOnRecord(topic);
        return sessions.withSession(session -> source.start(session, moment))
                .invoke(start -> begin(name, start, source))
                .replaceWith(() -> Response.accepted(answer(name, topic, moment).toString())
                        .type(MediaType.APPLICATION_JSON)
                        .build());
    }

    private void begin(String name, long start, RevisionsOnRecord source) {
        LOG.infof("A topic is being published again. run=%s", name);
        republication
                .republish(sessions, name, start, source)
                .subscribe()
                .with(
                        added -> LOG.infof("A topic was published again. run=%s records=%d", name, added),
                        failure -> LOG.errorf(
                                "Publishing a topic again was cut off; take it up with the name of the run. run=%s"
                                        + " cause=%s",
                                name, Outage.describe(failure)));
    }

    private static ObjectNode answer(String name, String topic, Instant since) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("run", name)
                .put("topic", topic)
                .put("since", since.toString());
    }

    private static Instant moment(@Nullable String since) {
        if (since == null) {
            throw invalid("since must be a moment.");
        }
        try {
            return CommonEra.instant(since);
        } catch (DateTimeException notAMoment) {
            throw invalid("since must be a moment.");
        }
    }

    private static ProblemException invalid(String detail) {
        return new ProblemException(Problem.of(ProblemType.INVALID_REQUEST, detail));
    }
}
