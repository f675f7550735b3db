package ge.khidi.sharing.policy;

import com.cedarpolicy.model.entity.Entity;
import com.cedarpolicy.value.CedarList;
import com.cedarpolicy.value.EntityTypeName;
import com.cedarpolicy.value.EntityUID;
import com.cedarpolicy.value.PrimBool;
import com.cedarpolicy.value.PrimLong;
import com.cedarpolicy.value.PrimString;
import com.cedarpolicy.value.Value;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** A partner and a class in the words of the Cedar schema ({@code policies/khidi.cedarschema}). */
final class CedarRequest {

    static final EntityUID RECEIVE = type("Action").of("receive");

    private static final EntityTypeName PARTNER = type("Partner");
    private static final EntityTypeName AGENCY = type("Agency");
    private static final EntityTypeName KIND = type("Kind");
    private static final EntityUID CLASS = type("Event").of("class");

    /** Whether this is the name of the type that partners have. */
    static boolean isPartner(String type) {
        return PARTNER.toString().equals(type);
    }

    static Entity principal(Partner partner) {
        return new Entity(
                PARTNER.of(partner.id().value()),
                Map.of(
                        "kind",
                        KIND.of(partner.kind().name()),
                        "statisticsOnly",
                        new PrimBool(partner.statisticsOnly())),
                Set.of());
    }

    static Entity resource(DisclosureFacts facts) {
        Map<String, Value> attributes = new HashMap<>();
        attributes.put("originator", AGENCY.of(facts.originator().value()));
        attributes.put("regime", word("Regime", facts.regime()));
        attributes.put("domain", word("Domain", facts.domain()));
        attributes.put("type", word("EventType", facts.type()));
        attributes.put("context", word("EventContext", facts.context()));
        attributes.put("crimeAreas", words("CrimeArea", facts.crimeAreas()));
        attributes.put("classification", word("Classification", facts.classification()));
        attributes.put("tlp", word("Tlp", facts.tlp()));
        attributes.put("purposes", words("Purpose", facts.purposes()));
        attributes.put("sourceGrade", type("SourceGrade").of(facts.grade().substring(0, 1)));
        attributes.put("informationGrade", new PrimLong(facts.grade().charAt(1) - '0'));
        attributes.put("categories", words("Category", facts.categories()));
        attributes.put("personalData", new PrimBool(facts.personalData()));
        attributes.put("minors", new PrimBool(facts.minors()));
        attributes.put("specialCategories", new PrimBool(facts.specialCategories()));
        attributes.put("protectedPersons", new PrimBool(facts.protectedPersons()));
        attributes.put(
                "countriesConcerned",
                new CedarList(facts.countriesConcerned().stream()
                        .<Value>map(PrimString::new)
                        .toList()));
        return new Entity(CLASS, attributes, Set.of());
    }

    static Map<String, Value> context(Partner partner, DisclosureFacts facts) {
        boolean concerned =
                partner.country().filter(facts.countriesConcerned()::contains).isPresent();
        return Map.of(
                "named", new PrimBool(facts.releasableTo().names(partner.id())),
                "countryConcerned", new PrimBool(concerned));
    }

    private static Value word(String type, Enum<?> constant) {
        return type(type).of(constant.name());
    }

    private static Value words(String type, Collection<? extends Enum<?>> constants) {
        EntityTypeName name = type(type);
        return new CedarList(constants.stream()
                .<Value>map(constant -> name.of(constant.name()))
                .toList());
    }

    private static EntityTypeName type(String name) {
        return EntityTypeName.parse(name).orElseThrow();
    }

    private CedarRequest() {}
}
