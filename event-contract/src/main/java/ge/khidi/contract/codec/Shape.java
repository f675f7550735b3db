package ge.khidi.contract.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import ge.khidi.contract.AgencyId;
import ge.khidi.contract.CommonEra;
import ge.khidi.contract.handling.ReleasableTo;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How one Java type is written in JSON. Reading never stops at the first fault: a shape that cannot make its value reports why
 * and returns null, and whoever asked goes on with the rest.
 */
abstract class Shape {

    abstract @Nullable Object read(JsonNode node, Place place, Reading reading);

    abstract JsonNode write(Object value);

    /** The value of a component that is not there, or null where that is a fault. */
    @Nullable
    Object absent() {
        return null;
    }

    /** Whether a value is written by leaving its field away. */
    boolean leftAway(Object value) {
        return false;
    }

    private static @Nullable Object wrongType(Place place, Reading reading, String expected) {
        reading.report(place, "wrong-type", "must be " + expected);
        return null;
    }

    /** Text that a function makes into a value, where it can. */
    static final class Text extends Shape {
        private final String code;
        private final String expected;
        private final Function<String, Optional<?>> parse;
        private final Function<Object, String> print;

        Text(String code, String expected, Function<String, Optional<?>> parse, Function<Object, String> print) {
            this.code = code;
            this.expected = expected;
            this.parse = parse;
            this.print = print;
        }

        @Override
        @Nullable
        Object read(JsonNode node, Place place, Reading reading) {
            if (!node.isTextual()) {
                return wrongType(place, reading, "a string");
            }
            Optional<?> value = parse.apply(node.textValue());
            if (value.isEmpty()) {
                reading.report(place, code, "must be " + expected);
                return null;
            }
            return value.get();
        }

        @Override
        JsonNode write(Object value) {
            return TextNode.valueOf(print.apply(value));
        }

        static Optional<?> moment(String text) {
            try {
                return Optional.of(CommonEra.moment(text));
            } catch (DateTimeException notATime) {
                return Optional.empty();
            }
        }

        static Optional<?> day(String text) {
            try {
                return Optional.of(CommonEra.day(text));
            } catch (DateTimeException notADay) {
                return Optional.empty();
            }
        }
    }

    /** true or false. */
    static final class Flag extends Shape {
        @Override
        @Nullable
        Object read(JsonNode node, Place place, Reading reading) {
            return node.isBoolean() ? (Object) node.booleanValue() : wrongType(place, reading, "true or false");
        }

        @Override
        JsonNode write(Object value) {
            return BooleanNode.valueOf((Boolean) value);
        }
    }

    /** A whole number. */
    static final class Whole extends Shape {
        @Override
        @Nullable
        Object read(JsonNode node, Place place, Reading reading) {
            if (!node.isNumber() || !node.canConvertToExactIntegral() || !node.canConvertToInt()) {
                return wrongType(place, reading, "a whole number");
            }
            return node.intValue();
        }

        @Override
        JsonNode write(Object value) {
            return IntNode.valueOf((Integer) value);
        }
    }

    /** A decimal number, kept exactly as written. */
    static final class Decimal extends Shape {
        @Override
        @Nullable
        Object read(JsonNode node, Place place, Reading reading) {
            return node.isNumber() ? node.decimalValue() : wrongType(place, reading, "a number");
        }

        @Override
        JsonNode write(Object value) {
            return DecimalNode.valueOf((BigDecimal) value);
        }
    }

    /** Something that may be left away, and then is not known. */
    static final class Maybe extends Shape {
        private final Shape inner;

        Maybe(Shape inner) {
            this.inner = inner;
        }

        @Override
        @Nullable
        Object read(JsonNode node, Place place, Reading reading) {
            Object value = inner.read(node, place, reading);
            return value == null ? null : Optional.of(value);
        }

        @Override
        JsonNode write(Object value) {
            return inner.write(((Optional<?>) value).orElseThrow());
        }

        @Override
        Object absent() {
            return Optional.empty();
        }

        @Override
        boolean leftAway(Object value) {
            return ((Optional<?>) value).isEmpty();
        }
    }

    /**
     * A list or a set. Empty is written by leaving it away, so that a list a later minor version adds changes neither the bytes nor
     * the digest of what does not use it.
     */
    static final class Several extends Shape {
        private final Shape inner;
        private final boolean sorted;

        Several(Shape inner, boolean sorted) {
            this.inner = inner;
            this.sorted = sorted;
        }

        @Override
        @Nullable
        Object read(JsonNode node, Place place, Reading reading) {
            if (!node.isArray()) {
                return wrongType(place, reading, "an array");
            }
            List<Object> values = new ArrayList<>(node.size());
            for (int i = 0; i < node.size(); i++) {
                Object value = inner.read(node.get(i), place.child(i), reading);
                if (value != null) {
                    values.add(value);
                }
            }
            return values.size() < node.size() ? null : collect(values);
        }

        private Collection<Object> collect(List<Object> values) {
            return sorted ? new TreeSet<>(values) : values;
        }

        @Override
        JsonNode write(Object value) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            ((Collection<?>) value).forEach(each -> array.add(inner.write(each)));
            return array;
        }

        @Override
        Object absent() {
            return sorted ? Set.of() : List.of();
        }

        @Override
        boolean leftAway(Object value) {
            return ((Collection<?>) value).isEmpty();
        }
    }

    /** "BY_POLICY", or a list of agencies, where an empty list is nobody. */
    static final class Release extends Shape {
        private final Shape agencies;

        Release(Shape agencies) {
            this.agencies = agencies;
        }

        @Override
        @Nullable
        Object read(JsonNode node, Place place, Reading reading) {
            if (node.isTextual() && node.textValue().equals("BY_POLICY")) {
                return ReleasableTo.BY_POLICY;
            }
            if (node.isArray() && agencies.read(node, place, reading) instanceof Collection<?> names) {
                Set<AgencyId> named = new TreeSet<>();
                names.forEach(name -> named.add((AgencyId) name));
                return new ReleasableTo.Named(named);
            }
            if (!node.isArray()) {
                wrongType(place, reading, "\"BY_POLICY\" or an array of agencies");
            }
            return null;
        }

        @Override
        JsonNode write(Object value) {
            return value instanceof ReleasableTo.Named named
                    ? agencies.write(named.agencies())
                    : TextNode.valueOf("BY_POLICY");
        }
    }

    /** What the type of the event decides. */
    static final class OfType extends Shape {
        @Override
        @Nullable
        Object read(JsonNode node, Place place, Reading reading) {
            return reading.type()
                    .map(type -> Shapes.of(type.detailClass()))
                    .map(shape -> shape.read(node, place, reading))
                    .orElse(null);
        }

        @Override
        JsonNode write(Object value) {
            return Shapes.of(value.getClass()).write(value);
        }
    }

    /** One of several records, told apart by the field {@code kind}. */
    static final class OfKind extends Shape {
        private final Map<String, Shape> kinds = new TreeMap<>();
        private final Map<Class<?>, String> names;

        OfKind(Map<Class<?>, String> names, Function<Map.Entry<Class<?>, String>, Shape> shape) {
            this.names = names;
            names.entrySet().forEach(entry -> kinds.put(entry.getValue(), shape.apply(entry)));
        }

        @Override
        @Nullable
        Object read(JsonNode node, Place place, Reading reading) {
            if (!node.isObject()) {
                return wrongType(place, reading, "an object");
            }
            JsonNode kind = node.get("kind");
            if (kind == null) {
                reading.report(place.child("kind"), "missing", "must be there");
                return null;
            }
            Shape shape = kind.isTextual() ? kinds.get(kind.textValue()) : null;
            if (shape == null) {
                reading.report(place.child("kind"), "not-in-list", "must be one of " + kinds.keySet());
                return null;
            }
            return shape.read(node, place, reading);
        }

        @Override
        JsonNode write(Object value) {
            Shape shape = kinds.get(names.getOrDefault(value.getClass(), ""));
            if (shape == null) {
                throw new IllegalArgumentException("not a kind: " + value.getClass());
            }
            return shape.write(value);
        }
    }

    /** The fields nobody knows; they are written by whoever writes the whole document. */
    static final class Rest extends Shape {
        @Override
        Object read(JsonNode node, Place place, Reading reading) {
            return reading.unknown();
        }

        @Override
        JsonNode write(Object value) {
            throw new IllegalStateException("written with the whole document");
        }

        @Override
        boolean leftAway(Object value) {
            return true;
        }
    }

    /** A record: one field per component, in their order, after the {@code kind} where it has one. */
    static final class OfRecord extends Shape {
        private final List<Component> components;
        private final Constructor<?> constructor;
        private final Optional<String> kind;
        private final Set<String> names = new TreeSet<>();

        OfRecord(List<Component> components, Constructor<?> constructor, Optional<String> kind) {
            this.components = components;
            this.constructor = constructor;
            this.kind = kind;
            kind.ifPresent(present -> names.add("kind"));
            components.stream()
                    .filter(component -> !(component.shape() instanceof Rest))
                    .forEach(component -> names.add(component.name()));
        }

        /** One component. */
        record Component(String name, Shape shape, Function<Object, Object> get) {}

        @Override
        @Nullable
        Object read(JsonNode node, Place place, Reading reading) {
            if (!(node instanceof ObjectNode object)) {
                return wrongType(place, reading, "an object");
            }
            findUnknown(object, place, reading);
            Object[] values = new Object[components.size()];
            boolean whole = true;
            for (int i = 0; i < values.length; i++) {
                Component component = components.get(i);
                Object value = component(component, object, place, reading);
                whole &= value != null;
                if (value != null) {
                    values[i] = value;
                }
            }
            return whole ? make(values, place, reading) : null;
        }

        private void findUnknown(ObjectNode object, Place place, Reading reading) {
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                if (!names.contains(field.getKey())) {
                    reading.unknown(place.child(field.getKey()), field.getValue());
                }
            }
        }

        private static @Nullable Object component(
                Component component, ObjectNode object, Place place, Reading reading) {
            JsonNode node = component.shape() instanceof Rest ? object : object.get(component.name());
            if (node != null) {
                return component.shape().read(node, place.child(component.name()), reading);
            }
            Object absent = component.shape().absent();
            if (absent == null) {
                reading.report(place.child(component.name()), "missing", "must be there");
            }
            return absent;
        }

        private @Nullable Object make(Object[] values, Place place, Reading reading) {
            try {
                return constructor.newInstance(values);
            } catch (IllegalAccessException | InstantiationException impossible) {
                throw new IllegalStateException(impossible);
            } catch (InvocationTargetException refused) {
                if (refused.getCause() instanceof IllegalArgumentException) {
                    reading.report(place, "contradiction", "its fields do not fit together");
                    return null;
                }
                throw new IllegalStateException(refused);
            }
        }

        @Override
        JsonNode write(Object value) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            kind.ifPresent(name -> object.put("kind", name));
            for (Component component : components) {
                Object part = component.get().apply(value);
                if (!component.shape().leftAway(part)) {
                    object.set(component.name(), component.shape().write(part));
                }
            }
            return object;
        }
    }
}
