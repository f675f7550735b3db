package ge.khidi.contract.codec;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.Topics;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.EventType;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A published event as bytes. {@code parse(print(e))} is {@code e}. Fields this version does not know are kept by their place and
 * printed again where their parent still is; a field that is known and wrong makes the event unreadable.
 */
public final class EventCodec {

    /** The largest event that is read. */
    public static final int MAX_BYTES = Topics.MAX_EVENT_BYTES;

    private EventCodec() {}

    public static Parsed<Event> parse(byte[] json) {
        return JsonText.parse(json, MAX_BYTES).fold(EventCodec::parse, Parsed.Faulty::new);
    }

    /** The event in its tree. */
    public static Parsed<Event> parse(ObjectNode tree) {
        Reading reading = new Reading(Reading.Strictness.KEEP_UNKNOWN, type(tree));
        Object event = Shapes.of(Event.class).read(tree, Place.ROOT, reading);
        return event == null ? new Parsed.Faulty<>(reading.faults()) : new Parsed.Ok<>((Event) event);
    }

    /** Deterministic: the same event is always the same bytes. */
    public static byte[] print(Event event) {
        return JsonText.print(tree(event));
    }

    public static ObjectNode tree(Event event) {
        ObjectNode tree = (ObjectNode) Shapes.of(Event.class).write(event);
        new TreeMap<>(event.unknown()).forEach((pointer, value) -> putBack(tree, pointer, value));
        return tree;
    }

    private static void putBack(ObjectNode tree, String pointer, JsonNode value) {
        JsonPointer place = JsonPointer.compile(pointer);
        String name = place.last().getMatchingProperty();
        if (tree.at(place.head()) instanceof ObjectNode parent && !parent.has(name)) {
            parent.set(name, value);
        }
    }

    static Optional<EventType> type(ObjectNode tree) {
        JsonNode type = tree.get("type");
        return type == null || !type.isTextual() ? Optional.empty() : Optional.ofNullable(TYPES.get(type.textValue()));
    }

    private static final Map<String, EventType> TYPES = types();

    private static Map<String, EventType> types() {
        Map<String, EventType> types = new TreeMap<>();
        for (EventType type : EventType.values()) {
            types.put(type.name(), type);
        }
        return Map.copyOf(types);
    }
}
