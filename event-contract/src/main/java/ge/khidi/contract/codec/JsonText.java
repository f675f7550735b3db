package ge.khidi.contract.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes to a JSON tree and back, for hostile bytes. Refused beyond what RFC 8259 refuses: more bytes than a document may have,
 * depth over 32, a name twice in one object, numbers that a double cannot hold exactly, U+0000 and unpaired surrogates. All
 * numbers are exact decimals, so that what was written is what is kept.
 */
final class JsonText {

    private static final int DEPTH = 32;
    private static final int DIGITS = 15;
    private static final int EXPONENT = 30;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH)
                    .maxNumberLength(60)
                    .maxNameLength(200)
                    .build())
            .configure(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES, false)
            .build();
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final JsonParser parser;
    private final List<Fault> faults;

    private JsonText(JsonParser parser, List<Fault> faults) {
        this.parser = parser;
        this.faults = faults;
    }

    static Parsed<ObjectNode> parse(byte[] json, int maxBytes) {
        if (json.length > maxBytes) {
            return refused(new Fault("", "too-large", "more than " + maxBytes + " bytes"));
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(json))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return refused(new Fault("", "not-utf-8", "not UTF-8"));
        }
        List<Fault> faults = new ArrayList<>();
        try (JsonParser parser = FACTORY.createParser(text)) {
            return new JsonText(parser, faults).document();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    static byte[] print(JsonNode tree) {
        try {
            return MAPPER.writeValueAsBytes(tree);
        } catch (JsonProcessingException unprintable) {
            throw new IllegalArgumentException("holds text that is not Unicode", unprintable);
        }
    }

    private static Parsed<ObjectNode> refused(Fault fault) {
        return new Parsed.Faulty<>(List.of(fault));
    }

    private Parsed<ObjectNode> document() throws IOException {
        try {
            JsonToken first = parser.nextToken();
            if (first == null) {
                return refused(new Fault("", "not-json", "empty"));
            }
            JsonNode root = value(first);
            if (parser.nextToken() != null) {
                return refused(new Fault("", "not-json", "more text after the end of the document"));
            }
            if (!(root instanceof ObjectNode object)) {
                return refused(new Fault("", "wrong-type", "must be an object"));
            }
            return faults.isEmpty() ? new Parsed.Ok<>(object) : new Parsed.Faulty<>(faults);
        } catch (StreamConstraintsException beyond) {
            return refused(fault("beyond-limits", "nested deeper than " + DEPTH + ", or an endless name or number"));
        } catch (JsonEOFException cutOff) {
            return refused(fault("not-json", "ends before the document does"));
        } catch (JsonParseException notJson) {
            return refused(fault(
                    "not-json",
                    "not JSON at line " + notJson.getLocation().getLineNr() + ", column "
                            + notJson.getLocation().getColumnNr()));
        }
    }

    private JsonNode value(JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> TextNode.valueOf(text(parser.getText()));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(token);
            case VALUE_TRUE -> BooleanNode.TRUE;
            case VALUE_FALSE -> BooleanNode.FALSE;
            case VALUE_NULL -> NullNode.instance;
            case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw new IllegalStateException("a value cannot start with " + token);
        };
    }

    private ObjectNode object() throws IOException {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            text(name);
            if (object.has(name)) {
                report("duplicate-field", "the same name twice in one object");
            }
            object.set(name, value(parser.nextToken()));
        }
        return object;
    }

    private ArrayNode array() throws IOException {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            array.add(value(token));
        }
        return array;
    }

    /** Exact, and bounded so that every reader, the canonical form included, sees the same number. */
    private JsonNode number(JsonToken token) throws IOException {
        BigDecimal value = exact(parser.getText());
        if (value.precision() > DIGITS || Math.abs((long) value.scale()) > EXPONENT) {
            report("number-beyond-limits", "at most " + DIGITS + " significant digits, at most 10 to the " + EXPONENT);
            return IntNode.valueOf(0);
        }
        if (token == JsonToken.VALUE_NUMBER_FLOAT) {
            return DecimalNode.valueOf(value);
        }
        long whole = value.longValueExact();
        return whole == (int) whole ? IntNode.valueOf((int) whole) : LongNode.valueOf(whole);
    }

    private static BigDecimal exact(String number) {
        try {
            return new BigDecimal(number);
        } catch (NumberFormatException endlessExponent) {
            return BigDecimal.valueOf(1, Integer.MAX_VALUE);
        }
    }

    private String text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                report("nul-character", "U+0000 is not allowed");
                return text;
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                report("unpaired-surrogate", "half of a surrogate pair is not a character");
                return text;
            }
        }
        return text;
    }

    private void report(String code, String message) {
        faults.add(fault(code, message));
    }

    private Fault fault(String code, String message) {
        return new Fault(parser.getParsingContext().pathAsPointer().toString(), code, message);
    }
}
