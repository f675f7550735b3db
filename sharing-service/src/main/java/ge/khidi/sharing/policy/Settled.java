package ge.khidi.sharing.policy;

import com.fasterxml.jackson.databind.JsonNode;
import ge.khidi.contract.entity.PersonCategory;
import ge.khidi.contract.event.EventType;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the bytes of an event, as an agency is shown it that did not say it, and their conditions settle: {@code facts} names the facts of which
 * the whole event has no others, whatever is withheld; they are all settled where it is {@code whole}. It follows from the bytes alone, so of two
 * events that look the same the same is settled. For whom else the event is and whether it forbids hits are never settled.
 */
public record Settled(Set<String> facts, boolean whole, Persons persons) {

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

    public Settled {
        facts = Collections.unmodifiableSet(new TreeSet<>(facts));
    }

    /** Of an event with content, both as JSON. */
    public static Settled by(EventType type, JsonNode event, JsonNode conditions) {
        boolean product = type.product();
        boolean whole = !product
                && conditions.path("mayLack").isArray()
                && conditions.path("mayLack").isEmpty();
        Persons persons = Persons.in(event);
        Set<String> facts = new TreeSet<>(ALWAYS);
        settle(facts, "codes", !product);
        settle(
                facts,
                "resource.crimeAreas",
                whole || (!product && !event.at("/detail/crimeAreas").isEmpty()));
        settle(facts, "resource.categories", whole);
        settle(facts, "resource.personalData", whole || DisclosureFacts.personalDataShown(event) || type.link());
        settle(facts, "resource.minors", whole || persons.minors());
        settle(facts, "resource.specialCategories", whole || persons.special());
        settle(facts, "resource.protectedPersons", whole || persons.areProtected());
        settle(facts, "internationalProtection", whole || persons.protection());
        settle(facts, "resource.countriesConcerned", whole);
        settle(facts, "context.countryConcerned", whole);
        return new Settled(facts, whole, persons);
    }

    private static void settle(Set<String> facts, String fact, boolean settled) {
        if (settled) {
            facts.add(fact);
        }
    }

    /** The persons that are shown. */
    public record Persons(Set<PersonCategory> categories, boolean minors, boolean special, boolean protection) {

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

        boolean areProtected() {
            return minors || special || !Collections.disjoint(categories, DisclosureFacts.PROTECTED);
        }
    }
}
