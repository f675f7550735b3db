package ge.khidi.sharing.tally;

import ge.khidi.contract.entity.AgeGroup;
import ge.khidi.contract.entity.Person;
import ge.khidi.contract.entity.PersonCategory;
import ge.khidi.contract.entity.Sex;
import ge.khidi.contract.event.Event;
import java.util.List;

/** What there is to count of one revision: its persons without anything that tells one from another of their kind, and how good it is. */
record EventTally(Event event, List<Kind> persons, Quality quality) {

    EventTally {
        persons = List.copyOf(persons);
    }

    /** A person as a kind of person. What is not recorded is UNKNOWN, and stays apart. */
    record Kind(PersonCategory category, Sex sex, AgeGroup ageGroup) {
        @Override
        public String toString() {
            return category + " " + sex + " " + ageGroup;
        }
    }

    static EventTally of(Event event) {
        List<Kind> persons = event.entities().stream()
                .filter(Person.class::isInstance)
                .map(Person.class::cast)
                .map(person -> new Kind(person.category(), person.sex().orElse(Sex.UNKNOWN), person.ageGroup()))
                .toList();
        return new EventTally(event, persons, Quality.of(event));
    }

    /** The revision only. */
    @Override
    public String toString() {
        return "EventTally[" + event.revisionId() + "]";
    }
}
