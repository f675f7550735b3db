package ge.khidi.sharing.activation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import ge.khidi.relay.audit.Actor;
import ge.khidi.relay.audit.AuditEntry;
import ge.khidi.relay.audit.AuditLog;
import ge.khidi.relay.audit.Authority;
import ge.khidi.relay.audit.Operation;
import ge.khidi.relay.caller.Caller;
import ge.khidi.relay.caller.Role;
import ge.khidi.sharing.activation.Requests.Question;
import ge.khidi.sharing.decision.DecisionTable;
import ge.khidi.sharing.decision.Feed;
import ge.khidi.sharing.decision.OffLoop;
import ge.khidi.sharing.feed.KeptBack;
import ge.khidi.sharing.policy.Decision;
import ge.khidi.sharing.policy.DisclosureFacts;
import ge.khidi.sharing.policy.FloorRule;
import ge.khidi.sharing.policy.Partner;
import ge.khidi.sharing.policy.Policy;
import ge.khidi.sharing.rulebook.InForce;
import ge.khidi.sharing.rulebook.Rulebook;
import ge.khidi.sharing.unlawful.Bar;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Says why one partner may or may not have one revision: asked of the gate anew, with the floor rule or the policies that decided and the
 * facts these look at. Where no policy permits, every fact is shown, since each of them might have. What is barred for the partner, since an
 * earlier disclosure was unlawful, is nothing under every version.
 *
 * <p>A policy officer asks about events their own agency said or is offered; anything else is not there. An auditor and a data-protection
 * officer ask about every event. Whom else the originator named is not said.
 */
@ApplicationScoped
class Explanation {

    private static final String FACTS = """
            SELECT v.revision, c.facts, c.id, v.revision = h.revision FROM event_head h
            JOIN event_revision v ON v.event_id = h.event_id AND v.revision = coalesce(nullif(:revision, 0), h.revision)
            JOIN disclosure_class c ON c.id = v.class_id WHERE h.event_id = CAST(CAST(:event AS text) AS uuid)
            """;
    // Both are looked for whatever the other says, so that the time an answer takes does not tell what is there.
    private static final String KNOWN = """
            SELECT coalesce((SELECT originator = :agency FROM event_head
                    WHERE event_id = CAST(CAST(:event AS text) AS uuid)), false)
                OR coalesce((SELECT x.kind <= 3 FROM (
                    SELECT r.seq, r.kind FROM feed_row r JOIN feed f ON f.id = r.feed
                    WHERE r.event_id = CAST(CAST(:event AS text) AS uuid) AND f.partner = :agency AND r.cause = 0
                    UNION ALL
                    SELECT r.seq, r.kind FROM feed_row r JOIN feed f ON f.id = r.feed
                    WHERE r.event_id = CAST(CAST(:event AS text) AS uuid) AND f.partner = :agency AND r.cause <> 0
                ) x ORDER BY x.seq DESC LIMIT 1), false)
            """;

    private final Mutiny.SessionFactory sessions;
    private final Rulebook rulebook;
    private final DecisionTable decisions;
    private final KeptBack keptBack;
    private final AuditLog audit;
    private final Clock clock;

    Explanation(
            Mutiny.SessionFactory sessions,
            Rulebook rulebook,
            DecisionTable decisions,
            KeptBack keptBack,
            AuditLog audit,
            Clock clock) {
        this.sessions = sessions;
        this.rulebook = rulebook;
        this.decisions = decisions;
        this.keptBack = keptBack;
        this.audit = audit;
        this.clock = clock;
    }

    /** What is asked about. */
    private record About(RevisionId revision, DisclosureFacts facts, long classId, boolean newest) {}

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
                        : inTheWay(session, question, about.get(), partner)
                                .chain(found ->
                                        OffLoop.run(() -> Optional.of(explain(about.get(), partner, by, found))))));
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

    private static Uni<Optional<About>> about(Mutiny.Session session, Caller caller, Question question) {
        return mayKnow(session, caller, question.event())
                .chain(may -> may ? facts(session, question) : Uni.createFrom().item(Optional.empty()));
    }

    private static Uni<Optional<About>> facts(Mutiny.Session session, Question question) {
        return session.createNativeQuery(FACTS, Object[].class)
                .setParameter("event", question.event().toString())
                .setParameter("revision", question.revision().orElse(0))
                .getResultList()
                .map(rows -> rows.stream().findFirst().map(row -> about(question.event(), row)));
    }

    private static About about(EventId event, Object[] row) {
        return new About(
                new RevisionId(event, ((Number) row[0]).intValue()),
                DisclosureFacts.parse((String) row[1]),
                ((Number) row[2]).longValue(),
                (Boolean) row[3]);
    }

    private static Uni<Boolean> mayKnow(Mutiny.Session session, Caller caller, EventId event) {
        if (caller.has(Role.AUDITOR) || caller.has(Role.DATA_PROTECTION_OFFICER)) {
            return Uni.createFrom().item(true);
        }
        return session.createNativeQuery(KNOWN, Boolean.class)
                .setParameter("event", event.toString())
                .setParameter("agency", caller.agency().value())
                .getSingleResult();
    }

    private ObjectNode explain(About about, Partner partner, InForce by, InTheWay found) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("eventId", about.revision().eventId().toString());
        json.put("revision", about.revision().revision());
        json.put("partner", partner.id().value());
        json.put("version", by.version());
        found.bar().ifPresentOrElse(bar -> barred(json, bar), () -> decided(json, about, partner, by, found.keptBack()));
        return json;
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
        json.put("decision", decision.outcome());
        if (keptBack && decision.profile().isPresent()) {
            json.put("keptBack", "It was received before the rules permitted it, and no window brings it along");
        }
        decision.profile().ifPresent(profile -> json.put("profile", profile));
        if (decision instanceof Decision.Held held) {
            ArrayNode holds = json.putArray("holds");
            held.holds()
                    .forEach(hold ->
                            holds.addObject().put("mode", hold.mode().name()).put("reason", hold.reason()));
        }
        Optional<FloorRule> floor = decision.grounds().floorRule().flatMap(Explanation::rule);
        floor.ifPresent(rule -> json.putObject("floorRule")
                .put("id", rule.id())
                .put("says", rule.title())
                .put("source", rule.source()));
        ArrayNode policies = json.putArray("policies");
        decision.grounds().policies().stream()
                .flatMap(id -> Optional.ofNullable(by.policies().policies().get(id)).stream())
                .forEach(policy -> put(policies.addObject(), policy));
        ArrayNode bases = json.putArray("legalBasis");
        decision.grounds().legalBases().forEach(bases::add);
        if (!decision.grounds().errors().isEmpty()) {
            ArrayNode errors = json.putArray("errors");
            decision.grounds().errors().forEach(errors::add);
        }
        facts(json.putObject("facts"), about.facts(), partner, mattered(decision, floor, by));
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

    private static Optional<FloorRule> rule(String id) {
        return Arrays.stream(FloorRule.values())
                .filter(rule -> rule.id().equals(id))
                .findFirst();
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
            case H3_HUMAN -> List.of("codes");
            case H2_CONSENT -> List.of("codes", "context.named");
        };
    }

    private static void facts(ObjectNode json, DisclosureFacts facts, Partner partner, Set<String> mattered) {
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
                .filter(fact -> mattered.isEmpty() || mattered.contains(fact.getKey()))
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
