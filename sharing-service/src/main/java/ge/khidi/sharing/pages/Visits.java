package ge.khidi.sharing.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import ge.khidi.contract.problem.Problem;
import ge.khidi.contract.problem.ProblemType;
import ge.khidi.relay.caller.Caller;
import ge.khidi.relay.caller.CallerProvider;
import ge.khidi.relay.caller.Role;
import ge.khidi.relay.problem.ProblemException;
import ge.khidi.sharing.decision.DecisionTable;
import ge.khidi.sharing.policy.Partner;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.qute.i18n.Localized;
import io.quarkus.qute.i18n.MessageBundles;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link Visit} of a request, and an answer of a page. It also keeps what lasts longer than one request, in cookies that only the
 * pages are sent: the purpose and case a person stated, good for this person until the browser is closed, and the number that every form of
 * this browser must prove to know, so that no other site can send one.
 */
@Singleton
public class Visits {

    /** The media type of every page. */
    public static final String HTML = "text/html;charset=UTF-8";

    static final String ROOT = "/pages";
    private static final String FORM_COOKIE = "khidi-form";
    private static final String PURPOSE_COOKIE = "khidi-purpose";
    private static final Pattern OWN_PLACE = Pattern.compile("/pages(/[\\w./-]*)?(\\?[\\w=&%.-]*)?");

    private final CallerProvider callers;
    private final SecurityIdentity identity;
    private final DecisionTable decisions;
    private final Seal seal;

    Visits(CallerProvider callers, SecurityIdentity identity, DecisionTable decisions, Seal seal) {
        this.callers = callers;
        this.identity = identity;
        this.decisions = decisions;
        this.seal = seal;
    }

    /** The visit of a person who has signed in; refuses (403) what no person sent. */
    public Visit of(RoutingContext request) {
        Caller caller = callers.caller();
        if (caller.machine()) {
            throw new ProblemException(ProblemType.NOT_PERMITTED);
        }
        Language language = Language.of(request);
        return new Visit(
                language,
                name(caller),
                decisions
                        .find(caller.agency())
                        .map(feed -> title(feed.partner(), language))
                        .orElse(caller.agency().value()),
                caller.has(Role.LIAISON_OFFICER),
                caller.has(Role.RELEASE_OFFICER),
                caller.has(Role.COUNCIL_READER) || caller.has(Role.AUDITOR) || caller.has(Role.DATA_PROTECTION_OFFICER),
                place(request),
                seal.of("form", caller.subject(), formNumber(request)),
                stated(request, caller));
    }

    /** The visit of somebody of whom nothing is known. */
    static Visit ofAnyone(RoutingContext request) {
        return new Visit(Language.of(request), "", "", false, false, false, place(request), "", Optional.empty());
    }

    /** A partner's name in the visitor's language. */
    public static String title(Partner partner, Language language) {
        return language == Language.KA ? partner.titleKa() : partner.title();
    }

    /** Ends the request (400) unless its form came from a page this person was shown in this browser. */
    public void checkForm(RoutingContext request, @Nullable String token) {
        Cookie number = request.request().getCookie(FORM_COOKIE);
        if (number == null
                || token == null
                || !seal.holds(token, "form", callers.caller().subject(), number.getValue())) {
            throw new ProblemException(
                    Problem.of(ProblemType.INVALID_REQUEST, "the form is not from this session; open the page again"));
        }
    }

    void keep(RoutingContext request, StatedPurpose stated) {
        String value = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((stated.purpose().name() + "\n" + stated.caseReference()).getBytes(UTF_8));
        String subject = callers.caller().subject();
        request.response().addCookie(cookie(request, PURPOSE_COOKIE, value + "." + seal.of("purpose", subject, value)));
    }

    void keep(RoutingContext request, Language language) {
        request.response()
                .addCookie(cookie(request, Language.COOKIE, language.tag()).setMaxAge(31_536_000L));
    }

    void forgetPurpose(RoutingContext request) {
        request.response().addCookie(cookie(request, PURPOSE_COOKIE, "").setMaxAge(0));
    }

    /** The page as an answer. */
    public static Uni<Response> show(Visit visit, TemplateInstance page) {
        return page.setAttribute(TemplateInstance.LOCALE, visit.language().locale())
                .createUni()
                .map(html -> Response.ok(html, HTML).build());
    }

    /** The sentences of the pages in a language. */
    public static Words words(Language language) {
        return MessageBundles.get(Words.class, Localized.Literal.of(language.tag()));
    }

    /** To another of our pages, after a form or a link. */
    public static Response go(String place) {
        return Response.status(Response.Status.SEE_OTHER)
                .header("Location", URI.create(place).toString())
                .build();
    }

    /** A place among the pages to go back to, if that is what it is. */
    static Optional<String> ownPlace(@Nullable String place) {
        return Optional.ofNullable(place).filter(text -> OWN_PLACE.matcher(text).matches());
    }

    private static String place(RoutingContext request) {
        return ownPlace(request.request().uri()).orElse(ROOT);
    }

    private String name(Caller caller) {
        String name = identity.getPrincipal() instanceof JsonWebToken token ? token.getClaim("name") : null;
        return name == null || name.isBlank() ? caller.subject() : name;
    }

    private String formNumber(RoutingContext request) {
        Cookie kept = request.request().getCookie(FORM_COOKIE);
        if (kept != null && !kept.getValue().isEmpty()) {
            return kept.getValue();
        }
        String fresh = seal.nonce();
        request.response().addCookie(cookie(request, FORM_COOKIE, fresh));
        return fresh;
    }

    private Optional<StatedPurpose> stated(RoutingContext request, Caller caller) {
        Cookie kept = request.request().getCookie(PURPOSE_COOKIE);
        int dot = kept == null ? -1 : kept.getValue().indexOf('.');
        if (kept == null || dot < 0) {
            return Optional.empty();
        }
        String value = kept.getValue().substring(0, dot);
        if (!seal.holds(kept.getValue().substring(dot + 1), "purpose", caller.subject(), value)) {
            return Optional.empty();
        }
        String[] lines = new String(Base64.getUrlDecoder().decode(value), UTF_8).split("\n", 2);
        return lines.length == 2 ? StatedPurpose.parse(lines[0], lines[1]) : Optional.empty();
    }

    private static Cookie cookie(RoutingContext request, String name, String value) {
        return Cookie.cookie(name, value)
                .setPath(ROOT)
                .setHttpOnly(true)
                .setSecure(request.request().isSSL())
                .setSameSite(CookieSameSite.LAX);
    }
}
