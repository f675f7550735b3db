package ge.khidi.sharing.activation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import ge.khidi.contract.event.EventType;
import ge.khidi.relay.audit.Actor;
import ge.khidi.relay.audit.AuditEntry;
import ge.khidi.relay.audit.AuditLog;
import ge.khidi.relay.audit.Authority;
import ge.khidi.relay.audit.Operation;
import ge.khidi.relay.caller.Caller;
import ge.khidi.relay.caller.Role;
import ge.khidi.sharing.activation.Requests.Question;
import ge.khidi.sharing.activation.Supposed.Said;
import ge.khidi.sharing.activation.Supposed.ToWhom;
import ge.khidi.sharing.decision.DecisionTable;
import ge.khidi.sharing.decision.Feed;
import ge.khidi.sharing.decision.OffLoop;
import ge.khidi.sharing.feed.KeptBack;
import ge.khidi.sharing.feed.Page;
import ge.khidi.sharing.feed.SeenNow;
import ge.khidi.sharing.pages.EventWords;
import ge.khidi.sharing.policy.Decision;
import ge.khidi.sharing.policy.DisclosureFacts;
import ge.khidi.sharing.policy.FloorRule;
import ge.khidi.sharing.policy.Partner;
import ge.khidi.sharing.policy.Policy;
import ge.khidi.sharing.rulebook.InForce;
import ge.khidi.sharing.rulebook.Rulebook;
import ge.khidi.sharing.unlawful.Bar;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Says why one partner may or may not have one revision, with the floor rule or the policies that decided and the facts these look at. Where no
 * policy permits, every fact is shown, since each of them might have. What is barred for the partner, since an earlier disclosure was unlawful,
 * is nothing under every version.
 *
 * <p>The originator's policy officer is told all of it, and an auditor and a data-protection officer of every event; whom else the originator
 * named is not said. A policy officer of another agency is told what the rules make of the revision that this agency is shown at the moment, out
 * of what it is shown alone ({@link AsShown}): each case of what the originator may have said ({@link Supposed}), and supposing that nothing is
 * withheld where something may be. Two events that look the same to the agency are explained alike, under every draft. Anything else is not there.
 */
@ApplicationScoped
class Explanation {

    // Only what the caller may ask about as originator or overseer: everybody else's event is not looked at further.
    private static final String FACTS = """
            SELECT v.revision, c.facts, c.id, v.revision = h.revision FROM event_head h
            JOIN event_revision v ON v.event_id = h.event_id AND v.revision = coalesce(nullif(:revision, 0), h.revision)
            JOIN disclosure_class c ON c.id = v.class_id
            WHERE h.event_id = CAST(CAST(:event AS text) AS uuid) AND (:anybodys OR h.originator = :agency)
            """;

    private static final String WHOLE = "Nothing of the event is withheld from your agency";
    private static final String WHOLE_KA = "მოვლენიდან თქვენს უწყებას არაფერი ეფარება";
    private static final String UNSEEN = "A rule that looks at what your agency may not see";
    private static final String UNSEEN_KA = "წესი, რომელიც ემყარება იმას, რისი ნახვის უფლებაც თქვენს უწყებას არ აქვს";

    /** What is only supposed of it, and no fact where one case stands for all. */
    private static final Set<String> ORIGINATORS_WORD = Set.of("context.named", "noHitNotice");

    private final Mutiny.SessionFactory sessions;
    private final Rulebook rulebook;
    private final DecisionTable decisions;
    private final KeptBack keptBack;
    private final SeenNow seenNow;
    private final AuditLog audit;
    private final Clock clock;

    Explanation(
            Mutiny.SessionFactory sessions,
            Rulebook rulebook,
            DecisionTable decisions,
            KeptBack keptBack,
            SeenNow seenNow,
            AuditLog audit,
            Clock clock) {
        this.sessions = sessions;
        this.rulebook = rulebook;
        this.decisions = decisions;
        this.keptBack = keptBack;
        this.seenNow = seenNow;
        this.audit = audit;
        this.clock = clock;
    }

    /** What is asked about, and what the caller's agency is shown of it, unless the caller may know all. */
    private record About(
            RevisionId revision, DisclosureFacts facts, long classId, boolean newest, Optional<Shown> shown) {

        private About shownAs(Page.Item item) {
            return new About(revision, facts, classId, newest, Optional.of(Shown.of(facts, item)));
        }

        /** Both ends of a link, or it is not explained. */
        private About withSources(List<About> ends) {
            return ends.size() < 2
                    ? this
                    : new About(
                            revision,
                            facts,
                            classId,
                            newest,
                            shown.map(link -> link.withSources(ends.stream()
                                    .flatMap(end -> end.shown().stream())
                                    .map(Shown::facts)
                                    .toList())));
        }
    }

    /** One item as the caller's agency has it. */
    private record Shown(Page.Item item, AsShown facts) {

        private static Shown of(DisclosureFacts real, Page.Item item) {
            return new Shown(item, AsShown.of(real, event(item), conditions(item)));
        }

        private static JsonNode event(Page.Item item) {
            return EventWords.read(item.body().orElse("{}"));
        }

        private static JsonNode conditions(Page.Item item) {
            return EventWords.read(item.conditions().orElse("{}"));
        }

        private Shown withSources(List<AsShown> sources) {
            return new Shown(item, facts.withSources(sources));
        }

        private JsonNode event() {
            return event(item);
        }

        private String profile() {
            return conditions(item).path("profile").asText();
        }
    }

    /** What stands between the partner and the event whatever is permitted: that it was barred, or that it came before its right. */
    private record InTheWay(Optional<Bar> bar, boolean keptBack) {}

    /** The answer; empty if there is no such event, partner or version that holds, or the caller may not know of it. */
    Uni<Optional<ObjectNode>> of(Caller caller, Question question) {
        return question.version()
                .map(rulebook::findHolding)
                .orElseGet(() -> rulebook.inForce().map(Optional::of))
                .chain(by -> by.flatMap(found -> found.partners().find(question.partner()))
                        .map(partner -> of(caller, question, by.get(), partner))
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
    }

    private Uni<Optional<ObjectNode>> of(Caller caller, Question question, InForce by, Partner partner) {
        return sessions.withTransaction(session -> about(session, caller, question)
                .call(about -> about.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : audit.append(session, entry(caller, about.get().revision(), by)))
                .chain(about -> about.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : explain(session, caller, question, about.get(), by, partner)
                                .map(Optional::of)));
    }

    private Uni<InTheWay> inTheWay(Mutiny.Session session, Question question, About about, Partner partner) {
        return Bar.between(session, question.event(), partner.id())
                .chain(bar -> keptBack(session, question, about, partner).map(kept -> new InTheWay(bar, kept)));
    }

    /** Asked of products under the rules in force: what another version would keep back, its simulation says. */
    private Uni<Boolean> keptBack(Mutiny.Session session, Question question, About about, Partner partner) {
        Optional<Feed> feed = decisions.find(partner.id());
        return question.version().isEmpty()
                        && about.newest()
                        && about.facts().type().product()
                        && feed.isPresent()
                ? keptBack.from(session, about.revision(), about.classId(), about.facts(), feed.get())
                : Uni.createFrom().item(false);
    }

    private Uni<Optional<About>> about(Mutiny.Session session, Caller caller, Question question) {
        boolean oversees = caller.has(Role.AUDITOR) || caller.has(Role.DATA_PROTECTION_OFFICER);
        return facts(session, caller, question.event(), question.revision(), oversees)
                .chain(found -> found.isPresent() || oversees
                        ? Uni.createFrom().item(found)
                        : shown(session, caller, question));
    }

    /** The revision that the caller's agency is shown now, if that is the one asked about. */
    private Uni<Optional<About>> shown(Mutiny.Session session, Caller caller, Question question) {
        return decisions
                .find(caller.agency())
                .map(feed -> seen(session, caller, feed, question.event())
                        .map(found -> found.filter(about -> question.revision()
                                .filter(asked -> asked != about.revision().revision())
                                .isEmpty()))
                        .chain(found -> found.isPresent()
                                ? withSources(session, caller, feed, found.get())
                                        .map(Optional::of)
                                : Uni.createFrom().item(found)))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private Uni<Optional<About>> seen(Mutiny.Session session, Caller caller, Feed feed, EventId event) {
        return seenNow.of(session, feed.id(), List.of(event))
                .chain(seen -> Optional.ofNullable(seen.get(event))
                        .map(item -> facts(
                                        session,
                                        caller,
                                        event,
                                        Optional.of(item.revision().revision()),
                                        true)
                                .map(found -> found.map(all -> all.shownAs(item))))
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
    }

    /** A link with its sources, if the agency is shown these revisions of both. */
    private Uni<About> withSources(Mutiny.Session session, Caller caller, Feed feed, About about) {
        if (about.facts().type() != EventType.LINK) {
            return Uni.createFrom().item(about);
        }
        List<RevisionId> sources = Stream.of("/detail/first", "/detail/second")
                .flatMap(end -> RevisionId.parse(
                        about.shown().orElseThrow().event().at(end).asText())
                        .stream())
                .toList();
        return Multi.createFrom()
                .iterable(sources)
                .onItem()
                .transformToUniAndConcatenate(source -> seen(session, caller, feed, source.eventId())
                        .map(found -> found.filter(had -> had.revision().equals(source))))
                .collect()
                .asList()
                .map(found -> about.withSources(
                        found.stream().flatMap(Optional::stream).toList()));
    }

    private static Uni<Optional<About>> facts(
            Mutiny.Session session, Caller caller, EventId event, Optional<Integer> revision, boolean anybodys) {
        return session.createNativeQuery(FACTS, Object[].class)
                .setParameter("event", event.toString())
                .setParameter("revision", revision.orElse(0))
                .setParameter("anybodys", anybodys)
                .setParameter("agency", caller.agency().value())
                .getResultList()
                .map(rows -> rows.stream().findFirst().map(row -> about(event, row)));
    }

    private static About about(EventId event, Object[] row) {
        return new About(
                new RevisionId(event, ((Number) row[0]).intValue()),
                DisclosureFacts.parse((String) row[1]),
                ((Number) row[2]).longValue(),
                (Boolean) row[3],
                Optional.empty());
    }

    private Uni<ObjectNode> explain(
            Mutiny.Session session, Caller caller, Question question, About about, InForce by, Partner partner) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("eventId", about.revision().eventId().toString());
        json.put("revision", about.revision().revision());
        json.put("partner", partner.id().value());
        json.put("version", by.version());
        if (about.shown().isPresent()) {
            Shown shown = about.shown().get();
            boolean own =
                    partner.id().equals(caller.agency()) && question.version().isEmpty();
            return OffLoop.run(() -> asShown(json, shown, partner, by, own));
        }
        return inTheWay(session, question, about, partner)
                .chain(found -> OffLoop.run(() -> explain(json, about, partner, by, found)));
    }

    private ObjectNode explain(ObjectNode json, About about, Partner partner, InForce by, InTheWay found) {
        found.bar()
                .ifPresentOrElse(bar -> barred(json, bar), () -> decided(json, about, partner, by, found.keptBack()));
        return json;
    }

    /** What can be said to an agency that is not the originator; {@code own} if it asks what it has itself, under the rules in force. */
    private ObjectNode asShown(ObjectNode json, Shown item, Partner partner, InForce by, boolean own) {
        AsShown shown = item.facts();
        LocalDate today = LocalDate.now(clock);
        Optional<FloorRule> refusal = shown.refusal(by.gate(), by.partners(), partner, today);
        if (refusal.isPresent()) {
            refused(json, shown, partner, refusal.get(), by);
        } else if (own) {
            had(json, item, partner, by);
        } else if (shown.askable()) {
            supposed(json, shown, partner, by, Supposed.cases(shown, by.gate(), by.partners(), partner, today));
        } else {
            json.put("decision", "not-told");
            told(json, shown, partner, List.of(), by);
        }
        return json;
    }

    private static void refused(ObjectNode json, AsShown shown, Partner partner, FloorRule rule, InForce by) {
        json.put("decision", "nothing");
        put(json, rule);
        json.putArray("policies");
        json.putArray("legalBasis").add(rule.source());
        facts(
                json.putObject("facts"),
                shown.facts(),
                partner,
                by,
                fact -> lookedAtBy(rule).contains(fact) && shown.told().contains(fact));
    }

    private static void had(ObjectNode json, Shown item, Partner partner, InForce by) {
        String profile = item.profile();
        json.put("decision", profile.equals(Decision.FULL) ? "full" : "redacted");
        json.put("profile", profile);
        told(json, item.facts(), partner, deciding(item.item(), item.facts(), by), by);
    }

    /** What is shown, and by which policies, as far as that may be said. */
    private static void told(ObjectNode json, AsShown shown, Partner partner, List<Policy> policies, InForce by) {
        json.putObject("unseen").put("says", UNSEEN).put("saysKa", UNSEEN_KA);
        put(json, policies);
        ArrayNode bases = json.putArray("legalBasis");
        policies.stream().map(Policy::legalBasis).distinct().forEach(bases::add);
        facts(json.putObject("facts"), shown.facts(), partner, by, shown.told()::contains);
    }

    private static void supposed(ObjectNode json, AsShown shown, Partner partner, InForce by, List<Supposed> cases) {
        if (!shown.whole()) {
            json.putObject("supposing").put("says", WHOLE).put("saysKa", WHOLE_KA);
        }
        if (cases.size() == 1) {
            decided(json, cases.get(0), partner, by);
            json.withObject("/facts").remove(ORIGINATORS_WORD);
            return;
        }
        json.put("decision", "depends");
        ArrayNode array = json.putArray("cases");
        for (Supposed supposed : cases) {
            ObjectNode one = array.addObject();
            if (supposed.ofALink()) {
                ArrayNode when = one.putArray("when");
                supposed.when().forEach(said -> put(when.addArray(), said));
            } else {
                ToWhom word = supposed.when().get(0).get(0).toWhom().iterator().next();
                one.put("releasableTo", word.name()).put("says", word.says()).put("saysKa", word.saysKa());
            }
            supposed.noHitNotice().ifPresent(forbidden -> one.put("noHitNotice", forbidden));
            decided(one, supposed, partner, by);
        }
    }

    /** What the originator of each source of a link may have said. */
    private static void put(ArrayNode sources, List<Said> said) {
        for (Said of : said) {
            ObjectNode source = sources.addObject().put("source", of.revision().toString());
            put(source, "releasableTo", of.toWhom());
            of.toWhom().stream().map(ToWhom::says).forEach(source.putArray("says")::add);
            of.toWhom().stream().map(ToWhom::saysKa).forEach(source.putArray("saysKa")::add);
        }
    }

    /** A case, without the facts that it leaves open: whether hits are forbidden, and whether the partner is named where it may be or not. */
    private static void decided(ObjectNode json, Supposed supposed, Partner partner, InForce by) {
        Set<String> open = new TreeSet<>();
        if (supposed.named().isEmpty()) {
            open.add("context.named");
        }
        if (supposed.noHitNotice().isEmpty()) {
            open.add("noHitNotice");
        }
        decided(json, supposed.decision(), supposed.facts(), partner, by, fact -> !open.contains(fact));
    }

    /** By which policies the agency has what it has, of those that look at nothing but what it is shown. */
    private static List<Policy> deciding(Page.Item item, AsShown shown, InForce by) {
        return by.policies().told(item.policies(), shown.known());
    }

    private static List<Policy> policies(List<String> ids, InForce by) {
        return ids.stream()
                .flatMap(id -> Optional.ofNullable(by.policies().policies().get(id)).stream())
                .toList();
    }

    /** No version is asked: whatever it permits, nothing goes. */
    private static void barred(ObjectNode json, Bar bar) {
        json.put("decision", "nothing");
        ObjectNode barred = json.putObject("barred")
                .put("since", bar.since())
                .put(
                        "says",
                        "An earlier disclosure to this partner was unlawful; it was told to erase, and gets no more");
        bar.declaration().ifPresent(declaration -> barred.put("declaration", declaration));
        json.putArray("policies");
        json.putArray("legalBasis").add(Bar.LAW);
        json.putObject("facts");
    }

    private void decided(ObjectNode json, About about, Partner partner, InForce by, boolean keptBack) {
        Decision decision = by.gate().decide(partner.id(), about.facts(), LocalDate.now(clock));
        if (keptBack && decision.profile().isPresent()) {
            json.put("keptBack", "It was received before the rules permitted it, and no window brings it along");
        }
        decided(json, decision, about.facts(), partner, by, fact -> true);
    }

    private static void decided(
            ObjectNode json,
            Decision decision,
            DisclosureFacts decidedOf,
            Partner partner,
            InForce by,
            Predicate<String> settled) {
        json.put("decision", decision.outcome());
        decision.profile().ifPresent(profile -> json.put("profile", profile));
        if (decision instanceof Decision.Held held) {
            ArrayNode holds = json.putArray("holds");
            held.holds()
                    .forEach(hold ->
                            holds.addObject().put("mode", hold.mode().name()).put("reason", hold.reason()));
        }
        Optional<FloorRule> floor = decision.grounds().floorRule().flatMap(FloorRule::find);
        floor.ifPresent(rule -> put(json, rule));
        put(json, policies(decision.grounds().policies(), by));
        ArrayNode bases = json.putArray("legalBasis");
        decision.grounds().legalBases().forEach(bases::add);
        if (!decision.grounds().errors().isEmpty()) {
            ArrayNode errors = json.putArray("errors");
            decision.grounds().errors().forEach(errors::add);
        }
        Set<String> mattered = mattered(decision, floor, by);
        facts(
                json.putObject("facts"),
                decidedOf,
                partner,
                by,
                settled.and(fact -> mattered.isEmpty() || mattered.contains(fact)));
    }

    private static void put(ObjectNode json, FloorRule rule) {
        json.putObject("floorRule")
                .put("id", rule.id())
                .put("says", rule.title())
                .put("source", rule.source());
    }

    private static void put(ObjectNode json, List<Policy> policies) {
        ArrayNode array = json.putArray("policies");
        policies.forEach(policy -> put(array.addObject(), policy));
    }

    private static void put(ObjectNode json, Policy policy) {
        json.put("id", policy.id())
                .put("effect", policy.permits() ? "permit" : "forbid")
                .put("title", policy.title())
                .put("legalBasis", policy.legalBasis())
                .put("file", policy.file())
                .put("line", policy.line());
        policy.titleKa().ifPresent(title -> json.put("titleKa", title));
        policy.strictNecessity().ifPresent(why -> json.put("strictNecessity", why));
    }

    /** The names of the facts that the rules which decided look at; empty: all of them. */
    private static Set<String> mattered(Decision decision, Optional<FloorRule> floor, InForce by) {
        Set<String> facts = new TreeSet<>();
        floor.ifPresent(rule -> facts.addAll(lookedAtBy(rule)));
        decision.grounds().policies().forEach(id -> facts.addAll(by.policies().looksAt(id)));
        return facts;
    }

    private static List<String> lookedAtBy(FloorRule rule) {
        return switch (rule) {
            case PARTNER_KNOWN, AGREEMENT_IN_FORCE -> List.of("principal.kind");
            case CONTEXT_APART -> List.of("resource.context");
            case EVENT_USABLE -> List.of("usable");
            case RELEASABLE -> List.of("context.named");
            case STATISTICS_ONLY -> List.of("principal.statisticsOnly", "resource.type");
            case PURPOSE -> List.of("resource.purposes");
            case CLEARANCE -> List.of("resource.classification");
            case TRANSFER_BASIS -> List.of("resource.personalData");
            case ASSURANCE -> List.of("resource.personalData", "principal.kind");
            case EUROPOL_MANDATE -> List.of("resource.crimeAreas");
            case INTERNATIONAL_PROTECTION -> List.of("internationalProtection", "principal.kind");
            case LINK_DECISION -> List.of("resource.type");
            case GATEWAY -> List.of("principal.gateway");
            case NO_HIT_NOTICE -> List.of("noHitNotice");
            case STRICT_NECESSITY, STRICT_NECESSITY_CASE ->
                List.of("resource.categories", "resource.minors", "resource.specialCategories");
            case H3_WORDS -> List.of("codes", "resource.type", "principal.kind");
            case H3_HUMAN -> List.of("codes");
            case H2_CONSENT -> List.of("codes", "context.named");
        };
    }

    /** As the rules asked about see them: a country that none of their partners is from did not decide. */
    private static void facts(
            ObjectNode json, DisclosureFacts decidedOf, Partner partner, InForce by, Predicate<String> wanted) {
        DisclosureFacts facts = decidedOf.seenBy(by.partners());
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        all.put("resource.originator", facts.originator().value());
        all.put("resource.regime", facts.regime().name());
        all.put("resource.domain", facts.domain().name());
        all.put("resource.type", facts.type().name());
        all.put("resource.context", facts.context().name());
        put(all, "resource.crimeAreas", facts.crimeAreas());
        all.put("resource.classification", facts.classification().name());
        all.put("resource.tlp", facts.tlp().name());
        put(all, "resource.purposes", facts.purposes());
        all.put("resource.sourceGrade", facts.grade().substring(0, 1));
        all.put("resource.informationGrade", facts.grade().substring(1));
        put(all, "resource.categories", facts.categories());
        all.put("resource.personalData", facts.personalData());
        all.put("resource.minors", facts.minors());
        all.put("resource.specialCategories", facts.specialCategories());
        all.put("resource.protectedPersons", facts.protectedPersons());
        put(all, "resource.countriesConcerned", facts.countriesConcerned());
        all.put("context.named", facts.releasableTo().names(partner.id()));
        all.put(
                "context.countryConcerned",
                partner.country().filter(facts.countriesConcerned()::contains).isPresent());
        all.put("principal.kind", partner.kind().name());
        all.put("principal.statisticsOnly", partner.statisticsOnly());
        partner.gateway().ifPresent(gateway -> all.put("principal.gateway", gateway.value()));
        put(all, "codes", facts.codes());
        all.put("usable", facts.usable());
        all.put("internationalProtection", facts.internationalProtection());
        all.put("noHitNotice", facts.noHitNotice());
        all.properties().stream()
                .filter(fact -> wanted.test(fact.getKey()))
                .forEach(fact -> json.set(fact.getKey(), fact.getValue()));
    }

    private static void put(ObjectNode json, String name, Set<?> values) {
        ArrayNode array = json.putArray(name);
        values.forEach(value -> array.add(String.valueOf(value)));
    }

    private AuditEntry entry(Caller caller, RevisionId revision, InForce by) {
        return AuditEntry.of(clock.instant(), Operation.CONSULTATION, "decision.explained", Actor.of(caller))
                .about(revision)
                .under(new Authority(0, List.of("policy-set/" + by.version())));
    }
}
