package ge.khidi.sharing.policy;

import com.cedarpolicy.model.policy.Policy;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The facts a policy looks at, by their names in the schema, taken from Cedar's own JSON form of it: there one fact has one form, however the
 * text writes it ({@code resource.minors}, {@code resource["minors"]}, over two lines). Whoever looks at a variable otherwise than at one
 * attribute of it, or at its type, looks at all of its facts.
 */
final class LookedAt {

    /** All there is of each variable. The action is the same in every question. */
    static final Map<String, Set<String>> WHOLE = Map.of(
            "principal",
            Set.of("principal.kind", "principal.statisticsOnly"),
            "action",
            Set.of(),
            "resource",
            Set.of(
                    "resource.originator",
                    "resource.regime",
                    "resource.domain",
                    "resource.type",
                    "resource.context",
                    "resource.crimeAreas",
                    "resource.classification",
                    "resource.tlp",
                    "resource.purposes",
                    "resource.sourceGrade",
                    "resource.informationGrade",
                    "resource.categories",
                    "resource.personalData",
                    "resource.minors",
                    "resource.specialCategories",
                    "resource.protectedPersons",
                    "resource.countriesConcerned"),
            "context",
            Set.of("context.named", "context.countryConcerned"));

    private final Set<String> facts = new TreeSet<>();

    /** Of a policy that holds. */
    static Set<String> by(Policy policy) {
        return by(Slices.json(policy));
    }

    static Set<String> by(JsonNode policy) {
        LookedAt looked = new LookedAt();
        looked.scope(policy.path("resource"));
        looked.expression(policy.path("conditions"));
        return looked.facts;
    }

    /** Of whom it speaks and what may be done is no fact of the event; which one it speaks of is. */
    private void scope(JsonNode resource) {
        boolean any = resource.path("op").asText().equals("All");
        boolean type = resource.path("op").asText().equals("is") && !resource.has("in");
        if (!any && !type) {
            whole("resource");
        }
    }

    private void expression(JsonNode node) {
        if (node.path("Var").isTextual()) {
            whole(node.path("Var").asText());
            return;
        }
        node.properties().forEach(part -> operation(part.getKey(), part.getValue()));
        if (node.isArray()) {
            node.forEach(this::expression);
        }
    }

    private void operation(String name, JsonNode of) {
        JsonNode left = of.path("left");
        boolean variable = left.size() == 1 && left.path("Var").isTextual();
        if (variable && Set.of(".", "has").contains(name) && of.path("attr").isTextual()) {
            facts.add(left.path("Var").asText() + "." + of.path("attr").asText());
        } else if (!variable || !name.equals("is") || of.has("in")) {
            expression(of);
        }
    }

    private void whole(String variable) {
        if (WHOLE.containsKey(variable)) {
            facts.addAll(WHOLE.get(variable));
        } else {
            WHOLE.values().forEach(facts::addAll);
        }
    }
}
