package ge.khidi.sharing.pages;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * The words for what the contract names: fields such as {@code birthDate} and codes such as {@code DOCUMENT_FRAUD}. English follows from the
 * name itself unless a better word is given; Georgian is in a list, and what is missing there is said in English rather than left out.
 */
final class Vocabulary {

    private static final Pattern HUMP = Pattern.compile("(?<=[a-z])(?=[A-Z])");
    private static final Properties ENGLISH = read("words_en.properties");
    private static final Properties GEORGIAN = read("words_ka.properties");

    private Vocabulary() {}

    /** A field of the contract, such as {@code birthDate}. */
    static String field(Language language, String name) {
        return find(language, "field." + name)
                .orElseGet(() -> HUMP.matcher(name).replaceAll(" ").toLowerCase(Locale.ROOT));
    }

    /** A code of the contract, such as {@code DOCUMENT_FRAUD}. */
    static String code(Language language, String code) {
        return find(language, "code." + code)
                .orElseGet(() -> code.replace('_', ' ').toLowerCase(Locale.ROOT));
    }

    /** Whether the language has a word of its own for a code. */
    static boolean has(Language language, String code) {
        return words(language).containsKey("code." + code);
    }

    private static Optional<String> find(Language language, String key) {
        return Optional.ofNullable(words(language).getProperty(key))
                .or(() -> Optional.ofNullable(ENGLISH.getProperty(key)));
    }

    private static Properties words(Language language) {
        return language == Language.KA ? GEORGIAN : ENGLISH;
    }

    private static Properties read(String name) {
        Properties words = new Properties();
        try (InputStream stream = Vocabulary.class.getResourceAsStream("/pages/" + name)) {
            if (stream == null) {
                throw new IllegalStateException("The service is packaged without /pages/" + name);
            }
            words.load(new InputStreamReader(stream, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return words;
    }
}
