package ge.khidi.sharing.writing;

import com.fasterxml.jackson.databind.JsonNode;
import ge.khidi.contract.CommonEra;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which version of which object is meant. {@code version} is as its writer put it, {@code modified} the same moment in microseconds. An object without
 * an id that could be one, or without a time, gets in its place one that says where in the envelope it stands, or when it came: a status names something.
 */
record Head(String id, String version, Instant modified) {

    private static final Pattern ID = Pattern.compile(
            "[a-z][a-z0-9-]{0,60}--[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    private static final Pattern TIME =
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z");

    /** @param place in the envelope, from 1 */
    static Head of(JsonNode object, int place, Instant now) {
        String id = id(object).orElse(String.format(Locale.ROOT, "unidentified--00000000-0000-4000-8000-%012d", place));
        String field = time(object, "modified").isPresent() ? "modified" : "created";
        return time(object, field)
                .map(at -> new Head(id, object.path(field).asText(), at))
                .orElseGet(() -> new Head(
                        id, now.truncatedTo(ChronoUnit.MICROS).toString(), now.truncatedTo(ChronoUnit.MICROS)));
    }

    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** The id, if it is one of STIX 2.1 and of the object's own type (section 2.9). */
    static Optional<String> id(JsonNode object) {
        String id = object.path("id").asText();
        String type = object.path("type").asText();
        return isId(id) && id.startsWith(type + "--") ? Optional.of(id) : Optional.empty();
    }

    /** A moment of STIX 2.1 (section 2.16): in UTC with a Z. Parts of a microsecond are cut off. */
    static Optional<Instant> time(JsonNode object, String field) {
        String text = object.path(field).asText();
        if (!object.path(field).isTextual() || !TIME.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(CommonEra.instant(text).truncatedTo(ChronoUnit.MICROS));
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }
}
