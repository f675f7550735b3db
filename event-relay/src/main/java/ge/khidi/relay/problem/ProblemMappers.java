package ge.khidi.relay.problem;

import ge.khidi.contract.problem.ProblemType;
import io.quarkus.security.AuthenticationCompletionException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticator;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/**
 * Turns every exception that ends a request into the answer for it. Public only because the framework calls it from classes it
 * generates; nobody else should.
 */
@Singleton
public class ProblemMappers {

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);
    private static final String BEARER = "Bearer";
    private static final int RETRY_AFTER_SECONDS = 2;

    @ServerExceptionMapper
    public Response problem(ProblemException failure) {
        return Problems.response(failure.problem());
    }

    @ServerExceptionMapper
    public Uni<Response> noToken(UnauthorizedException failure, RoutingContext request) {
        return challenge(request);
    }

    @ServerExceptionMapper
    public Uni<Response> badToken(AuthenticationFailedException failure, RoutingContext request) {
        return challenge(request);
    }

    /** A sign-in of a person that cannot be completed: trying the same again would fail again. */
    @ServerExceptionMapper
    public Response noSignIn(AuthenticationCompletionException failure) {
        return unauthenticated(null);
    }

    @ServerExceptionMapper
    public Response notPermitted(ForbiddenException failure) {
        return Problems.response(ProblemType.NOT_PERMITTED);
    }

    /** What the framework refuses before a resource is reached: no such path, method, media type. */
    @ServerExceptionMapper
    public Response refusedByTheFramework(WebApplicationException failure) {
        Response refusal = failure.getResponse();
        if (refusal.getStatus() < Response.Status.BAD_REQUEST.getStatusCode()) {
            return refusal;
        }
        return Problems.response(typeOf(refusal.getStatus()));
    }

    @ServerExceptionMapper
    public Response fault(Throwable failure) {
        if (Outage.isBehind(failure)) {
            LOG.warnf("A request could not be served because the database is away. cause=%s", Outage.describe(failure));
            return Response.fromResponse(Problems.response(ProblemType.UNAVAILABLE))
                    .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                    .build();
        }
        LOG.errorf(
                Wordless.of(failure), "A request failed through a fault of ours. cause=%s", Outage.describe(failure));
        return Problems.response(ProblemType.INTERNAL);
    }

    /** The service's own way of asking for a token; a redirect to the sign-in page stays one. */
    private static Uni<Response> challenge(RoutingContext request) {
        HttpAuthenticator authenticator = request.get(HttpAuthenticator.class.getName());
        return authenticator == null
                ? Uni.createFrom().item(unauthenticated(null))
                : authenticator.getChallenge(request).map(ProblemMappers::unauthenticated);
    }

    private static Response unauthenticated(@Nullable ChallengeData challenge) {
        if (challenge != null && challenge.status != ProblemType.NOT_AUTHENTICATED.status()) {
            Response.ResponseBuilder elsewhere = Response.status(challenge.status);
            challenge.getHeaders().forEach((name, value) -> elsewhere.header(name.toString(), value));
            return elsewhere.build();
        }
        Response.ResponseBuilder problem = Response.fromResponse(Problems.response(ProblemType.NOT_AUTHENTICATED));
        if (challenge == null || challenge.getHeaders().isEmpty()) {
            return problem.header(HttpHeaders.WWW_AUTHENTICATE, BEARER).build();
        }
        challenge.getHeaders().forEach((name, value) -> problem.header(name.toString(), value));
        return problem.build();
    }

    private static ProblemType typeOf(int status) {
        for (ProblemType type : ProblemType.values()) {
            if (type.status() == status && type != ProblemType.MALFORMED_JSON) {
                return type;
            }
        }
        return status < Response.Status.INTERNAL_SERVER_ERROR.getStatusCode()
                ? ProblemType.INVALID_REQUEST
                : ProblemType.INTERNAL;
    }
}
