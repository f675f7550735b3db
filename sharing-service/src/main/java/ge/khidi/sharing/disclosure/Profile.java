package ge.khidi.sharing.disclosure;

import ge.khidi.contract.detail.AlertDetail;
import ge.khidi.contract.detail.Detail;
import ge.khidi.contract.detail.RiskAssessmentDetail;
import ge.khidi.contract.entity.AgeGroup;
import ge.khidi.contract.entity.FieldGroup;
import ge.khidi.contract.entity.Person;
import ge.khidi.contract.entity.PersonCategory;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.TimePrecision;
import ge.khidi.sharing.policy.DisclosureFacts;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which fields may leave, by category of person and group of fields (after Regulation (EU) 2016/794 Annex II). What a profile does not
 * name is withheld.
 *
 * <p>{@code persons}: a category that is not there is left out altogether. What belongs to a person (a phone, a document, a home)
 * follows the person's category. {@code event}: everything else.
 */
public record Profile(
        String name,
        String title,
        String titleKa,
        String legalBasis,
        Map<PersonCategory, Map<FieldGroup, Treatment>> persons,
        Map<FieldGroup, Treatment> event,
        Limits limits) {

    /** The groups that name, number or locate a person, wherever they stand. */
    static final Set<FieldGroup> PERSONAL = Collections.unmodifiableSet(EnumSet.of(
            FieldGroup.NAMES,
            FieldGroup.BIRTH,
            FieldGroup.DOCUMENTS,
            FieldGroup.CODED_REFERENCE,
            FieldGroup.SPECIAL_CATEGORIES,
            FieldGroup.OCCUPATION,
            FieldGroup.WHEREABOUTS,
            FieldGroup.TRANSPORT_IDENTIFIERS,
            FieldGroup.COMMUNICATION,
            FieldGroup.FINANCIAL,
            FieldGroup.FIREARM));

    public Profile {
        EnumMap<PersonCategory, Map<FieldGroup, Treatment>> copy = new EnumMap<>(PersonCategory.class);
        persons.forEach((category, groups) -> copy.put(category, copyOf(groups)));
        persons = Collections.unmodifiableMap(copy);
        event = copyOf(event);
    }

    /** All that decides what leaves, in words that are the same whenever that is the same; titles and legal bases are not in it. */
    public String meaning() {
        return persons + " " + event + " " + limits.freeText() + " " + limits.times() + " " + limits.birthDates() + " "
                + limits.places() + " " + new TreeSet<>(limits.minorsAs()) + " " + limits.smallCells() + " "
                + limits.sourceIds();
    }

    /** Whether free text may leave. */
    public enum FreeText {
        NEVER,
        /** Not where a victim, witness, informant, minor, special category or person in need of international protection is present. */
        UNLESS_PROTECTED,
        ALWAYS;

        FreeText and(FreeText other) {
            return compareTo(other) <= 0 ? this : other;
        }
    }

    /** How exactly a place leaves. */
    public enum Places {
        /** Country and region, coordinates to a tenth of a degree; no names of places or crossing points. */
        AREA,
        EXACT;

        Places and(Places other) {
            return compareTo(other) <= 0 ? this : other;
        }
    }

    /**
     * How far what leaves is coarsened. {@code times} and {@code birthDates} are the finest precision that leaves. {@code minorsAs}: a
     * minor gets at most what each of these categories gets (Regulation (EU) 2016/794 Art. 30(1)). {@code smallCells}: counts below it are
     * suppressed; 0 suppresses none. {@code sourceIds}: whether a product names the events it was made from.
     */
    public record Limits(
            FreeText freeText,
            TimePrecision times,
            TimePrecision birthDates,
            Places places,
            Set<PersonCategory> minorsAs,
            int smallCells,
            boolean sourceIds) {

        public Limits {
            minorsAs = Set.copyOf(minorsAs);
        }

        Limits and(Limits other) {
            Set<PersonCategory> both = EnumSet.noneOf(PersonCategory.class);
            both.addAll(minorsAs);
            both.addAll(other.minorsAs);
            return new Limits(
                    freeText.and(other.freeText),
                    coarser(times, other.times),
                    coarser(birthDates, other.birthDates),
                    places.and(other.places),
                    both,
                    Math.max(smallCells, other.smallCells),
                    sourceIds && other.sourceIds);
        }

        Limits withoutFreeText() {
            return new Limits(FreeText.NEVER, times, birthDates, places, minorsAs, smallCells, sourceIds);
        }

        private static TimePrecision coarser(TimePrecision one, TimePrecision other) {
            return one.compareTo(other) >= 0 ? one : other;
        }
    }

    /**
     * Whether this is a product about fewer events than may be told: it does not leave at all, since that it exists would tell of them. What
     * was expected is told with what was observed or not at all.
     */
    public boolean suppresses(Event product) {
        Optional<Detail> detail = product.detail();
        return detail.filter(AlertDetail.class::isInstance)
                        .map(AlertDetail.class::cast)
                        .filter(alert ->
                                Math.min(alert.observed(), alert.sources().size()) < limits.smallCells())
                        .isPresent()
                || detail.filter(RiskAssessmentDetail.class::isInstance)
                        .map(RiskAssessmentDetail.class::cast)
                        .filter(risk -> risk.sources().size() < limits.smallCells())
                        .isPresent();
    }

    /** Whether free text leaves of this event, as far as its group does. */
    boolean letsFreeTextOut(Event event) {
        return switch (limits.freeText()) {
            case ALWAYS -> true;
            case NEVER -> false;
            case UNLESS_PROTECTED ->
                event.entities().stream()
                        .noneMatch(entity -> entity instanceof Person person && needsProtection(person));
        };
    }

    private static boolean needsProtection(Person person) {
        return DisclosureFacts.PROTECTED.contains(person.category())
                || person.ageGroup() == AgeGroup.MINOR
                || person.ageGroup() == AgeGroup.UNACCOMPANIED_MINOR
                || !person.specialCategories().isEmpty()
                || person.internationalProtection();
    }

    /**
     * Whether a word about a victim, witness, informant or minor, or special-category data, leaves of a class with such persons. That there was
     * such a person (a category without groups) is a word about the event.
     */
    boolean showsProtectedPersons(DisclosureFacts facts) {
        return facts.protectedPersons()
                && (limits.freeText() == FreeText.ALWAYS
                        || facts.categories().stream().anyMatch(category -> shows(category, facts)));
    }

    private boolean shows(PersonCategory category, DisclosureFacts facts) {
        return (DisclosureFacts.PROTECTED.contains(category) && shown(category, false))
                || (facts.minors() && shown(category, true))
                || (facts.specialCategories() && of(category, FieldGroup.SPECIAL_CATEGORIES) != Treatment.WITHHELD);
    }

    private boolean shown(PersonCategory category, boolean minor) {
        return Stream.of(FieldGroup.values())
                .filter(group -> group != FieldGroup.STRUCTURE)
                .anyMatch(group -> of(category, minor, group) != Treatment.WITHHELD);
    }

    Treatment of(Person person, FieldGroup group) {
        boolean minor = person.ageGroup() == AgeGroup.MINOR || person.ageGroup() == AgeGroup.UNACCOMPANIED_MINOR;
        return of(person.category(), minor, group);
    }

    private Treatment of(PersonCategory category, boolean minor, FieldGroup group) {
        Treatment treatment = of(category, group);
        if (minor) {
            for (PersonCategory as : limits.minorsAs()) {
                treatment = treatment.and(of(as, group));
            }
        }
        return treatment;
    }

    private Treatment of(PersonCategory category, FieldGroup group) {
        if (group == FieldGroup.STRUCTURE) {
            return persons.containsKey(category) ? Treatment.KEPT : Treatment.WITHHELD;
        }
        return persons.getOrDefault(category, Map.of()).getOrDefault(group, Treatment.WITHHELD);
    }

    Treatment ofEvent(FieldGroup group) {
        return group == FieldGroup.STRUCTURE ? Treatment.KEPT : event.getOrDefault(group, Treatment.WITHHELD);
    }

    /** The groups of which something may be missing in what leaves, whatever the event: it says nothing of any one event. */
    public Set<FieldGroup> mayLack() {
        Set<FieldGroup> lacking = EnumSet.noneOf(FieldGroup.class);
        for (FieldGroup group : FieldGroup.values()) {
            boolean somewhere = ofEvent(group) != Treatment.KEPT;
            for (PersonCategory category : PersonCategory.values()) {
                somewhere |= of(category, group) != Treatment.KEPT;
            }
            if (somewhere && group != FieldGroup.STRUCTURE) {
                lacking.add(group);
            }
        }
        if (limits.freeText() != FreeText.ALWAYS) {
            lacking.add(FieldGroup.NARRATIVE);
        }
        if (limits.places() == Places.AREA) {
            lacking.add(FieldGroup.PLACE);
        }
        return Collections.unmodifiableSet(lacking);
    }

    /** Whether anything of it is personal data, or text that may be. */
    boolean showsPersonalData() {
        return !meaning().equals(withoutPersonalData().meaning());
    }

    static Profile everything(String name, String title, String titleKa, String legalBasis) {
        EnumMap<FieldGroup, Treatment> kept = new EnumMap<>(FieldGroup.class);
        Stream.of(FieldGroup.values()).forEach(group -> kept.put(group, Treatment.KEPT));
        EnumMap<PersonCategory, Map<FieldGroup, Treatment>> anybody = new EnumMap<>(PersonCategory.class);
        Stream.of(PersonCategory.values()).forEach(category -> anybody.put(category, kept));
        Limits none =
                new Limits(FreeText.ALWAYS, TimePrecision.SECOND, TimePrecision.DAY, Places.EXACT, Set.of(), 0, true);
        return new Profile(name, title, titleKa, legalBasis, anybody, kept, none);
    }

    /** Only what both allow, as finely as both allow. */
    Profile and(Profile other) {
        EnumMap<PersonCategory, Map<FieldGroup, Treatment>> both = new EnumMap<>(PersonCategory.class);
        persons.forEach((category, groups) -> {
            Map<FieldGroup, Treatment> others = other.persons.get(category);
            if (others != null) {
                both.put(category, and(groups, others));
            }
        });
        return new Profile(
                name + "+" + other.name,
                title + " + " + other.title,
                titleKa + " + " + other.titleKa,
                legalBasis.equals(other.legalBasis) ? legalBasis : legalBasis + "; " + other.legalBasis,
                both,
                and(event, other.event),
                limits.and(other.limits));
    }

    Profile withoutFreeText() {
        return new Profile(name, title, titleKa, legalBasis, persons, event, limits.withoutFreeText());
    }

    /** The same without anything that names, numbers or locates a person: for partners without a transfer basis. */
    Profile withoutPersonalData() {
        Map<FieldGroup, Treatment> impersonal = new EnumMap<>(FieldGroup.class);
        event.forEach((group, treatment) -> {
            if (!PERSONAL.contains(group)) {
                impersonal.put(group, treatment);
            }
        });
        return new Profile(name, title, titleKa, legalBasis, Map.of(), impersonal, limits.withoutFreeText());
    }

    private static Map<FieldGroup, Treatment> and(Map<FieldGroup, Treatment> one, Map<FieldGroup, Treatment> other) {
        Map<FieldGroup, Treatment> both = new EnumMap<>(FieldGroup.class);
        one.forEach(
                (group, treatment) -> both.put(group, treatment.and(other.getOrDefault(group, Treatment.WITHHELD))));
        return both;
    }

    private static Map<FieldGroup, Treatment> copyOf(Map<FieldGroup, Treatment> groups) {
        EnumMap<FieldGroup, Treatment> copy = new EnumMap<>(FieldGroup.class);
        groups.forEach((group, treatment) -> {
            if (treatment != Treatment.WITHHELD) {
                copy.put(group, treatment);
            }
        });
        return Collections.unmodifiableMap(copy);
    }
}
