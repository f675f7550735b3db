package ge.khidi.sharing.stix;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.TreeSet;

/** One way to write everything: names in order, nothing that is empty (STIX 2.1 section 3.1 knows no empty list), times in UTC. */
final class Canonical {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private Canonical() {}

    static String print(JsonNode tree) {
        try {
            return JSON.writeValueAsString(
                    sorted(tree).orElseThrow(() -> new IllegalArgumentException("there is nothing to print")));
        } catch (JsonProcessingException ownTree) {
            throw new IllegalStateException(ownTree);
        }
    }

    /** RFC 3339 with milliseconds, and with microseconds where there are any: {@code created} and {@code modified} need at least the first. */
    static String time(Instant instant) {
        return (instant.equals(instant.truncatedTo(ChronoUnit.MILLIS)) ? MILLIS : MICROS).format(instant);
    }

    private static Optional<JsonNode> sorted(JsonNode node) {
        if (node.isObject()) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            TreeSet<String> names = new TreeSet<>();
            node.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> sorted(node.path(name)).ifPresent(value -> copy.set(name, value)));
            return copy.isEmpty() ? Optional.empty() : Optional.of(copy);
        }
        if (node.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            node.forEach(item -> sorted(item).ifPresent(copy::add));
            return copy.isEmpty() ? Optional.empty() : Optional.of(copy);
        }
        return node.isNull() || node.isMissingNode() ? Optional.empty() : Optional.of(node);
    }
}
