package ge.khidi.sharing.tally;

import ge.khidi.contract.detail.Detail;
import ge.khidi.contract.detail.PersonCounts;
import ge.khidi.contract.entity.AgeGroup;
import ge.khidi.contract.entity.Person;
import ge.khidi.contract.event.Check;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.TimePrecision;
import ge.khidi.contract.grade.AssignedBy;
import ge.khidi.contract.rules.PartialDate;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * How complete and consistent one event is (Regulation (EU) 2021/581 Art. 22).
 *
 * <p>Expected are the fields of its type that may be left out, an evaluation by the originator, and a time known to the hour; {@code filled}
 * is how many of them are there. {@code valid} and {@code invalid} are verdicts on check digits. A contradiction is a time of occurrence
 * after the report, a birth after the occurrence, or an age group that the date of birth rules out.
 */
record Quality(int expected, int filled, int valid, int invalid, int contradictions) {

    private static final int AGE_OF_MAJORITY = 18;

    /** Asking a class for its components is slow, and there are few classes. */
    private static final ClassValue<List<Method>> MAY_BE_LEFT_OUT = new ClassValue<>() {
        @Override
        protected List<Method> computeValue(Class<?> type) {
            return Arrays.stream(type.getRecordComponents())
                    .filter(component -> mayBeLeftOut(component.getType()))
                    .map(RecordComponent::getAccessor)
                    .toList();
        }
    };

    static Quality of(Event event) {
        if (event.detail().isEmpty()) {
            return new Quality(0, 0, 0, 0, 0);
        }
        Detail detail = event.detail().get();
        List<Method> fields = MAY_BE_LEFT_OUT.get(detail.getClass());
        int filled =
                (int) fields.stream().filter(field -> isFilled(detail, field)).count();
        int graded = event.grade().assignedBy() == AssignedBy.ORIGINATOR ? 1 : 0;
        return new Quality(
                fields.size() + 2,
                filled + graded + (timed(event) ? 1 : 0),
                verdicts(event, Check.Verdict.VALID),
                verdicts(event, Check.Verdict.INVALID),
                contradictions(event));
    }

    /** Whether the time of occurrence is known well enough to be measured by. */
    static boolean timed(Event event) {
        return switch (event.occurred().precision()) {
            case SECOND, MINUTE, HOUR -> true;
            case DAY, MONTH, YEAR -> false;
        };
    }

    private static boolean mayBeLeftOut(Class<?> type) {
        return type == Optional.class || type == PersonCounts.class || Collection.class.isAssignableFrom(type);
    }

    private static boolean isFilled(Detail detail, Method field) {
        try {
            Object value = field.invoke(detail);
            if (value instanceof Optional<?> optional) {
                return optional.isPresent();
            }
            if (value instanceof PersonCounts counts) {
                return counts.total().isPresent();
            }
            return value instanceof Collection<?> several && !several.isEmpty();
        } catch (ReflectiveOperationException aRecordIsReadable) {
            throw new IllegalStateException(aRecordIsReadable);
        }
    }

    private static int verdicts(Event event, Check.Verdict verdict) {
        return (int) event.checks().stream()
                .filter(check -> check.verdict() == verdict)
                .count();
    }

    private static int contradictions(Event event) {
        Instant occurred = event.occurred().at();
        int found = occurred.isAfter(event.reportedAt()) ? 1 : 0;
        return found
                + (int) event.entities().stream()
                        .filter(Person.class::isInstance)
                        .map(Person.class::cast)
                        .filter(person ->
                                contradicts(person, occurred, event.occurred().precision()))
                        .count();
    }

    private static boolean contradicts(Person person, Instant occurred, TimePrecision precision) {
        Optional<PartialDate> birth = person.birthDate().flatMap(PartialDate::parse);
        if (birth.isEmpty()) {
            return false;
        }
        LocalDate from = occurred.atOffset(ZoneOffset.UTC).toLocalDate();
        LocalDate to = end(from, precision);
        boolean surelyAdult = !birth.get().last().plusYears(AGE_OF_MAJORITY).isAfter(from);
        boolean surelyMinor = birth.get().first().plusYears(AGE_OF_MAJORITY).isAfter(to);
        return birth.get().first().isAfter(to)
                || (surelyAdult && minor(person.ageGroup()))
                || (surelyMinor && person.ageGroup() == AgeGroup.ADULT);
    }

    private static boolean minor(AgeGroup group) {
        return switch (group) {
            case MINOR, UNACCOMPANIED_MINOR -> true;
            case ADULT, UNKNOWN -> false;
        };
    }

    private static LocalDate end(LocalDate from, TimePrecision precision) {
        return switch (precision) {
            case SECOND, MINUTE, HOUR, DAY -> from.plusDays(1);
            case MONTH -> from.plusMonths(1);
            case YEAR -> from.plusYears(1);
        };
    }
}
