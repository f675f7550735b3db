package ge.khidi.contract;

import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.entity.Group;
import ge.khidi.contract.event.Event;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TextsTest {

    /** What has no group, and why no profile need speak of it. */
    private static final Map<String, String> WITHOUT = Map.of(
            "AgencyId.value", "a name of the registry",
            "LocalId.value", "a name inside the event, of what has a group of its own",
            "State.reason", "leaves as one of three codes; words of the originator's never",
            "Narrative.language", "a code, and only with its text",
            "Grade.source", "one character",
            "Grade.information", "one character",
            "Check.field", "a field of the contract, said by the platform");

    @Test
    void everyTextOfAnEventIsInAGroup() {
        Set<String> without = new TreeSet<>();
        for (Class<?> type : reached()) {
            for (RecordComponent component : type.getRecordComponents()) {
                if (component.getGenericType().getTypeName().contains("java.lang.String")
                        && component.getType() != Map.class
                        && !component.isAnnotationPresent(Group.class)) {
                    without.add(type.getSimpleName() + "." + component.getName());
                }
            }
        }

        assertThat(without).containsExactlyInAnyOrderElementsOf(WITHOUT.keySet());
    }

    /** Every record that an event holds. */
    private static Set<Class<?>> reached() {
        Set<Class<?>> reached = new LinkedHashSet<>();
        reach(Event.class, reached);
        return reached;
    }

    private static void reach(Type type, Set<Class<?>> reached) {
        if (type instanceof ParameterizedType generic) {
            for (Type argument : generic.getActualTypeArguments()) {
                reach(argument, reached);
            }
        } else if (type instanceof Class<?> plain && plain.isSealed()) {
            for (Class<?> one : plain.getPermittedSubclasses()) {
                reach(one, reached);
            }
        } else if (type instanceof Class<?> plain && plain.isRecord() && reached.add(plain)) {
            for (RecordComponent component : plain.getRecordComponents()) {
                reach(component.getGenericType(), reached);
            }
        }
    }
}
