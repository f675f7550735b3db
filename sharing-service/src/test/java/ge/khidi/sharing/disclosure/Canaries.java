package ge.khidi.sharing.disclosure;

import ge.khidi.contract.entity.Identifying;
import ge.khidi.contract.event.Event;
import ge.khidi.sharing.disclosure.Rendition.Withheld;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** An event whose every identifying value is one that occurs nowhere else, and where each of them stands. */
public final class Canaries {

    private final Map<String, String> byPointer = new TreeMap<>();
    private final Event event;

    private Canaries(Event event) {
        this.event = (Event) planted(event, "");
    }

    public static Canaries in(Event event) {
        return new Canaries(event);
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
                boolean identifying = components[i].isAnnotationPresent(Identifying.class);
                String pointer = at + "/" + components[i].getName();
                values[i] = value(components[i].getAccessor().invoke(record), pointer, identifying);
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

    private Object value(Object value, String at, boolean identifying) {
        if (value instanceof Optional<?> optional) {
            return optional.map(inner -> value(inner, at, identifying));
        }
        if (value instanceof List<?> items) {
            List<Object> copy = new ArrayList<>();
            for (int i = 0; i < items.size(); i++) {
                copy.add(value(items.get(i), at + "/" + i, identifying));
            }
            return copy;
        }
        if (value instanceof Record record && record.getClass().getName().startsWith("ge.khidi.contract.e")) {
            return planted(record, at);
        }
        if (value instanceof String && identifying) {
            int number = byPointer.size();
            String canary = at.endsWith("/birthDate")
                    ? LocalDate.EPOCH.minusDays(1 + number).toString()
                    : "Canary" + (1000 + number) + "Y";
            byPointer.put(at, canary);
            return canary;
        }
        return value;
    }
}
