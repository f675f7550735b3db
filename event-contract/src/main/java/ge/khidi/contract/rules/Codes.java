package ge.khidi.contract.rules;

import java.lang.Character.UnicodeScript;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Codes of international standards, as far as the JDK knows them. */
public final class Codes {

    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    /** What ISO 3166-1 leaves to its users, such as XK for Kosovo; without ZZ, which systems write where they do not know. */
    private static final Pattern USER_ASSIGNED_COUNTRY = Pattern.compile("AA|Q[M-Z]|X[A-Z]");

    private static final Set<String> LANGUAGES = Set.of(Locale.getISOLanguages());

    /** Codes of ISO 15924 for which Unicode has no script of its own: variants, combinations and special codes. */
    private static final Set<String> OTHER_SCRIPTS = Set.of(
            "Aran", "Cyrs", "Geok", "Hanb", "Hans", "Hant", "Hrkt", "Jamo", "Jpan", "Kore", "Latf", "Latg", "Syre",
            "Syrj", "Syrn", "Zmth", "Zsym", "Zxxx", "Zyyy", "Zzzz");

    private Codes() {}

    /** ISO 3166-1 alpha-2, assigned or left to users; whose country a user-assigned code is, each exchange agrees for itself. */
    public static boolean isCountry(String code) {
        return COUNTRIES.contains(code) || USER_ASSIGNED_COUNTRY.matcher(code).matches();
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
}
