package ge.khidi.sharing.stix;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.StringJoiner;

/** What STIX has no property for, in words: one line for each value, {@code field: value}, named as in the feed's JSON. */
final class Words {

    private static final Properties GEORGIAN = georgian();

    private Words() {}

    /** Lines for all values of an object, in its order. A line break inside a value is indented, so no value can pass for a line. */
    static String of(JsonNode node) {
        List<String> lines = new ArrayList<>();
        collect("", node, lines);
        return String.join("\n", lines);
    }

    /** A name of the contract as STIX writes its own: {@code DOCUMENT_FRAUD} is {@code document-fraud}. */
    static String kebab(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A code of the contract as the officers' pages say it in Georgian. */
    static String georgian(String code) {
        return GEORGIAN.getProperty("code." + code, code);
    }

    private static Properties georgian() {
        Properties words = new Properties();
        try {
            words.load(new StringReader(Platform.text("/pages/words_ka.properties")));
        } catch (IOException ownResource) {
            throw new UncheckedIOException(ownResource);
        }
        return words;
    }

    private static void collect(String name, JsonNode node, List<String> lines) {
        if (node.isObject()) {
            String prefix = name.isEmpty() ? "" : name + ".";
            node.properties().forEach(field -> collect(prefix + field.getKey(), field.getValue(), lines));
        } else if (node.isArray() && !node.isEmpty() && node.get(0).isContainerNode()) {
            node.forEach(item -> collect(name, item, lines));
        } else if (node.isArray()) {
            StringJoiner values = new StringJoiner(", ");
            node.forEach(value -> values.add(line(value)));
            if (values.length() > 0) {
                lines.add(name + ": " + values);
            }
        } else if (!node.isMissingNode()) {
            lines.add(name + ": " + line(node));
        }
    }

    private static String line(JsonNode value) {
        return value.asText().replaceAll("\\R", "\n    ");
    }
}
