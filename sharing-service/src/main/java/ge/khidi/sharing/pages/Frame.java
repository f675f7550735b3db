package ge.khidi.sharing.pages;

import com.fasterxml.jackson.databind.ObjectMapper;
import ge.khidi.contract.problem.Problem;
import ge.khidi.contract.problem.ProblemType;
import ge.khidi.relay.problem.ProblemException;
import io.quarkus.qute.TemplateInstance;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Around every page: where nobody can sign in, each answers 503; nothing is kept by a browser or proxy; and whatever ends a request with a
 * problem document in the API ends it here, with the same status, as a page that says what to do. The other headers stand in
 * {@code application.properties}.
 */
@Singleton
public class Frame {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NOT_SET_UP = "nobody can sign in here: khidi.pages.enabled is not set";

    private final Instance<PagesConfig> config;

    /** @param config asked with the first request: filters are made before the configuration is read */
    Frame(Instance<PagesConfig> config) {
        this.config = config;
    }

    /** Before anybody asks who it is. */
    @ServerRequestFilter(preMatching = true)
    public void refuseWithoutSignIn(RoutingContext request) {
        if (isPage(request) && !config.get().enabled()) {
            throw new ProblemException(Problem.of(ProblemType.UNAVAILABLE, NOT_SET_UP));
        }
    }

    @ServerResponseFilter
    public void frame(ContainerResponseContext answer, RoutingContext request) throws IOException {
        if (!isPage(request)) {
            return;
        }
        answer.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, "no-store");
        boolean form = request.request().method().equals(HttpMethod.POST);
        if (form && answer.getStatus() == Response.Status.FOUND.getStatusCode()) {
            // The session is over. A form is not sent on to the sign-in page, where it would be lost.
            answer.getHeaders().remove(HttpHeaders.LOCATION);
            answer.setStatus(Response.Status.UNAUTHORIZED.getStatusCode());
        }
        if (answer.getStatus() >= Response.Status.BAD_REQUEST.getStatusCode()) {
            show(answer, Visits.ofAnyone(request), detail(answer));
        }
    }

    private static void show(ContainerResponseContext answer, Visit visit, String detail) {
        Words words = Visits.words(visit.language());
        boolean signIn = answer.getStatus() == Response.Status.UNAUTHORIZED.getStatusCode();
        TemplateInstance page = switch (answer.getStatus()) {
            case 401 -> PageTemplates.problem(visit, words.problemSignIn(), words.problemSignInAdvice(), "", signIn);
            case 403 -> PageTemplates.problem(visit, words.problemRole(), words.problemRoleAdvice(), detail, signIn);
            case 404 ->
                PageTemplates.problem(visit, words.problemNotFound(), words.problemNotFoundAdvice(), "", signIn);
            case 409 -> PageTemplates.problem(visit, words.problemState(), words.problemStateAdvice(), detail, signIn);
            case 503 -> PageTemplates.problem(visit, words.problemAway(), words.problemAwayAdvice(), detail, signIn);
            default ->
                answer.getStatus() < 500
                        ? PageTemplates.problem(
                                visit, words.problemRequest(), words.problemRequestAdvice(), detail, signIn)
                        : PageTemplates.problem(visit, words.problemOurs(), words.problemOursAdvice(), "", signIn);
        };
        answer.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, Visits.HTML);
        answer.setEntity(
                page.setAttribute(TemplateInstance.LOCALE, visit.language().locale())
                        .render());
    }

    /** What the problem document says beyond its type: a constant sentence of ours, in English. */
    private static String detail(ContainerResponseContext answer) throws IOException {
        return answer.getEntity() instanceof byte[] document
                ? JSON.readTree(document).path("detail").asText()
                : "";
    }

    static boolean isPage(RoutingContext request) {
        String path = request.normalizedPath();
        return path.equals(Visits.ROOT) || path.startsWith(Visits.ROOT + "/");
    }
}
