package ge.khidi.sharing.writing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import ge.khidi.sharing.stix.StatedHandling;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The objects of a TAXII envelope (TAXII 2.1 section 3.7), read as strictly as anything that comes from outside and not yet judged. {@code givenOut} are ids
 * that its writer has from here, whatever the objects say of their creator.
 */
public record Envelope(List<JsonNode> objects, Set<String> givenOut) {

    /** More than fit as objects that say anything. */
    private static final int MOST = 4_000;

    private static final String INDICATOR = "indicator--";
    static final String SIGHTING = "sighting--";
    private static final int DEPTH = 32;

    /** Several times those of 1 MB of indicators; brackets alone would take sixty times their bytes of the heap. */
    private static final long TOKENS = 200_000;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH)
                            .maxTokenCount(TOKENS)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
            .build();

    public Envelope {
        objects = List.copyOf(objects);
        givenOut = Set.copyOf(givenOut);
    }

    Envelope(List<JsonNode> objects) {
        this(objects, Set.of());
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

    /** The ids of what could be said as an event. */
    public Set<String> ids() {
        return objects.stream()
                .flatMap(one -> Head.id(one).stream())
                .filter(id -> id.startsWith(INDICATOR) || id.startsWith(SIGHTING))
                .collect(Collectors.toSet());
    }

    /** The same, once it is known which of its ids the writer has from here. */
    public Envelope with(Set<String> ids) {
        return new Envelope(objects, ids);
    }

    /** Whether it was given out here and comes back: by what it names as its creator, or by its id, which no tool rewrites. */
    boolean isGivenOut(JsonNode object) {
        return StatedHandling.givenOutHere(object)
                || givenOut.contains(object.path("id").asText());
    }

    /** @param place from 1 */
    JsonNode at(int place) {
        return objects.get(place - 1);
    }

    /** Where the indicators that are the writer's word stand, of each its latest version: not what was given out here and comes back, nor what is taken back. */
    Map<String, Integer> ownIndicators() {
        Map<String, Integer> latest = new HashMap<>();
        for (int place = 1; place <= objects.size(); place++) {
            JsonNode one = at(place);
            if (one.path("type").asText().equals("indicator")
                    && !isGivenOut(one)
                    && !one.path("revoked").asBoolean()) {
                latest.merge(one.path("id").asText(), place, this::later);
            }
        }
        return latest;
    }

    /** One that does not say when it was modified may be the latest. */
    private Integer later(Integer one, Integer other) {
        Instant modified = Head.time(at(one), "modified").orElse(Instant.MAX);
        return Head.time(at(other), "modified").orElse(Instant.MAX).isAfter(modified) ? other : one;
    }

    /** The indicators that sightings name and that are not in here as the writer's own. */
    public Set<String> sightedElsewhere() {
        Set<String> here = ownIndicators().keySet();
        return objects.stream()
                .filter(one -> one.path("type").asText().equals("sighting"))
                .map(one -> one.path("sighting_of_ref").asText())
                .filter(id -> id.startsWith(INDICATOR) && Head.isId(id) && !here.contains(id))
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
            return JSON.writeValueAsString(object);
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
