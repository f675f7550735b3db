package ge.khidi.sharing.activation;

import com.fasterxml.jackson.databind.JsonNode;
import ge.khidi.contract.RevisionId;
import ge.khidi.contract.event.CrimeArea;
import ge.khidi.contract.handling.HandlingCode;
import ge.khidi.contract.handling.ReleasableTo;
import ge.khidi.sharing.policy.DisclosureFacts;
import ge.khidi.sharing.policy.FloorRule;
import ge.khidi.sharing.policy.Gate;
import ge.khidi.sharing.policy.Partner;
import ge.khidi.sharing.policy.Partners;
import ge.khidi.sharing.policy.Settled;
import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The facts of an event as far as one agency is shown it, which is not its originator. All of it follows from the bytes that are shown and
 * their conditions: two events that look the same to the agency are the same here, whatever else there is in them.
 *
 * <p>{@code facts} are those of an event with nothing in it but what is shown, left to the rules by its originator; {@code known} names those
 * that what is shown settles, so that the whole event has no others. They are all settled where it is {@code whole}. For whom else the event
 * is and whether it forbids hits are never known. A link has its facts from its {@code sources}, as these are shown to the agency.
 */
record AsShown(RevisionId revision, DisclosureFacts facts, Set<String> known, boolean whole, List<AsShown> sources) {

    private static final String CATEGORIES = "resource.categories";
    private static final String COUNTRIES = "resource.countriesConcerned";
    private static final String CRIME_AREAS = "resource.crimeAreas";

    /** What a link has from its sources, and from nothing else. */
    private static final Set<String> OF_SOURCES = Set.of(
            CRIME_AREAS,
            CATEGORIES,
            "resource.minors",
            "resource.specialCategories",
            "resource.protectedPersons",
            "internationalProtection",
            COUNTRIES,
            "context.countryConcerned",
            "codes");

    /** What they refuse, no fact that is withheld could permit. */
    private static final Set<FloorRule> SETTLE = EnumSet.of(
            FloorRule.CONTEXT_APART,
            FloorRule.AGREEMENT_IN_FORCE,
            FloorRule.STATISTICS_ONLY,
            FloorRule.PURPOSE,
            FloorRule.CLEARANCE,
            FloorRule.TRANSFER_BASIS,
            FloorRule.ASSURANCE,
            FloorRule.EUROPOL_MANDATE,
            FloorRule.INTERNATIONAL_PROTECTION,
            FloorRule.LINK_DECISION);

    AsShown {
        known = Collections.unmodifiableSet(new TreeSet<>(known));
        sources = List.copyOf(sources);
    }

    /** @param real of the revision that is shown */
    static AsShown of(DisclosureFacts real, JsonNode event, JsonNode conditions) {
        Settled settled = Settled.by(real.type(), event, conditions);
        boolean whole = settled.whole();
        Settled.Persons persons = settled.persons();
        boolean personalData =
                DisclosureFacts.personalDataShown(event) || real.type().link();
        DisclosureFacts facts = new DisclosureFacts(
                real.originator(),
                real.regime(),
                real.type(),
                real.context(),
                real.usable(),
                settled.facts().contains(CRIME_AREAS) ? real.crimeAreas() : Set.of(),
                real.classification(),
                real.tlp(),
                codes(conditions),
                real.purposes(),
                real.grade(),
                whole ? real.categories() : persons.categories(),
                personalData,
                persons.minors(),
                persons.special(),
                persons.protection(),
                false,
                ReleasableTo.BY_POLICY,
                whole ? real.countriesConcerned() : real.countriesShown(event),
                Set.of());
        return new AsShown(revision(event), facts, settled.facts(), whole, List.of());
    }

    private static RevisionId revision(JsonNode event) {
        return RevisionId.parse(
                        event.path("id").asText() + "/" + event.path("revision").asText())
                .orElseThrow();
    }

    /** A link, with its sources as the same agency is shown them. */
    AsShown withSources(List<AsShown> shown) {
        Set<String> settled = new TreeSet<>(known);
        OF_SOURCES.stream()
                .filter(fact -> shown.stream().allMatch(source -> source.known().contains(fact)))
                .forEach(settled::add);
        return new AsShown(
                revision,
                facts.withSources(shown.stream().map(AsShown::facts).toList()),
                settled,
                shown.stream().allMatch(AsShown::whole),
                shown);
    }

    /** Those whose originators say for whom it is: the sources of a link, anything else itself. */
    List<AsShown> said() {
        return sources.isEmpty() ? List.of(this) : sources;
    }

    /** The facts if the originators had said that of hits, and of whom it is for, a word for each of {@link #said}: a link is for whom all let have it. */
    DisclosureFacts as(List<ReleasableTo> words, boolean noHitNotice) {
        ReleasableTo all = words.stream().reduce(ReleasableTo::and).orElseThrow();
        DisclosureFacts own = with(facts, facts.crimeAreas(), all, noHitNotice);
        return sources.isEmpty()
                ? own
                : own.withSources(IntStream.range(0, sources.size())
                        .mapToObj(i -> sources.get(i).as(List.of(words.get(i)), noHitNotice))
                        .toList());
    }

    /** Whether the rules can be asked of what is shown: not of a product whose sources the agency is not shown. */
    boolean askable() {
        return !facts.type().link() || !sources.isEmpty();
    }

    /** The rule of the floor by which the partner gets nothing, whatever is withheld. Calls native code, as the gate does. */
    Optional<FloorRule> refusal(Gate gate, Partners partners, Partner partner, LocalDate today) {
        return gate.decide(partner.id(), unrefused(), today)
                .grounds()
                .floorRule()
                .flatMap(FloorRule::find)
                .filter(rule -> SETTLE.contains(rule)
                        || (rule == FloorRule.GATEWAY
                                && partner.gateway()
                                        .flatMap(partners::find)
                                        .flatMap(gateway -> refusal(gate, partners, gateway, today))
                                        .isPresent()));
    }

    /** With nothing for what is not settled that the floor could refuse for: what it refuses all the same, it refuses whatever is withheld. */
    private DisclosureFacts unrefused() {
        return known.contains(CRIME_AREAS)
                ? facts
                : with(facts, EnumSet.allOf(CrimeArea.class), ReleasableTo.BY_POLICY, false);
    }

    /** The facts that may be said: those that are known, and of the categories and the countries those that are shown. */
    Set<String> told() {
        Set<String> told = new TreeSet<>(known);
        if (!facts.type().product()) {
            told.add(CATEGORIES);
            told.add(COUNTRIES);
        }
        return told;
    }

    private static DisclosureFacts with(
            DisclosureFacts facts, Set<CrimeArea> crimeAreas, ReleasableTo releasableTo, boolean noHitNotice) {
        return new DisclosureFacts(
                facts.originator(),
                facts.regime(),
                facts.type(),
                facts.context(),
                facts.usable(),
                crimeAreas,
                facts.classification(),
                facts.tlp(),
                facts.codes(),
                facts.purposes(),
                facts.grade(),
                facts.categories(),
                facts.personalData(),
                facts.minors(),
                facts.specialCategories(),
                facts.internationalProtection(),
                noHitNotice,
                releasableTo,
                facts.countriesConcerned(),
                facts.consents());
    }

    private static Set<HandlingCode> codes(JsonNode conditions) {
        Set<HandlingCode> codes = EnumSet.noneOf(HandlingCode.class);
        conditions.path("handlingCodes").forEach(code -> codes.add(HandlingCode.valueOf(code.asText())));
        return codes;
    }
}
