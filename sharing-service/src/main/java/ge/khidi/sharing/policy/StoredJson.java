package ge.khidi.sharing.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** JSON that this package wrote and reads again. One mapper for all: to make one takes longer than to read with it. */
final class StoredJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param what it should be, for the message of the exception that says it is not */
    static JsonNode read(String text, String what) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException("not " + what, broken);
        }
    }

    private StoredJson() {}
}
