package ge.khidi.contract.rules;

import java.lang.Character.UnicodeScript;
import java.util.Arrays;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Set;

/** Codes of international standards, as far as the JDK knows them. */
public final class Codes {

    /** ISO 3166-1 alpha-2, and XK, which ISO leaves to its users and the EU uses for Kosovo. */
    private static final Set<String> COUNTRIES = countries();

    private static final Set<String> LANGUAGES = Set.of(Locale.getISOLanguages());

    /** Codes of ISO 15924 for which Unicode has no script of its own: variants, combinations and special codes. */
    private static final Set<String> OTHER_SCRIPTS = Set.of(
            "Aran", "Cyrs", "Geok", "Hanb", "Hans", "Hant", "Hrkt", "Jamo", "Jpan", "Kore", "Latf", "Latg", "Syre",
            "Syrj", "Syrn", "Zmth", "Zsym", "Zxxx", "Zyyy", "Zzzz");

    private Codes() {}

    /** ISO 3166-1 alpha-2. */
    public static boolean isCountry(String code) {
        return COUNTRIES.contains(code);
    }

    /** ISO 15924, written as the standard does: one capital and three small letters. */
    public static boolean isScript(String code) {
        return OTHER_SCRIPTS.contains(code) || (code.length() == 4 && isUnicodeScript(code));
    }

    /** A well-formed BCP 47 tag whose language, where it has two letters, is one of ISO 639; {@code und} where not known. */
    public static boolean isLanguage(String tag) {
        try {
            String language = new Locale.Builder().setLanguageTag(tag).build().getLanguage();
            return language.isEmpty() || language.length() == 3 || LANGUAGES.contains(language);
        } catch (IllformedLocaleException notATag) {
            return false;
        }
    }

    private static boolean isUnicodeScript(String code) {
        try {
            return UnicodeScript.forName(code) != UnicodeScript.UNKNOWN;
        } catch (IllegalArgumentException noScript) {
            return false;
        }
    }

    private static Set<String> countries() {
        String[] iso = Locale.getISOCountries();
        String[] all = Arrays.copyOf(iso, iso.length + 1);
        all[iso.length] = "XK";
        return Set.of(all);
    }
}
