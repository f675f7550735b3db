package ge.khidi.sharing;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.RestAssured;
import io.restassured.config.LogConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A long answer in JSON. Of a page of a thousand items, the paths of REST Assured make more work than the service does. */
public final class Body {

    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /**
     * For a request that is answered at length: of every answer REST Assured makes a print, to have it at hand if it is not what
     * was expected, and of a page of a thousand items that takes longer than the service does.
     */
    public static RestAssuredConfig unprinted() {
        return RestAssured.config().logConfig(LogConfig.logConfig());
    }

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
