package ge.khidi.sharing.activation;

import com.fasterxml.jackson.databind.JsonNode;
import ge.khidi.contract.entity.PersonCategory;
import ge.khidi.contract.event.CrimeArea;
import ge.khidi.contract.handling.ReleasableTo;
import ge.khidi.sharing.policy.DisclosureFacts;
import ge.khidi.sharing.policy.FloorRule;
import ge.khidi.sharing.policy.Gate;
import ge.khidi.sharing.policy.Partner;
import ge.khidi.sharing.policy.Partners;
import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The facts of an event as far as one agency is shown it, which is not its originator. All of it follows from the bytes that are shown and
 * their conditions: two events that look the same to the agency are the same here, whatever else there is in them.
 *
 * <p>{@code known} names the facts that what is shown settles. The others stand in {@code facts} as nothing that the floor could refuse for:
 * what it refuses all the same, it refuses whatever is withheld. For whom else the event is, whether it forbids hits and whose consent is asked are never known; of a product nothing is
 * that its sources decide, which are cut, too.
 */
record AsShown(DisclosureFacts facts, Set<String> known) {

    private static final String CATEGORIES = "resource.categories";

    /** What stands in every copy of every event, and what is said of partners in the registry. */
    private static final Set<String> ALWAYS = Set.of(
            "resource.originator",
            "resource.regime",
            "resource.domain",
            "resource.type",
            "resource.context",
            "resource.classification",
            "resource.tlp",
            "resource.purposes",
            "resource.sourceGrade",
            "resource.informationGrade",
            "usable",
            "principal.kind",
            "principal.statisticsOnly",
            "principal.gateway");

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
    }

    /** @param real of the revision that is shown */
    static AsShown of(DisclosureFacts real, JsonNode event, JsonNode conditions) {
        boolean product = real.type().product();
        boolean whole = !product
                && conditions.path("mayLack").isArray()
                && conditions.path("mayLack").isEmpty();
        Persons persons = Persons.in(event);
        Set<String> known = new TreeSet<>(ALWAYS);
        if (!product) {
            known.add("codes");
        }
        boolean crimeAreas =
                whole || (!product && !event.at("/detail/crimeAreas").isEmpty());
        know(known, "resource.crimeAreas", crimeAreas);
        know(known, CATEGORIES, whole);
        know(known, "resource.personalData", whole || persons.any());
        know(known, "resource.minors", whole || persons.minors());
        know(known, "resource.specialCategories", whole || persons.special());
        know(known, "resource.protectedPersons", whole || persons.areProtected());
        know(known, "internationalProtection", whole || persons.protection());
        know(known, "resource.countriesConcerned", whole);
        know(known, "context.countryConcerned", whole);
        DisclosureFacts facts = new DisclosureFacts(
                real.originator(),
                real.regime(),
                real.type(),
                real.context(),
                real.usable(),
                crimeAreas ? real.crimeAreas() : EnumSet.allOf(CrimeArea.class),
                real.classification(),
                real.tlp(),
                product ? Set.of() : real.codes(),
                real.purposes(),
                real.grade(),
                whole ? real.categories() : persons.categories(),
                whole ? real.personalData() : persons.any(),
                persons.minors(),
                persons.special(),
                persons.protection(),
                false,
                ReleasableTo.BY_POLICY,
                whole ? real.countriesConcerned() : Set.of(),
                Set.of());
        return new AsShown(facts, known);
    }

    /** The rule of the floor by which the partner gets nothing, whatever is withheld. Calls native code, as the gate does. */
    Optional<FloorRule> refusal(Gate gate, Partners partners, Partner partner, LocalDate today) {
        return gate.decide(partner.id(), facts, today)
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

    /** The facts that may be said: those that are known, and of the categories those that are shown. */
    Set<String> told() {
        Set<String> told = new TreeSet<>(known);
        if (!facts.type().product()) {
            told.add(CATEGORIES);
        }
        return told;
    }

    private static void know(Set<String> known, String fact, boolean settled) {
        if (settled) {
            known.add(fact);
        }
    }

    /** The persons that are shown. */
    private record Persons(Set<PersonCategory> categories, boolean minors, boolean special, boolean protection) {

        static Persons in(JsonNode event) {
            Set<PersonCategory> categories = EnumSet.noneOf(PersonCategory.class);
            boolean minors = false;
            boolean special = false;
            boolean protection = false;
            for (JsonNode entity : event.path("entities")) {
                if (entity.path("kind").asText().equals("PERSON")) {
                    categories.add(
                            PersonCategory.valueOf(entity.path("category").asText()));
                    minors |= entity.path("ageGroup").asText().endsWith("MINOR");
                    special |= !entity.path("specialCategories").isEmpty();
                    protection |= entity.path("internationalProtection").asBoolean();
                }
            }
            return new Persons(categories, minors, special, protection);
        }

        boolean any() {
            return !categories.isEmpty();
        }

        boolean areProtected() {
            return minors || special || !Collections.disjoint(categories, DisclosureFacts.PROTECTED);
        }
    }
}
