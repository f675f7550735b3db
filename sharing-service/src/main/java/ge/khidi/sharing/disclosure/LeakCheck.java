package ge.khidi.sharing.disclosure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks at outgoing bytes once more: no withheld identifying value may stand in them, unless the same value left by right elsewhere
 * in the item.
 *
 * <p>Values are compared in their {@link Normal} form, from 4 characters on, on token boundaries: {@code AB-123-CD} is found in
 * {@code "a car, ab 123 cd, left"}. Georgian and Cyrillic words are inflected at their end, so there a name is also found with its
 * last vowel gone and up to five letters behind it. Shorter values are not looked for; they would be found everywhere.
 */
final class LeakCheck {

    private static final int SHORTEST = 4;
    private static final int LONGEST_ENDING = 5;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Set<String> values = new HashSet<>();

    LeakCheck(Collection<String> withheld, Collection<String> released) {
        Set<String> byRight = new HashSet<>();
        released.forEach(value -> byRight.add(Normal.form(value)));
        for (String value : withheld) {
            String form = Normal.form(value);
            if (form.codePointCount(0, form.length()) >= SHORTEST && !byRight.contains(form)) {
                values.add(form);
            }
        }
    }

    /** The places in the body where a withheld value stands; {@code typed} are places that can hold none (times, codes, ids we gave). */
    List<String> leaks(byte[] body, Set<String> typed) {
        if (values.isEmpty()) {
            return List.of();
        }
        List<String> found = new ArrayList<>();
        try {
            look(JSON.readTree(body), "", typed, found);
        } catch (IOException ownBytes) {
            throw new UncheckedIOException(ownBytes);
        }
        return found;
    }

    private void look(JsonNode node, String pointer, Set<String> typed, List<String> found) {
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                look(field.getValue(), pointer + "/" + field.getKey(), typed, found);
            }
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                look(node.get(i), pointer + "/" + i, typed, found);
            }
        } else if (!typed.contains(pointer) && stands(node.asText())) {
            found.add(pointer);
        }
    }

    private boolean stands(String text) {
        List<String> tokens = Normal.tokens(text);
        StringBuilder joined = new StringBuilder();
        Set<Integer> starts = new HashSet<>();
        List<Integer> ends = new ArrayList<>();
        for (String token : tokens) {
            starts.add(joined.length());
            joined.append(token);
            ends.add(joined.length());
        }
        String whole = joined.toString();
        return values.stream().anyMatch(value -> stands(value, whole, starts, ends));
    }

    private static boolean stands(String value, String whole, Set<Integer> starts, List<Integer> ends) {
        String stem = stem(value);
        int room = stem.equals(value) && !inflected(value) ? 0 : LONGEST_ENDING;
        for (int at = whole.indexOf(stem); at >= 0; at = whole.indexOf(stem, at + 1)) {
            int behind = at + stem.length();
            boolean ending = ends.stream().anyMatch(end -> end >= behind && end <= behind + room);
            if (starts.contains(at) && ending) {
                return true;
            }
        }
        return false;
    }

    /** A word of an inflected script without its last vowel, where enough is left of it. */
    private static String stem(String value) {
        if (!inflected(value) || value.length() <= SHORTEST) {
            return value;
        }
        char last = value.charAt(value.length() - 1);
        return "აეიოუаеёийоуыэюяіїєь".indexOf(last) >= 0 ? value.substring(0, value.length() - 1) : value;
    }

    private static boolean inflected(String value) {
        return value.codePoints().allMatch(c -> {
            Character.UnicodeScript script = Character.UnicodeScript.of(c);
            return script == Character.UnicodeScript.GEORGIAN || script == Character.UnicodeScript.CYRILLIC;
        });
    }
}
