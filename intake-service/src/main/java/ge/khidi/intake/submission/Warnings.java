package ge.khidi.intake.submission;

import static java.util.stream.Collectors.toList;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.LocalId;
import ge.khidi.contract.entity.AgeGroup;
import ge.khidi.contract.entity.Entity;
import ge.khidi.contract.entity.Person;
import ge.khidi.contract.entity.PersonCategory;
import ge.khidi.contract.event.Check;
import ge.khidi.contract.event.Context;
import ge.khidi.contract.event.Domain;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.grade.AssignedBy;
import ge.khidi.contract.handling.Handling;
import ge.khidi.contract.handling.HandlingCode;
import ge.khidi.contract.handling.ReleasableTo;
import ge.khidi.intake.submission.Warning.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * What will not leave, said at once to the only one who can change it. These are the rules that hold for every partner and every
 * policy set; what a policy does beyond them is not known here. A warning never refuses anything.
 */
final class Warnings {

    private static final Set<PersonCategory> PROTECTED =
            Set.of(PersonCategory.VICTIM, PersonCategory.WITNESS, PersonCategory.INFORMANT);
    private static final Set<AgeGroup> MINORS = Set.of(AgeGroup.MINOR, AgeGroup.UNACCOMPANIED_MINOR);

    private final Event event;
    private final List<Warning> found = new ArrayList<>();

    private Warnings(Event event) {
        this.event = event;
    }

    static List<Warning> of(Event event) {
        Warnings warnings = new Warnings(event);
        warnings.handling(event.handling());
        warnings.content();
        warnings.persons();
        warnings.checks();
        return warnings.found;
    }

    private void handling(Handling handling) {
        if (handling.releasableTo().isEmpty()) {
            add(Code.ORIGINATOR_AND_IAD_ONLY, "/handling/releasableTo");
        } else if (handling.releasableTo().get() instanceof ReleasableTo.Named named) {
            named(named.agencies());
        }
        if (handling.codes().contains(HandlingCode.H2)) {
            add(Code.CONSENT_NEEDED, "/handling/codes");
        }
        if (handling.codes().contains(HandlingCode.H3)) {
            add(Code.HUMAN_DECIDES, "/handling/codes");
        }
    }

    private void named(Set<AgencyId> agencies) {
        if (agencies.isEmpty()) {
            add(Code.RELEASABLE_TO_NOBODY, "/handling/releasableTo");
        }
        boolean gatewayHasIt =
                agencies.contains(AgencyId.ILECC) || event.origin().agency().equals(AgencyId.ILECC);
        if (agencies.contains(AgencyId.EUROPOL) && !gatewayHasIt) {
            add(Code.GATEWAY_NOT_NAMED, "/handling/releasableTo");
        }
    }

    private void content() {
        if (event.context() == Context.EXERCISE) {
            add(Code.EXERCISE_ONLY, "/context");
        }
        if (event.grade().assignedBy() == AssignedBy.PLATFORM) {
            add(Code.GRADED_X4, "/grade");
        }
        if (event.domain() == Domain.CRIME
                && event.detail().stream()
                        .allMatch(detail -> detail.crimeAreas().isEmpty())) {
            add(Code.NO_CRIME_AREA, "/detail/crimeAreas");
        }
        if (!event.narratives().isEmpty()) {
            add(Code.FREE_TEXT_WITHHELD, "/narratives");
        }
    }

    private void persons() {
        add(
                Code.PROTECTED_PERSON_WITHHELD,
                where(person -> PROTECTED.contains(person.category()) || MINORS.contains(person.ageGroup())));
        add(
                Code.SPECIAL_CATEGORIES_WITHHELD,
                where(person -> !person.specialCategories().isEmpty()));
        add(Code.NEVER_TO_THIRD_COUNTRIES, where(Person::internationalProtection));
    }

    private void checks() {
        add(
                Code.CHECK_DIGIT_INVALID,
                event.checks().stream()
                        .filter(check -> check.verdict() == Check.Verdict.INVALID)
                        .map(check -> pointer(check.entity()) + "/" + check.field())
                        .toList());
    }

    private List<String> where(Predicate<Person> holds) {
        List<Entity> entities = event.entities();
        return IntStream.range(0, entities.size())
                .filter(index -> entities.get(index) instanceof Person person && holds.test(person))
                .mapToObj(index -> "/entities/" + index)
                .collect(toList());
    }

    private String pointer(LocalId id) {
        return "/entities/"
                + IntStream.range(0, event.entities().size())
                        .filter(index -> event.entities().get(index).id().equals(id))
                        .findFirst()
                        .orElse(0);
    }

    private void add(Code code, String pointer) {
        found.add(new Warning(code, List.of(pointer)));
    }

    private void add(Code code, List<String> pointers) {
        if (!pointers.isEmpty()) {
            found.add(new Warning(code, pointers));
        }
    }
}
