package ge.khidi.sharing.feed;

import com.fasterxml.jackson.databind.JsonNode;
import ge.khidi.contract.event.EventType;
import ge.khidi.contract.problem.ProblemType;
import ge.khidi.relay.caller.Caller;
import ge.khidi.relay.caller.CallerProvider;
import ge.khidi.relay.caller.Role;
import ge.khidi.relay.problem.ProblemException;
import ge.khidi.sharing.decision.DecisionTable;
import ge.khidi.sharing.installation.Rules;
import ge.khidi.sharing.installation.Secret;
import ge.khidi.sharing.pages.Choice;
import ge.khidi.sharing.pages.EventWords;
import ge.khidi.sharing.pages.Section;
import ge.khidi.sharing.pages.StatedPurpose;
import ge.khidi.sharing.pages.Terms;
import ge.khidi.sharing.pages.Visit;
import ge.khidi.sharing.pages.Visits;
import ge.khidi.sharing.pages.Words;
import ge.khidi.sharing.policy.Policy;
import ge.khidi.sharing.policy.Settled;
import ge.khidi.sharing.recall.Outcome;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code /pages/feed}: the feed of a person's agency, the newest rows first, and one item of it. It reads what {@code GET /v1/feed} reads, in
 * the same way: each page it shows is a page of the feed, and in the audit log as one.
 */
@Path("/pages/feed")
@Singleton
@RolesAllowed(Role.Name.LIAISON_OFFICER)
@Produces(Visits.HTML)
public class FeedForOfficers {

    private static final int ROWS = 25;

    private final FeedPages pages;
    private final CallerProvider callers;
    private final Visits visits;
    private final DecisionTable decisions;
    private final Rules rules;
    private final Cursors cursors;

    FeedForOfficers(
            FeedPages pages,
            CallerProvider callers,
            Visits visits,
            DecisionTable decisions,
            Rules rules,
            Secret secret) {
        this.decisions = decisions;
        this.pages = pages;
        this.callers = callers;
        this.visits = visits;
        this.rules = rules;
        this.cursors = Cursors.ofFeed(secret);
    }

    /** A row in words. {@code title} is empty where there is no content. */
    public record Row(
            String cursor,
            String kind,
            boolean recall,
            String event,
            String title,
            String type,
            String when,
            String originator,
            String handling) {
        /** Never the content. */
        @Override
        public String toString() {
            return "Row[" + kind + "]";
        }
    }

    @CheckedTemplate(basePath = "pages")
    static final class Templates {
        static native TemplateInstance feed(Visit visit, List<Row> rows, String newer, String older);

        static native TemplateInstance item(
                Visit visit,
                Row row,
                String meaning,
                List<Section> sections,
                List<EventWords.Text> texts,
                Terms terms,
                List<Choice> outcomes,
                boolean answered);

        private Templates() {}
    }

    @GET
    public Uni<Response> feed(@QueryParam("after") @Nullable String after, @Context RoutingContext request) {
        Visit visit = visits.of(request);
        Caller caller = callers.caller();
        Optional<StatedPurpose> stated = visit.stated();
        if (stated.isEmpty()) {
            return Uni.createFrom().item(toPurpose(visit));
        }
        Reader reader = new Reader(caller, stated.get().justification());
        Uni<Cursor> from = after == null
                ? pages.end(caller).map(end -> back(end.seq()))
                : Uni.createFrom().item(cursor(after, caller));
        return from.chain(cursor -> pages.read(reader, cursor, ROWS).chain(page -> show(visit, caller, cursor, page)));
    }

    @GET
    @Path("{cursor}")
    public Uni<Response> item(
            @PathParam("cursor") String cursor,
            @QueryParam("answered") @Nullable String answered,
            @Context RoutingContext request) {
        Visit visit = visits.of(request);
        Caller caller = callers.caller();
        Cursor place = cursor(cursor, caller);
        Optional<StatedPurpose> stated = visit.stated();
        if (stated.isEmpty()) {
            return Uni.createFrom().item(toPurpose(visit));
        }
        if (place.equals(Cursor.BEGINNING)) {
            throw new ProblemException(ProblemType.NOT_FOUND);
        }
        Reader reader = new Reader(caller, stated.get().justification());
        return pages.read(reader, new Cursor(place.seq() - 1), 1).chain(page -> {
            Page.Item item = at(place, page);
            return Visits.show(visit, item(visit, caller, item, told(page.epoch(), item), answered != null));
        });
    }

    private Uni<Response> show(Visit visit, Caller caller, Cursor from, Page page) {
        List<Row> rows = new ArrayList<>();
        page.items().forEach(item -> rows.add(row(visit, caller, item)));
        Collections.reverse(rows);
        String newer = page.more() ? cursors.print(page.last(), caller) : "";
        String older = from.equals(Cursor.BEGINNING)
                ? ""
                : cursors.print(back(from.seq()).seq(), caller);
        return Visits.show(visit, Templates.feed(visit, rows, newer, older));
    }

    private static Page.Item at(Cursor place, Page page) {
        return page.items().stream()
                .filter(item -> item.seq() == place.seq())
                .findFirst()
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND));
    }

    private TemplateInstance item(Visit visit, Caller caller, Page.Item item, List<Policy> policies, boolean answered) {
        EventWords words = new EventWords(visit.language());
        Optional<JsonNode> event = item.body().map(EventWords::read);
        return Templates.item(
                visit,
                row(visit, caller, item),
                meaning(item.kind(), Visits.words(visit.language())),
                event.map(words::content).orElse(List.of()),
                event.map(words::texts).orElse(List.of()),
                item.conditions()
                        .map(conditions -> Terms.of(conditions, policies, rules, visit.language()))
                        .orElse(Terms.NONE),
                outcomes(item.kind(), words),
                answered);
    }

    /** The policies that decided, as far as the page may say so: which others did would tell what is withheld. */
    private List<Policy> told(long epoch, Page.Item item) {
        if (item.body().isEmpty() || item.conditions().isEmpty()) {
            return List.of();
        }
        JsonNode event = EventWords.read(item.body().get());
        EventType type = EventType.valueOf(event.path("type").asText());
        Settled settled =
                Settled.by(type, event, EventWords.read(item.conditions().get()));
        return decisions.told(epoch, item.policies(), settled.facts());
    }

    private Row row(Visit visit, Caller caller, Page.Item item) {
        EventWords words = new EventWords(visit.language());
        Optional<JsonNode> event = item.body().map(EventWords::read);
        return new Row(
                cursors.print(item.seq(), caller),
                words.code(item.kind().word()),
                item.kind().recalls(),
                item.revision().toString(),
                event.map(words::title).orElse(""),
                event.map(words::type).orElse(""),
                event.map(words::when).orElse(""),
                event.map(words::originator).orElse(""),
                event.map(words::handling).orElse(""));
    }

    private static List<Choice> outcomes(RowKind kind, EventWords words) {
        return Stream.of(Outcome.values())
                .filter(outcome -> outcome.answers(kind))
                .map(Outcome::name)
                .map(outcome -> new Choice(outcome, words.code(outcome), false))
                .toList();
    }

    private static String meaning(RowKind kind, Words words) {
        return switch (kind) {
            case NEW, UPDATE -> "";
            case CORRECTION -> words.meansCorrection();
            case RESTRICTION -> words.meansRestriction();
            case WITHDRAWAL -> words.meansWithdrawal();
            case ERASURE -> words.meansErasure();
            case NO_LONGER_OFFERED -> words.meansNoLongerOffered();
            case CORRECTION_ALONE -> words.meansCorrectionAlone();
        };
    }

    private static Response toPurpose(Visit visit) {
        return Visits.go("/pages/purpose?back=" + visit.pathEncoded());
    }

    /** The place from which a page ends there. */
    private static Cursor back(long seq) {
        return new Cursor(Math.max(0, seq - ROWS));
    }

    /** Somebody else's cursor, and one that is none, lead to no item. */
    private Cursor cursor(String text, Caller caller) {
        return cursors.parse(text, caller.agency(), caller.client())
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND));
    }
}
