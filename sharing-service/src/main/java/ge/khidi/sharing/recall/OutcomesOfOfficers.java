package ge.khidi.sharing.recall;

import ge.khidi.contract.problem.Problem;
import ge.khidi.contract.problem.ProblemType;
import ge.khidi.relay.caller.Caller;
import ge.khidi.relay.caller.CallerProvider;
import ge.khidi.relay.caller.Role;
import ge.khidi.relay.problem.ProblemException;
import ge.khidi.sharing.feed.Cursor;
import ge.khidi.sharing.feed.Cursors;
import ge.khidi.sharing.installation.Secret;
import ge.khidi.sharing.pages.Visits;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** {@code POST /pages/feed/{cursor}/outcome}: what a person says was done about a recall, by the rules of the API. */
@Path("/pages/feed/{cursor}/outcome")
@Singleton
@RolesAllowed(Role.Name.LIAISON_OFFICER)
public class OutcomesOfOfficers {

    private final Recalls recalls;
    private final CallerProvider callers;
    private final Visits visits;
    private final Cursors cursors;

    OutcomesOfOfficers(Recalls recalls, CallerProvider callers, Visits visits, Secret secret) {
        this.recalls = recalls;
        this.callers = callers;
        this.visits = visits;
        this.cursors = Cursors.ofFeed(secret);
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces(Visits.HTML)
    public Uni<Response> answer(
            @PathParam("cursor") String cursor,
            @RestForm @Nullable String token,
            @RestForm @Nullable String outcome,
            @RestForm @Nullable String justification,
            @Context RoutingContext request) {
        visits.of(request);
        visits.checkForm(request, token);
        Caller caller = callers.caller();
        Cursor item = cursors.parse(cursor, caller.agency(), caller.client())
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND));
        Answer answer = Answer.of(outcome == null ? "" : outcome, justification == null ? "" : justification);
        return recalls.answer(caller, item, answer.outcome(), answer.justification())
                .map(taken -> switch (taken) {
                    case RECORDED -> Visits.go("/pages/feed/" + cursor + "?answered=yes");
                    case UNKNOWN -> throw new ProblemException(ProblemType.NOT_FOUND);
                    case NOT_ASKED ->
                        throw new ProblemException(
                                Problem.of(ProblemType.WRONG_STATE, "this item asks for no outcome"));
                    case NO_ANSWER -> throw Answer.forAnother();
                });
    }
}
