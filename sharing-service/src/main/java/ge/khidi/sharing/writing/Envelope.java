package ge.khidi.sharing.writing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import ge.khidi.sharing.stix.StatedHandling;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The objects of a TAXII envelope (TAXII 2.1 section 3.7), read as strictly as anything that comes from outside and not yet judged. */
public record Envelope(List<JsonNode> objects) {

    /** More than fit as objects that say anything. */
    private static final int MOST = 4_000;

    private static final int DEPTH = 32;
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    public Envelope {
        objects = List.copyOf(objects);
    }

    /** Nothing if it is no envelope, or an empty one. */
    public static Optional<Envelope> parse(byte[] body) {
        try {
            JsonNode objects = JSON.readTree(body).path("objects");
            List<JsonNode> all = new ArrayList<>();
            objects.forEach(all::add);
            return objects.isArray() && !all.isEmpty() ? Optional.of(new Envelope(all)) : Optional.empty();
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }

    /** Whether there is more in it than is judged at once. */
    public boolean tooLarge() {
        return objects.size() > MOST;
    }

    /** The indicators that are the writer's word: not what was given out here and comes back, nor what is taken back. */
    Stream<JsonNode> ownIndicators() {
        return objects.stream()
                .filter(one -> one.path("type").asText().equals("indicator"))
                .filter(one -> !StatedHandling.givenOutHere(one))
                .filter(one -> !one.path("revoked").asBoolean());
    }

    /** The indicators that sightings name and that are not in here as the writer's own. */
    public Set<String> sightedElsewhere() {
        Set<String> here = ownIndicators().map(one -> one.path("id").asText()).collect(Collectors.toSet());
        return objects.stream()
                .filter(one -> one.path("type").asText().equals("sighting"))
                .map(one -> one.path("sighting_of_ref").asText())
                .filter(id -> id.startsWith("indicator--") && Head.isId(id) && !here.contains(id))
                .collect(Collectors.toSet());
    }

    /** An object that somebody keeps, from its bytes. */
    public static JsonNode object(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException ownBytes) {
            throw new UncheckedIOException(ownBytes);
        }
    }

    /** The object with its names in order, so that the same content is the same text. */
    static String canonical(JsonNode object) {
        try {
            return JSON.writeValueAsString(JSON.convertValue(object, Object.class));
        } catch (IOException ownTree) {
            throw new UncheckedIOException(ownTree);
        }
    }

    /** Never the content. */
    @Override
    public String toString() {
        return "Envelope[" + objects.size() + "]";
    }
}
