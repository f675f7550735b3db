package ge.khidi.contract.sameness;

import static java.util.stream.Collectors.toUnmodifiableSet;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One form for values that people write in many ways. Each method answers nothing when the value is too weak to tell one thing
 * from another ("unknown", "00000", "1234"); all of them are idempotent on what they answer. {@link #phone} needs libphonenumber, which
 * whoever calls it brings along.
 */
public final class OneForm {

    /** Capital letters of the Cyrillic and Greek scripts that look like the Latin one at the same place in {@link #LATIN}. */
    private static final String LOOK_ALIKES = "АВЕКМНОРСТУХІЈЅ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ";

    private static final String LATIN = "ABEKMHOPCTYXIJS" + "ABEZHIKMNOPTYX";

    private static final Set<String> PLACEHOLDERS = Stream.of(
                    "unknown",
                    "not known",
                    "undetermined",
                    "unreadable",
                    "none",
                    "null",
                    "no number",
                    "no plate",
                    "without",
                    "missing",
                    "test",
                    "sample",
                    "anonymous",
                    "n/a n/a",
                    "нет",
                    "нет данных",
                    "неизвестно",
                    "без номера",
                    "უცნობია",
                    "უცნობი",
                    "არ არის",
                    "ნომრის გარეშე")
            .map(OneForm::compact)
            .collect(toUnmodifiableSet());

    private static final Set<String> NOBODYS_MAILBOX =
            Set.of("noreply", "no-reply", "donotreply", "unknown", "none", "test", "null");

    private static final Pattern IBAN = Pattern.compile("[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}");
    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");

    private OneForm() {}

    /** A number by itself, whoever gave it out: for people to look at, since two countries may have given out the same. */
    public static Optional<String> number(String number) {
        return Optional.of(compact(number)).filter(value -> telling(value, 5));
    }

    /** A document number means nothing without the country that issued it. */
    public static Optional<String> document(Optional<String> number, Optional<String> country) {
        return withCountry(number, country, 5);
    }

    public static Optional<String> plate(Optional<String> plate, Optional<String> country) {
        return withCountry(plate, country, 4);
    }

    /** ISO 3779 knows neither I nor O nor Q; who writes them means 1 and 0. Chassis numbers before 1981 may be shorter. */
    public static Optional<String> vin(Optional<String> vin) {
        return vin.map(OneForm::compact)
                .map(value -> value.replace('I', '1').replace('O', '0').replace('Q', '0'))
                .filter(value -> value.length() <= 17 && telling(value, 11));
    }

    /** E.164; a number without country code is read as one of {@code region}, an extension is dropped. */
    public static Optional<String> phone(String value, String region) {
        PhoneNumberUtil phones = PhoneNumberUtil.getInstance();
        try {
            PhoneNumber number = phones.parse(Normalizer.normalize(value, Normalizer.Form.NFKC), region);
            String national = Long.toString(number.getNationalNumber());
            return phones.isPossibleNumber(number) && telling(national, 4)
                    ? Optional.of(phones.format(number, PhoneNumberFormat.E164))
                    : Optional.empty();
        } catch (NumberParseException notAPhoneNumber) {
            return Optional.empty();
        }
    }

    /** The whole address in lower case. Dots and plus signs stay: whether they matter is for the provider to say. */
    public static Optional<String> email(String value) {
        String address =
                Normalizer.normalize(value, Normalizer.Form.NFKC).strip().toLowerCase(Locale.ROOT);
        int at = address.indexOf('@');
        if (at < 1 || at != address.lastIndexOf('@') || address.chars().anyMatch(Character::isWhitespace)) {
            return Optional.empty();
        }
        String mailbox = address.substring(0, at);
        return NOBODYS_MAILBOX.contains(mailbox)
                ? Optional.empty()
                : domain(address.substring(at + 1)).map(domain -> mailbox + "@" + domain);
    }

    /** A wrong check digit is kept: it can be the very thing two events have in common. */
    public static Optional<String> iban(String value) {
        return Optional.of(compact(value))
                .filter(iban -> IBAN.matcher(iban).matches())
                .filter(iban -> telling(iban.substring(4), 4));
    }

    /** A serial number is unique to its maker at best. */
    public static Optional<String> firearm(Optional<String> serial, Optional<String> make) {
        return serial.map(OneForm::compact)
                .filter(value -> telling(value, 4))
                .flatMap(value -> make.map(OneForm::compact)
                        .filter(maker -> maker.length() >= 2 && !PLACEHOLDERS.contains(maker))
                        .map(maker -> value + "/" + maker));
    }

    /** Letters and digits alone, in capitals, look-alikes of other scripts as Latin. */
    public static String compact(String value) {
        String capitals = Normalizer.normalize(value.replace("№", ""), Normalizer.Form.NFKC)
                .toUpperCase(Locale.ROOT);
        StringBuilder compact = new StringBuilder(capitals.length());
        capitals.codePoints()
                .filter(Character::isLetterOrDigit)
                .map(OneForm::latin)
                .forEach(compact::appendCodePoint);
        return compact.toString();
    }

    private static Optional<String> withCountry(Optional<String> value, Optional<String> country, int least) {
        return value.map(OneForm::compact)
                .filter(compact -> telling(compact, least))
                .flatMap(compact -> country.map(OneForm::compact)
                        .filter(code -> COUNTRY.matcher(code).matches())
                        .map(code -> compact + "/" + code));
    }

    private static Optional<String> domain(String text) {
        try {
            return Optional.of(IDN.toASCII(text)).filter(domain -> domain.indexOf('.') > 0 && !domain.endsWith("."));
        } catch (IllegalArgumentException notADomain) {
            return Optional.empty();
        }
    }

    private static int latin(int letter) {
        int at = LOOK_ALIKES.indexOf(letter);
        return at < 0 ? letter : LATIN.charAt(at);
    }

    /** Whether enough of it is left to tell one thing from another: not zeros, not one character repeated, not counting, no word for "unknown". */
    private static boolean telling(String compact, int least) {
        String significant = compact.replaceFirst("^0+", "");
        return significant.length() >= least
                && significant.chars().distinct().count() > 1
                && !"01234567890".contains(significant)
                && !"09876543210".contains(significant)
                && !PLACEHOLDERS.contains(compact);
    }
}
