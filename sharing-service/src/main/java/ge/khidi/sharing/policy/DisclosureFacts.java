package ge.khidi.sharing.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.AgencyId;
import ge.khidi.contract.entity.AgeGroup;
import ge.khidi.contract.entity.Person;
import ge.khidi.contract.entity.PersonCategory;
import ge.khidi.contract.event.Context;
import ge.khidi.contract.event.CrimeArea;
import ge.khidi.contract.event.Domain;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.EventType;
import ge.khidi.contract.event.Regime;
import ge.khidi.contract.grade.Grade;
import ge.khidi.contract.grade.GradingScheme;
import ge.khidi.contract.handling.Classification;
import ge.khidi.contract.handling.Handling;
import ge.khidi.contract.handling.HandlingCode;
import ge.khidi.contract.handling.Purpose;
import ge.khidi.contract.handling.ReleasableTo;
import ge.khidi.contract.handling.Tlp;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * All that a decision may look at: a closed set. Two events with equal facts are in the same disclosure class and are decided
 * once for each partner, so nothing that tells one event from the next (a time, a name, a number) may ever become a fact.
 *
 * <p>{@code originator} is who said it; {@code grade} is the 4x4 grade, such as {@code B2}, derived where the originator used another
 * scheme. {@code personalData} says whether any field names, numbers or locates a person; {@code minors}, {@code specialCategories}
 * and {@code internationalProtection} whether a person so marked is in it. A link is taken to carry international protection and
 * personal data, since its own bytes do not say what its sources were; {@link #withSources} knows. {@code consents} are the words of
 * the originators of a product's sources. {@code releasableTo} has the rule for silence applied and
 * names only agencies of the registry; {@code countriesConcerned} are only countries of partners, or of those to come.
 */
public record DisclosureFacts(
        AgencyId originator,
        Regime regime,
        EventType type,
        Context context,
        boolean usable,
        Set<CrimeArea> crimeAreas,
        Classification classification,
        Tlp tlp,
        Set<HandlingCode> codes,
        Set<Purpose> purposes,
        String grade,
        Set<PersonCategory> categories,
        boolean personalData,
        boolean minors,
        boolean specialCategories,
        boolean internationalProtection,
        boolean noHitNotice,
        ReleasableTo releasableTo,
        Set<String> countriesConcerned,
        Set<Consent> consents) {

    /** Whose data leave only where that is strictly necessary, whoever they are: Regulation (EU) 2016/794 Art. 30(1). */
    public static final Set<PersonCategory> PROTECTED = Collections.unmodifiableSet(
            EnumSet.of(PersonCategory.VICTIM, PersonCategory.WITNESS, PersonCategory.INFORMANT));

    public DisclosureFacts {
        crimeAreas = Collections.unmodifiableSet(new TreeSet<>(crimeAreas));
        codes = Collections.unmodifiableSet(new TreeSet<>(codes));
        purposes = Collections.unmodifiableSet(new TreeSet<>(purposes));
        categories = Collections.unmodifiableSet(new TreeSet<>(categories));
        countriesConcerned = Collections.unmodifiableSet(new TreeSet<>(countriesConcerned));
        consents = Collections.unmodifiableSet(new TreeSet<>(consents));
        if (!grade.matches("[ABCX][1-4]")) {
            throw new IllegalArgumentException("not a 4x4 grade");
        }
    }

    /** The facts of one revision, as the registry sees them. */
    public static DisclosureFacts of(Event event, Partners partners) {
        return of(event, partners, partners.countries());
    }

    /**
     * The facts of one revision, as the registry sees them, with the countries that are sought, which may be more than those of the
     * registry: partners come from other countries that are not in force yet.
     */
    public static DisclosureFacts of(Event event, Partners partners, Set<String> sought) {
        Handling handling = event.handling();
        List<Person> persons = event.entities().stream()
                .filter(Person.class::isInstance)
                .map(Person.class::cast)
                .toList();
        boolean link = event.type().link();
        return new DisclosureFacts(
                event.origin().agency(),
                event.regime(),
                event.type(),
                event.context(),
                event.state().usable(),
                event.detail().map(detail -> detail.crimeAreas()).orElse(Set.of()),
                handling.classification(),
                handling.tlp(),
                handling.codes(),
                handling.purposes(),
                grade(event),
                persons.stream().map(Person::category).collect(Collectors.toSet()),
                link || event.entities().stream().anyMatch(PersonalData::isIn),
                persons.stream().anyMatch(DisclosureFacts::isMinor),
                persons.stream().anyMatch(person -> !person.specialCategories().isEmpty()),
                link || persons.stream().anyMatch(Person::internationalProtection),
                handling.noHitNotice(),
                known(handling.releasable(event.origin().agency()), partners),
                Countries.concernedBy(event, sought),
                Set.of());
    }

    /**
     * The facts of a product when those of all its sources are known: what marks a source marks the product, and what a source lies in
     * the product lies in too. Its own handling stays as analysis combined it; whose consent H2 and H3 ask for is taken from the sources,
     * since an agency that one originator named may have been reached at another's only by policy.
     */
    public DisclosureFacts withSources(Collection<DisclosureFacts> sources) {
        if (!type.product() || sources.isEmpty()) {
            throw new IllegalArgumentException("only a product has sources, at least one");
        }
        return new DisclosureFacts(
                originator,
                regime,
                type,
                context,
                usable,
                union(crimeAreas, sources, DisclosureFacts::crimeAreas),
                classification,
                tlp,
                union(codes, sources, DisclosureFacts::codes),
                purposes,
                grade,
                union(categories, sources, DisclosureFacts::categories),
                personalData || sources.stream().anyMatch(DisclosureFacts::personalData),
                sources.stream().anyMatch(DisclosureFacts::minors),
                sources.stream().anyMatch(DisclosureFacts::specialCategories),
                sources.stream().anyMatch(DisclosureFacts::internationalProtection),
                noHitNotice || sources.stream().anyMatch(DisclosureFacts::noHitNotice),
                releasableTo,
                union(countriesConcerned, sources, DisclosureFacts::countriesConcerned),
                sources.stream().flatMap(Consent::of).collect(Collectors.toSet()));
    }

    private static <T> Set<T> union(
            Set<T> own, Collection<DisclosureFacts> sources, Function<DisclosureFacts, Set<T>> theirs) {
        return Stream.concat(own.stream(), sources.stream().map(theirs).flatMap(Set::stream))
                .collect(Collectors.toSet());
    }

    /** Those of the countries concerned that what is shown of the event, as JSON, names. */
    public Set<String> countriesShown(JsonNode event) {
        return Countries.shown(event, countriesConcerned);
    }

    /** Whether what is shown of an event, as JSON, has a field that names, numbers or locates a person. */
    public static boolean personalDataShown(JsonNode event) {
        return StreamSupport.stream(event.path("entities").spliterator(), false).anyMatch(PersonalData::isIn);
    }

    /** As a registry sees them: a country of none of its partners decides nothing. */
    public DisclosureFacts seenBy(Partners partners) {
        if (partners.countries().containsAll(countriesConcerned)) {
            return this;
        }
        Set<String> countries = new TreeSet<>(countriesConcerned);
        countries.retainAll(partners.countries());
        return new DisclosureFacts(
                originator,
                regime,
                type,
                context,
                usable,
                crimeAreas,
                classification,
                tlp,
                codes,
                purposes,
                grade,
                categories,
                personalData,
                minors,
                specialCategories,
                internationalProtection,
                noHitNotice,
                releasableTo,
                countries,
                consents);
    }

    /** Whether a victim, a witness, an informant, a minor or special-category data are in it (Regulation (EU) 2016/794 Art. 30). */
    public boolean protectedPersons() {
        return minors || specialCategories || !Collections.disjoint(categories, PROTECTED);
    }

    public Domain domain() {
        return type.domain();
    }

    /** The facts as deterministic JSON: keys and sets sorted. {@link #parse} is its inverse. */
    public String canonicalJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        put(json, "categories", categories, Enum::name);
        json.put("classification", classification.name());
        put(json, "codes", codes, Enum::name);
        if (!consents.isEmpty()) {
            ArrayNode array = json.putArray("consents");
            consents.forEach(consent -> consent.print(array.addObject()));
        }
        json.put("context", context.name());
        put(json, "countriesConcerned", countriesConcerned, country -> country);
        put(json, "crimeAreas", crimeAreas, Enum::name);
        json.put("grade", grade);
        json.put("internationalProtection", internationalProtection);
        json.put("minors", minors);
        json.put("noHitNotice", noHitNotice);
        json.put("originator", originator.value());
        json.put("personalData", personalData);
        put(json, "purposes", purposes, Enum::name);
        json.put("regime", regime.name());
        if (releasableTo instanceof ReleasableTo.Named named) {
            put(json, "releasableTo", named.agencies(), AgencyId::value);
        } else {
            json.put("releasableTo", "BY_POLICY");
        }
        json.put("specialCategories", specialCategories);
        json.put("tlp", tlp.name());
        json.put("type", type.name());
        json.put("usable", usable);
        return json.toString();
    }

    /** The name of the class: SHA-256 of {@link #canonicalJson} in lower-case hex. */
    public String digest() {
        return Digest.sha256(canonicalJson());
    }

    /** Reads what {@link #canonicalJson} wrote. */
    public static DisclosureFacts parse(String canonicalJson) {
        JsonNode json = StoredJson.read(canonicalJson, "disclosure facts");
        JsonNode releasable = field(json, "releasableTo");
        return new DisclosureFacts(
                new AgencyId(field(json, "originator").asText()),
                Regime.valueOf(field(json, "regime").asText()),
                EventType.valueOf(field(json, "type").asText()),
                Context.valueOf(field(json, "context").asText()),
                field(json, "usable").asBoolean(),
                set(json, "crimeAreas", CrimeArea::valueOf),
                Classification.valueOf(field(json, "classification").asText()),
                Tlp.valueOf(field(json, "tlp").asText()),
                set(json, "codes", HandlingCode::valueOf),
                set(json, "purposes", Purpose::valueOf),
                field(json, "grade").asText(),
                set(json, "categories", PersonCategory::valueOf),
                field(json, "personalData").asBoolean(),
                field(json, "minors").asBoolean(),
                field(json, "specialCategories").asBoolean(),
                field(json, "internationalProtection").asBoolean(),
                field(json, "noHitNotice").asBoolean(),
                releasable.isArray()
                        ? new ReleasableTo.Named(set(json, "releasableTo", AgencyId::new))
                        : ReleasableTo.BY_POLICY,
                set(json, "countriesConcerned", country -> country),
                Consent.parse(json.path("consents")));
    }

    private static String grade(Event event) {
        Grade grade = event.grade().scheme() == GradingScheme.EUROPOL_4X4
                ? event.grade()
                : event.derivedGrade()
                        .filter(derived -> derived.scheme() == GradingScheme.EUROPOL_4X4)
                        .orElse(Grade.X4);
        return grade.source() + grade.information();
    }

    private static boolean isMinor(Person person) {
        return EnumSet.of(AgeGroup.MINOR, AgeGroup.UNACCOMPANIED_MINOR).contains(person.ageGroup());
    }

    private static ReleasableTo known(ReleasableTo releasable, Partners partners) {
        return releasable instanceof ReleasableTo.Named named
                ? new ReleasableTo.Named(named.agencies().stream()
                        .filter(agency -> partners.find(agency).isPresent())
                        .collect(Collectors.toSet()))
                : releasable;
    }

    private static <T> void put(ObjectNode json, String field, Collection<T> values, Function<T, String> text) {
        ArrayNode array = json.putArray(field);
        values.stream().map(text).sorted().forEach(array::add);
    }

    private static JsonNode field(JsonNode json, String field) {
        return Optional.ofNullable(json.get(field))
                .orElseThrow(() -> new IllegalArgumentException("disclosure facts without " + field));
    }

    private static <T> Set<T> set(JsonNode json, String field, Function<String, T> value) {
        return StreamSupport.stream(field(json, field).spliterator(), false)
                .map(JsonNode::asText)
                .map(value)
                .collect(Collectors.toSet());
    }
}
