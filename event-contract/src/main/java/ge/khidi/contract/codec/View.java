package ge.khidi.contract.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One object of a document, seen part by part, so that what can be judged is judged even where another part cannot be read. A
 * part that is missing or unreadable is simply not there; whoever reads the whole document says why.
 */
public final class View {

    private final JsonNode node;
    private final Place place;

    private View(JsonNode node, Place place) {
        this.node = node;
        this.place = place;
    }

    /** The whole document. */
    public static View of(ObjectNode document) {
        return new View(document, Place.ROOT);
    }

    /** Whether the field is there, readable or not. */
    public boolean has(String field) {
        return node.has(field);
    }

    /** The value of a field, where it can be read. */
    public <T> Optional<T> value(String field, Class<T> type) {
        JsonNode found = node.get(field);
        Reading reading = new Reading(Reading.Strictness.KEEP_UNKNOWN, Optional.empty());
        return found == null
                ? Optional.empty()
                : Optional.ofNullable(Shapes.of(type).read(found, place.child(field), reading))
                        .map(type::cast);
    }

    public Optional<String> text(String field) {
        return value(field, String.class);
    }

    /** The object in a field; one without any field where there is none. */
    public View object(String field) {
        JsonNode found = node.get(field);
        return new View(found == null ? MissingNode.getInstance() : found, place.child(field));
    }

    /** The objects in an array, at their places; empty where there is no array. */
    public List<View> each(String field) {
        List<View> views = new ArrayList<>();
        for (int i = 0; i < size(field); i++) {
            views.add(new View(node.path(field).path(i), place.child(field).child(i)));
        }
        return views;
    }

    /** The strings in an array; empty where there is no array. */
    public Set<String> texts(String field) {
        Set<String> texts = new TreeSet<>();
        node.path(field).forEach(each -> texts.add(each.asText()));
        return texts;
    }

    /** How many elements the array in a field has; none where there is no array. */
    public int size(String field) {
        JsonNode array = node.path(field);
        return array.isArray() ? array.size() : 0;
    }

    /** A fault of this object. */
    public Fault fault(String code, String message) {
        return new Fault(place.toString(), code, message);
    }

    /** A fault of a field of this object, there or not. */
    public Fault fault(String field, String code, String message) {
        return new Fault(place.child(field).toString(), code, message);
    }
}
