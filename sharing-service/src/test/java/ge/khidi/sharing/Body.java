package ge.khidi.sharing;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A long answer in JSON. Of a page of a thousand items, the paths of REST Assured make more work than the service does. */
public final class Body {

    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /** Of its fields, those the record names. */
    public static <T extends Record> T of(Response response, Class<T> type) {
        try {
            return JSON.readValue(response.asByteArray(), type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Body() {}
}
