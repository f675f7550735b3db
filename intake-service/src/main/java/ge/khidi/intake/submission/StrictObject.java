package ge.khidi.intake.submission;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import ge.khidi.contract.CommonEra;
import ge.khidi.contract.codec.Fault;
import ge.khidi.contract.codec.Parsed;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A small JSON object, read strictly: known fields only, texts only, each at most once. Where a caller allows it one field may hold an
 * object of its own, which is kept as the bytes that were sent, for a codec to read.
 */
public final class StrictObject {

    private static final int DEPTH = 40;
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH)
                    .maxNameLength(200)
                    .build())
            .build();

    private final Map<String, String> texts = new LinkedHashMap<>();
    private final List<Fault> faults = new ArrayList<>();
    private Optional<byte[]> inner = Optional.empty();

    private StrictObject() {}

    /**
     * @param names of the fields that may hold a text
     * @param nested name of the field that may hold an object, or empty for none
     */
    public static Parsed<StrictObject> parse(byte[] json, Set<String> names, String nested) {
        StrictObject object = new StrictObject();
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return notJson();
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                object.field(parser, json, name, names, nested);
            }
            return parser.nextToken() == null ? new Parsed.Ok<>(object) : notJson();
        } catch (IOException unreadable) {
            return notJson();
        }
    }

    private void field(JsonParser parser, byte[] json, String name, Set<String> names, String nested)
            throws IOException {
        JsonToken value = parser.nextToken();
        int start = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
        if (value == JsonToken.VALUE_STRING && names.contains(name)) {
            texts.put(name, parser.getText());
            return;
        }
        parser.skipChildren();
        parser.finishToken();
        if (value == JsonToken.START_OBJECT && name.equals(nested)) {
            inner = Optional.of(Arrays.copyOfRange(
                    json, start, Math.toIntExact(parser.currentLocation().getByteOffset())));
        } else if (names.contains(name)) {
            report("/" + name, "wrong-type", "must be a text");
        } else if (name.equals(nested)) {
            report("/" + name, "wrong-type", "must be an object");
        } else {
            report("/" + name.replace("~", "~0").replace("/", "~1"), "unknown-field", "no such field");
        }
    }

    /** The object in the one field that may hold one. */
    public Optional<byte[]> inner() {
        return inner;
    }

    public boolean has(String name) {
        return texts.containsKey(name);
    }

    /** A text of 1 to {@code most} characters that may be absent. */
    public Optional<String> text(String name, int most) {
        Optional<String> text = Optional.ofNullable(texts.get(name));
        if (text.filter(said -> said.isBlank() || said.length() > most || !isText(said))
                .isPresent()) {
            report("/" + name, "wrong-length", "must be 1 to " + most + " characters of text");
        }
        return text;
    }

    /** A text that must be there. */
    public String required(String name, int most) {
        if (!texts.containsKey(name)) {
            missing(name);
        }
        return text(name, most).orElse("");
    }

    /** A text of a form of its own. */
    public <T> Optional<T> parsed(String name, Function<String, Optional<T>> form, String mustBe) {
        Optional<String> text = Optional.ofNullable(texts.get(name));
        Optional<T> value = text.flatMap(form);
        if (text.isPresent() && value.isEmpty()) {
            report("/" + name, "wrong-form", mustBe);
        }
        return value;
    }

    /** A day, {@code yyyy-MM-dd}, that must be there. */
    public LocalDate requiredDay(String name) {
        if (!texts.containsKey(name)) {
            missing(name);
        }
        return parsed(name, StrictObject::day, "must be a day, yyyy-MM-dd").orElse(LocalDate.EPOCH);
    }

    public void missing(String name) {
        report("/" + name, "missing", "must be there");
    }

    public void report(String pointer, String code, String message) {
        if (faults.stream().noneMatch(fault -> fault.pointer().equals(pointer))) {
            faults.add(new Fault(pointer, code, message));
        }
    }

    /** The value, unless anything was wrong. */
    public <T> Parsed<T> end(Supplier<T> value) {
        return faults.isEmpty() ? new Parsed.Ok<>(value.get()) : new Parsed.Faulty<>(faults);
    }

    /** Neither U+0000, which the record cannot keep, nor half a surrogate pair, which is no character. */
    private static boolean isText(String said) {
        return said.indexOf('\0') < 0 && UTF_8.newEncoder().canEncode(said);
    }

    private static Optional<LocalDate> day(String text) {
        try {
            return Optional.of(CommonEra.day(text));
        } catch (DateTimeException notADay) {
            return Optional.empty();
        }
    }

    private static Parsed<StrictObject> notJson() {
        return new Parsed.Faulty<>(List.of(new Fault("", "not-json", "must be one JSON object")));
    }
}
