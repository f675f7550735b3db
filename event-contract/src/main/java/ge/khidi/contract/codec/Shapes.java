package ge.khidi.contract.codec;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.contract.LocalId;
import ge.khidi.contract.RevisionId;
import ge.khidi.contract.detail.Detail;
import ge.khidi.contract.entity.Entity;
import ge.khidi.contract.handling.ReleasableTo;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The shape of every type of the contract, found once by reflection over its records. */
final class Shapes {

    private static final Map<Type, Shape> KNOWN = new ConcurrentHashMap<>();

    private Shapes() {}

    static Shape of(Type type) {
        Shape known = KNOWN.get(type);
        if (known == null) {
            known = make(type);
            KNOWN.put(type, known);
        }
        return known;
    }

    private static Shape make(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type inner = generic.getActualTypeArguments()[0];
            Type raw = generic.getRawType();
            if (raw == Optional.class) {
                return new Shape.Maybe(of(inner));
            }
            if (raw == List.class || raw == Set.class) {
                return new Shape.Several(of(inner), raw == Set.class);
            }
        }
        if (type instanceof Class<?> plain) {
            return make(plain);
        }
        throw new IllegalArgumentException("no JSON form: " + type.getTypeName());
    }

    private static Shape make(Class<?> type) {
        if (type == String.class) {
            return new Shape.Text("wrong-form", "text", Optional::of, Object::toString);
        } else if (type == boolean.class || type == Boolean.class) {
            return new Shape.Flag();
        } else if (type == int.class || type == Integer.class) {
            return new Shape.Whole();
        } else if (type == BigDecimal.class) {
            return new Shape.Decimal();
        } else if (type == Instant.class) {
            return new Shape.Text(
                    "wrong-form", "a time such as 2026-11-21T08:30:00Z", Shape.Text::moment, Object::toString);
        } else if (type == LocalDate.class) {
            return new Shape.Text("wrong-form", "a day such as 2026-11-21", Shape.Text::day, Object::toString);
        } else if (type == EventId.class) {
            return new Shape.Text("wrong-form", "an event id", EventId::parse, Object::toString);
        } else if (type == RevisionId.class) {
            return new Shape.Text(
                    "wrong-form", "an event id, a slash and a revision", RevisionId::parse, Object::toString);
        } else if (type == AgencyId.class) {
            return new Shape.Text("wrong-form", "an agency id", AgencyId::parse, Object::toString);
        } else if (type == LocalId.class) {
            return new Shape.Text("wrong-form", "a local id", LocalId::parse, Object::toString);
        } else if (type == ReleasableTo.class) {
            return new Shape.Release(new Shape.Several(of(AgencyId.class), true));
        } else if (type == Detail.class) {
            return new Shape.OfType();
        } else if (type == Entity.class) {
            return new Shape.OfKind(kinds(), entry -> record(entry.getKey(), Optional.of(entry.getValue())));
        } else if (type.isEnum()) {
            return enumeration(type);
        } else if (type.isRecord()) {
            return record(type, Optional.empty());
        }
        throw new IllegalArgumentException("no JSON form: " + type.getName());
    }

    private static Shape enumeration(Class<?> type) {
        Map<String, Object> byName = new LinkedHashMap<>();
        for (Object constant : type.getEnumConstants()) {
            byName.put(((Enum<?>) constant).name(), constant);
        }
        return new Shape.Text(
                "not-in-list",
                "one of " + byName.keySet(),
                text -> Optional.ofNullable(byName.get(text)),
                value -> ((Enum<?>) value).name());
    }

    /** The names of the kinds of entities, from the annotation that also serves Jackson. */
    private static Map<Class<?>, String> kinds() {
        JsonSubTypes kinds = Entity.class.getAnnotation(JsonSubTypes.class);
        Map<Class<?>, String> names = new LinkedHashMap<>();
        for (JsonSubTypes.Type kind : kinds.value()) {
            names.put(kind.value(), kind.name());
        }
        return names;
    }

    private static Shape record(Class<?> type, Optional<String> kind) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return new Shape.OfRecord(
                    Arrays.stream(components).map(Shapes::component).toList(),
                    type.getDeclaredConstructor(types),
                    kind);
        } catch (NoSuchMethodException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Shape.OfRecord.Component component(RecordComponent component) {
        Shape shape = component.getType() == Map.class ? new Shape.Rest() : of(component.getGenericType());
        Method accessor = component.getAccessor();
        return new Shape.OfRecord.Component(component.getName(), shape, value -> get(accessor, value));
    }

    private static Object get(Method accessor, Object value) {
        try {
            return accessor.invoke(value);
        } catch (IllegalAccessException | InvocationTargetException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
