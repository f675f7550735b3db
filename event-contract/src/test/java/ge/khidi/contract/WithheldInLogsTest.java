package ge.khidi.contract;

import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.entity.FieldGroup;
import ge.khidi.contract.entity.Group;
import ge.khidi.contract.entity.Identifying;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.EventType;
import ge.khidi.contract.event.Submission;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What is said of people and things never reaches a log through a {@code toString()}. */
class WithheldInLogsTest {

    /** Texts that are labels: nothing in them is anybody's. */
    private static final Set<String> LABELS = Set.of(
            "Narrative.language",
            "Check.field",
            "Grade.source",
            "Grade.information",
            "AgencyId.value",
            "LocalId.value");

    @Test
    void noRecordShowsAValueItHolds() {
        Set<String> looked = new TreeSet<>();
        for (EventType type : EventType.values()) {
            for (long seed = 0; seed < 20; seed++) {
                Event event = RandomEvents.full(seed).event(type);
                look(event, looked);
                look(Submission.of(event), looked);
            }
        }

        assertThat(looked)
                .hasSizeGreaterThan(80)
                .contains("PersonName.given", "Handling.comment", "State.reason", "Origin.reference");
    }

    private static void look(Object value, Set<String> looked) {
        if (value instanceof Optional<?> maybe) {
            maybe.ifPresent(present -> look(present, looked));
        } else if (value instanceof Collection<?> several) {
            several.forEach(each -> look(each, looked));
        } else if (value instanceof Record) {
            for (RecordComponent component : value.getClass().getRecordComponents()) {
                Object part = get(component, value);
                String name = value.getClass().getSimpleName() + "." + component.getName();
                if (sensitive(name, component)) {
                    for (String text : texts(part)) {
                        assertThat(value.toString()).as(name).doesNotContain(text);
                        looked.add(name);
                    }
                }
                look(part, looked);
            }
        }
    }

    private static boolean sensitive(String name, RecordComponent component) {
        Group group = component.getAnnotation(Group.class);
        boolean structure = group != null && group.value() == FieldGroup.STRUCTURE;
        return component.isAnnotationPresent(Identifying.class)
                || (text(component.getGenericType()) && !structure && !LABELS.contains(name));
    }

    private static boolean text(Type type) {
        return type == String.class
                || (type instanceof ParameterizedType generic && text(generic.getActualTypeArguments()[0]));
    }

    private static List<String> texts(Object part) {
        List<String> texts = new ArrayList<>();
        if (part instanceof String text && text.length() > 1) {
            texts.add(text);
        } else if (part instanceof Optional<?> maybe) {
            maybe.ifPresent(present -> texts.addAll(texts(present)));
        } else if (part instanceof Collection<?> several) {
            new HashSet<>(several).forEach(each -> texts.addAll(texts(each)));
        }
        return texts;
    }

    private static Object get(RecordComponent component, Object record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
