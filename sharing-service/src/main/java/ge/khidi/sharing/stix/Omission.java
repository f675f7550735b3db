package ge.khidi.sharing.stix;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Takes what stood at some places of an event out of an object that says the event: its line in words, and its field in our extension. */
public final class Omission {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Omission() {}

    /** The object without them, and the same text where it has none. {@code places} are JSON pointers into the event. */
    public static String of(String object, Set<String> places) {
        ObjectNode body = read(object);
        boolean without = false;
        for (String place : places) {
            without |= words(body, "description", place);
            without |= words(body, "content", place);
            JsonNode event = body.path("extensions").path(Platform.EXTENSION).path("event");
            int field = place.lastIndexOf('/');
            if (event.at(place.substring(0, field)) instanceof ObjectNode part) {
                without |= part.remove(place.substring(field + 1)) != null;
            }
        }
        return without ? Canonical.print(body) : object;
    }

    /** A value is a line, and its own further lines are indented. */
    private static boolean words(ObjectNode body, String property, String place) {
        if (!body.path(property).isTextual()) {
            return false;
        }
        String begins = place.substring(1).replace('/', '.') + ": ";
        List<String> left = new ArrayList<>();
        boolean inside = false;
        boolean without = false;
        for (String line : body.path(property).textValue().split("\n", -1)) {
            inside = line.startsWith(begins) || (inside && line.startsWith("    "));
            without |= inside;
            if (!inside) {
                left.add(line);
            }
        }
        if (without) {
            body.put(property, String.join("\n", left));
        }
        return without;
    }

    private static ObjectNode read(String object) {
        try {
            return (ObjectNode) JSON.readTree(object);
        } catch (JsonProcessingException ownText) {
            throw new IllegalStateException(ownText);
        }
    }
}
