package ge.khidi.sharing.disclosure;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.contract.LocalId;
import ge.khidi.contract.RevisionId;
import ge.khidi.contract.entity.FieldGroup;
import ge.khidi.contract.entity.Group;
import ge.khidi.contract.entity.Identifying;
import ge.khidi.contract.event.Check;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.State;
import ge.khidi.contract.grade.Grade;
import ge.khidi.contract.handling.ReleasableTo;
import ge.khidi.sharing.disclosure.Rendition.Withheld;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** An event whose every identifying value, or every text, is one that occurs nowhere else, and where each of them stands. */
public final class Canaries {

    private final Map<String, String> byPointer = new TreeMap<>();
    private final Event event;

    /** Names that the platform gave or looks at, and what is no text of an originator. */
    private static final Set<Class<?>> PLAIN = Set.of(
            EventId.class,
            RevisionId.class,
            AgencyId.class,
            LocalId.class,
            State.class,
            Grade.class,
            Check.class,
            ReleasableTo.ByPolicy.class,
            ReleasableTo.Named.class);

    private final boolean everyText;
    private final Set<String> freeTexts = new TreeSet<>();

    private Canaries(Event event, boolean everyText) {
        this.everyText = everyText;
        this.event = (Event) planted(event, "");
    }

    /** In what identifies. */
    public static Canaries in(Event event) {
        return new Canaries(event, false);
    }

    /** In every text that an originator can write. */
    public static Canaries everywhere(Event event) {
        return new Canaries(event, true);
    }

    /** Those that stand in free text. */
    public Set<String> freeTexts() {
        return Set.copyOf(freeTexts);
    }

    /** What was planted there. */
    public String at(String pointer) {
        return Objects.requireNonNull(byPointer.get(pointer));
    }

    public Event event() {
        return event;
    }

    public Collection<String> values() {
        return byPointer.values();
    }

    /** Where each stands, as a JSON pointer into the event. */
    public Map<String, String> byPointer() {
        return Map.copyOf(byPointer);
    }

    /** The canaries at or below these places. */
    public Set<String> under(List<Withheld> withheld) {
        return byPointer.entrySet().stream()
                .filter(canary -> withheld.stream()
                        .map(Withheld::pointer)
                        .anyMatch(pointer -> canary.getKey().equals(pointer)
                                || canary.getKey().startsWith(pointer + "/")))
                .map(Map.Entry::getValue)
                .collect(Collectors.toSet());
    }

    private Object planted(Record record, String at) {
        RecordComponent[] components = record.getClass().getRecordComponents();
        Object[] values = new Object[components.length];
        try {
            for (int i = 0; i < components.length; i++) {
                Group group = components[i].getAnnotation(Group.class);
                Text text = new Text(
                        everyText || components[i].isAnnotationPresent(Identifying.class),
                        group != null && group.value() == FieldGroup.NARRATIVE);
                String pointer = at + "/" + components[i].getName();
                values[i] = value(components[i].getAccessor().invoke(record), pointer, text);
            }
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Constructor<?> constructor = record.getClass().getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** Whether one is planted in texts of a component, and whether they are free texts. */
    private record Text(boolean planted, boolean free) {}

    private Object value(Object value, String at, Text text) {
        if (value instanceof Optional<?> optional) {
            return optional.map(inner -> value(inner, at, text));
        }
        if (value instanceof List<?> items) {
            List<Object> copy = new ArrayList<>();
            for (int i = 0; i < items.size(); i++) {
                copy.add(value(items.get(i), at + "/" + i, text));
            }
            return copy;
        }
        if (value instanceof Record record && holdsTexts(record)) {
            return planted(record, at);
        }
        if (value instanceof String && text.planted()) {
            int number = byPointer.size();
            String canary = at.endsWith("/birthDate")
                    ? LocalDate.EPOCH.minusDays(1 + number).toString()
                    : "Canary" + (1000 + number) + "Y";
            byPointer.put(at, canary);
            if (text.free()) {
                freeTexts.add(canary);
            }
            return canary;
        }
        return value;
    }

    private boolean holdsTexts(Record record) {
        String name = record.getClass().getName();
        return everyText
                ? name.startsWith("ge.khidi.contract.") && !PLAIN.contains(record.getClass())
                : name.startsWith("ge.khidi.contract.e");
    }
}
