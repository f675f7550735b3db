package ge.khidi.sharing.pages;

import ge.khidi.contract.handling.Purpose;
import ge.khidi.contract.problem.Problem;
import ge.khidi.contract.problem.ProblemType;
import ge.khidi.relay.problem.ProblemException;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** The way in and out of the pages: sign-in and sign-out, the language, and the purpose and case a person reads for. */
@Path("")
@Singleton
@Produces(Visits.HTML)
public class EntranceResource {

    private final Visits visits;

    EntranceResource(Visits visits) {
        this.visits = visits;
    }

    @GET
    @PermitAll
    public Response door() {
        return Visits.go(Visits.ROOT);
    }

    /** To the first page that the visitor's roles open. */
    @GET
    @Path("pages")
    @Authenticated
    public Response first(@Context RoutingContext request) {
        Visit visit = visits.of(request);
        if (!visit.reads() && !visit.releases() && !visit.oversees()) {
            throw new ProblemException(ProblemType.NOT_PERMITTED);
        }
        return Visits.go(visit.reads() ? "/pages/feed" : visit.releases() ? "/pages/releases" : "/pages/report");
    }

    /** Where Keycloak sends people back to. */
    @GET
    @Path("pages/signed-in")
    @Authenticated
    public Response signedIn() {
        return Visits.go(Visits.ROOT);
    }

    /** Signed in or not, Keycloak is told first; see {@code quarkus.oidc.pages.logout.path}. */
    @GET
    @Path("pages/sign-out")
    @Authenticated
    public Response signOut() {
        return Visits.go("/pages/signed-out");
    }

    @GET
    @Path("pages/signed-out")
    @PermitAll
    public Uni<Response> signedOut(@Context RoutingContext request) {
        visits.forgetPurpose(request);
        Visit visit = Visits.ofAnyone(request);
        return Visits.show(visit, PageTemplates.signedOut(visit));
    }

    @GET
    @Path("pages/language/{tag}")
    @PermitAll
    public Response language(
            @PathParam("tag") String tag, @QueryParam("back") @Nullable String back, @Context RoutingContext request) {
        Language language = Language.find(tag).orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND));
        visits.keep(request, language);
        return Visits.go(Visits.ownPlace(back).orElse(Visits.ROOT));
    }

    @GET
    @Path("pages/purpose")
    @Authenticated
    public Uni<Response> purpose(@QueryParam("back") @Nullable String back, @Context RoutingContext request) {
        Visit visit = visits.of(request);
        List<Choice> purposes = Arrays.stream(Purpose.values())
                .map(purpose -> new Choice(
                        purpose.name(),
                        Vocabulary.code(visit.language(), purpose.name()),
                        visit.stated()
                                .filter(stated -> stated.purpose() == purpose)
                                .isPresent()))
                .toList();
        return Visits.show(
                visit,
                PageTemplates.purpose(
                        visit,
                        purposes,
                        visit.caseReference(),
                        Visits.ownPlace(back).orElse(Visits.ROOT)));
    }

    @POST
    @Path("pages/purpose")
    @Authenticated
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response state(
            @RestForm @Nullable String token,
            @RestForm @Nullable String purpose,
            @RestForm("case") @Nullable String caseReference,
            @RestForm @Nullable String back,
            @Context RoutingContext request) {
        visits.of(request);
        visits.checkForm(request, token);
        visits.keep(
                request,
                StatedPurpose.parse(purpose == null ? "" : purpose, caseReference == null ? "" : caseReference)
                        .orElseThrow(() -> new ProblemException(Problem.of(
                                ProblemType.INVALID_REQUEST,
                                "a purpose from the list, and a case of at most 100 characters"))));
        return Visits.go(Visits.ownPlace(back).orElse(Visits.ROOT));
    }

    /** There is no such page; the same answer whether somebody is signed in or not. */
    @GET
    @Path("pages/{other: .+}")
    @PermitAll
    public Response nowhere() {
        throw new ProblemException(ProblemType.NOT_FOUND);
    }
}
