package ge.khidi.sharing.release;

import com.fasterxml.jackson.databind.JsonNode;
import ge.khidi.contract.AgencyId;
import ge.khidi.contract.RevisionId;
import ge.khidi.contract.problem.ProblemType;
import ge.khidi.relay.audit.Justification;
import ge.khidi.relay.caller.Caller;
import ge.khidi.relay.caller.CallerProvider;
import ge.khidi.relay.caller.Role;
import ge.khidi.relay.problem.ProblemException;
import ge.khidi.sharing.decision.DecisionTable;
import ge.khidi.sharing.feed.LateRows;
import ge.khidi.sharing.hold.HeldItem;
import ge.khidi.sharing.installation.Rules;
import ge.khidi.sharing.pages.EventWords;
import ge.khidi.sharing.pages.Line;
import ge.khidi.sharing.pages.Section;
import ge.khidi.sharing.pages.Terms;
import ge.khidi.sharing.pages.Visit;
import ge.khidi.sharing.pages.Visits;
import ge.khidi.sharing.pages.Words;
import ge.khidi.sharing.policy.Decision.Hold;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
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
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/**
 * {@code /pages/releases}: what waits for the word of a release officer's agency, one item with what would leave and what would stay, and the
 * officer's word on it. The rules are those of {@link ReleaseResource}; an item that another agency is asked about does not exist here.
 */
@Path("/pages/releases")
@Singleton
@RolesAllowed(Role.Name.RELEASE_OFFICER)
@Produces(Visits.HTML)
public class ReleasesForOfficers {

    private final ReleaseDesk desk;
    private final CallerProvider callers;
    private final Visits visits;
    private final DecisionTable decisions;
    private final Rules rules;
    private final Clock clock;

    ReleasesForOfficers(
            ReleaseDesk desk,
            CallerProvider callers,
            Visits visits,
            DecisionTable decisions,
            Rules rules,
            Clock clock) {
        this.clock = clock;
        this.desk = desk;
        this.callers = callers;
        this.visits = visits;
        this.decisions = decisions;
        this.rules = rules;
    }

    /** An item of the queue in words. */
    public record Row(
            long id,
            String event,
            String partner,
            String originator,
            String since,
            String deadline,
            boolean overdue,
            boolean unconfirmed,
            String why) {}

    @CheckedTemplate(basePath = "pages")
    static final class Templates {
        static native TemplateInstance releases(Visit visit, List<Row> rows, String said);

        static native TemplateInstance release(
                Visit visit,
                Row row,
                String title,
                List<Section> sections,
                List<EventWords.Text> texts,
                Terms terms,
                List<Line> stays,
                boolean leaks,
                boolean pending,
                String caseReference,
                String ownEvents);

        private Templates() {}
    }

    @GET
    public Uni<Response> queue(@QueryParam("said") @Nullable String said, @Context RoutingContext request) {
        Visit visit = visits.of(request);
        Caller caller = callers.caller();
        return desk.unconfirmed(caller, false, 0)
                .chain(first -> desk.queue(caller, Release.State.PENDING, false, 0)
                        .map(queue -> Stream.concat(first.stream(), queue.stream())))
                .chain(all -> Visits.show(
                        visit,
                        Templates.releases(
                                visit, all.map(release -> row(visit, release)).toList(), said(visit, said))));
    }

    @GET
    @Path("{id}")
    public Uni<Response> open(@PathParam("id") String id, @Context RoutingContext request) {
        Visit visit = visits.of(request);
        Justification why = new Justification(
                Optional.of("RELEASE"),
                Optional.empty(),
                Optional.of(visit.caseReference()).filter(text -> !text.isEmpty()));
        return desk.open(callers.caller(), why, Word.number(id))
                .map(found -> found.orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND)))
                .chain(opened -> Visits.show(visit, page(visit, opened)));
    }

    @POST
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> say(
            @PathParam("id") String id,
            @RestForm @Nullable String token,
            @RestForm @Nullable String decision,
            @RestForm @Nullable String reason,
            @RestForm("case") @Nullable String caseReference,
            @RestForm @Nullable String until,
            @Context RoutingContext request) {
        visits.of(request);
        visits.checkForm(request, token);
        Word word = Word.of(text(decision), text(reason), text(caseReference), end(text(until)));
        return desk.say(callers.caller(), Word.number(id), word)
                .map(ReleaseResource::counted)
                .map(release -> Visits.go(
                        "/pages/releases?said=" + (ReleaseResource.waits(release) ? "ANOTHER" : release.state)));
    }

    private TemplateInstance page(Visit visit, ReleaseDesk.Opened opened) {
        EventWords words = new EventWords(visit.language());
        LateRows.Preview preview = opened.preview();
        Optional<JsonNode> event = preview.body().map(EventWords::read);
        return Templates.release(
                visit,
                row(visit, opened.release()),
                event.map(words::title).orElse(""),
                event.map(words::content).orElse(List.of()),
                event.map(words::texts).orElse(List.of()),
                preview.conditions()
                        .map(conditions -> Terms.of(conditions, rules, visit.language()))
                        .orElse(Terms.NONE),
                preview.withheld()
                        .map(withheld -> stays(visit, words, withheld))
                        .orElse(List.of()),
                !preview.leaks().isEmpty(),
                ReleaseResource.waits(opened.release()),
                visit.caseReference(),
                ownEvents(opened));
    }

    /** To the originator of one source of a product: which of its events it is about. Whoever sees the item itself needs no hint. */
    private String ownEvents(ReleaseDesk.Opened opened) {
        return ReleaseDesk.item(opened.release()).openTo(callers.caller().agency())
                ? ""
                : opened.own().stream().map(RevisionId::toString).collect(Collectors.joining(", "));
    }

    /** How many places of each group would stay here. A place is written as its pointer and its group. */
    private static List<Line> stays(Visit visit, EventWords words, String withheld) {
        Map<String, Long> places = StreamSupport.stream(
                        EventWords.read(withheld).spliterator(), false)
                .map(place -> place.asText().substring(place.asText().lastIndexOf(' ') + 1))
                .collect(Collectors.groupingBy(group -> group, TreeMap::new, Collectors.counting()));
        return places.entrySet().stream()
                .map(group -> new Line(words.code(group.getKey()), words(visit).places(group.getValue()), ""))
                .toList();
    }

    private Row row(Visit visit, Release release) {
        HeldItem item = ReleaseDesk.item(release);
        return new Row(
                release.id,
                item.openTo(callers.caller().agency()) ? item.revision().toString() : "№ " + release.id,
                title(visit, item.partner()),
                title(visit, item.originator()),
                minute(release.since),
                minute(release.deadline),
                release.overdue(clock.instant()),
                Release.UNCONFIRMED.equals(release.threat),
                item.holdsFor(callers.caller().agency()).stream()
                        .map(ReleasesForOfficers::why)
                        .collect(Collectors.joining("; ")));
    }

    private static String minute(Instant time) {
        return time.truncatedTo(ChronoUnit.MINUTES).toString().replace('T', ' ').replace(":00Z", " UTC");
    }

    private static String why(Hold hold) {
        return hold.asking().source().isEmpty()
                ? hold.reason()
                : hold.reason() + " (" + hold.asking().source() + ")";
    }

    private String title(Visit visit, AgencyId agency) {
        return decisions
                .find(agency)
                .map(feed -> Visits.title(feed.partner(), visit.language()))
                .orElse(agency.value());
    }

    private static String said(Visit visit, @Nullable String said) {
        if (said == null) {
            return "";
        }
        return switch (said) {
            case "ANOTHER" -> words(visit).anotherNeeded();
            case "APPROVED" -> words(visit).recorded(words(visit).approve());
            case "REJECTED" -> words(visit).recorded(words(visit).reject());
            case "REVOKED" -> words(visit).recorded(words(visit).refuseThreat());
            default -> "";
        };
    }

    /** What a browser's field of date and time holds, taken as UTC. */
    private static Optional<String> end(String until) {
        if (until.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(until.matches("[0-9-]+T[0-9]{2}:[0-9]{2}") ? until + ":00Z" : until + "Z");
    }

    private static Words words(Visit visit) {
        return Visits.words(visit.language());
    }

    private static String text(@Nullable String field) {
        return field == null ? "" : field;
    }
}
