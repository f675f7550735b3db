package ge.khidi.contract.rules;

import ge.khidi.contract.entity.Communication;
import ge.khidi.contract.entity.CommunicationType;
import ge.khidi.contract.entity.Entity;
import ge.khidi.contract.entity.FinancialAccount;
import ge.khidi.contract.entity.IdentityDocument;
import ge.khidi.contract.entity.Transport;
import ge.khidi.contract.event.Check;
import ge.khidi.contract.event.Check.Scheme;
import ge.khidi.contract.event.Check.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.commons.validator.routines.IBANValidator;
import org.apache.commons.validator.routines.checkdigit.LuhnCheckDigit;

/**
 * Verdicts on the check digits in entities. Never a reason to refuse: the value stays as observed, since a wrong digit can be the
 * evidence.
 */
public final class CheckDigits {

    /**
     * ISO 3779 leaves the digit to the region: North America (1 to 5) and China (L) demand one, others rarely have
     * it.
     */
    private static final String REGIONS_WITH_VIN_DIGIT = "12345L";

    private static final String VIN_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ";
    private static final String VIN_VALUES = "12345678123457923456789";
    private static final int[] VIN_WEIGHTS = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};

    private CheckDigits() {}

    /** One verdict for every field that has a scheme, in the order of the entities. */
    public static List<Check> judge(List<Entity> entities) {
        return entities.stream().flatMap(CheckDigits::judge).toList();
    }

    private static Stream<Check> judge(Entity entity) {
        if (entity instanceof IdentityDocument document) {
            return check(
                    entity,
                    "machineReadableZone",
                    Scheme.MRZ,
                    document.machineReadableZone(),
                    MachineReadableZone::judge);
        } else if (entity instanceof Transport transport) {
            return check(entity, "vin", Scheme.VIN, transport.vin(), CheckDigits::vin);
        } else if (entity instanceof FinancialAccount account) {
            return check(entity, "iban", Scheme.IBAN, account.iban(), CheckDigits::iban);
        } else if (entity instanceof Communication communication && communication.type() == CommunicationType.IMEI) {
            return check(entity, "value", Scheme.IMEI, Optional.of(communication.value()), CheckDigits::imei);
        }
        return Stream.empty();
    }

    private static Stream<Check> check(
            Entity entity, String field, Scheme scheme, Optional<String> value, Function<String, Verdict> judge) {
        return value.stream().map(present -> new Check(entity.id(), field, scheme, judge.apply(present)));
    }

    private static Verdict vin(String observed) {
        String vin = withoutSeparators(observed);
        if (vin.length() != 17 || !vin.chars().allMatch(c -> isAsciiDigit(c) || (c >= 'A' && c <= 'Z'))) {
            return Verdict.NOT_CHECKABLE;
        }
        int sum = 0;
        for (int i = 0; i < vin.length(); i++) {
            int value = vinValue(vin.charAt(i));
            if (value < 0) {
                return Verdict.INVALID;
            }
            sum += value * VIN_WEIGHTS[i];
        }
        boolean right = vin.charAt(8) == "0123456789X".charAt(sum % 11);
        boolean demanded = REGIONS_WITH_VIN_DIGIT.indexOf(vin.charAt(0)) >= 0;
        return demanded ? verdict(right) : Verdict.NOT_CHECKABLE;
    }

    /** I, O and Q do not occur in a VIN. */
    private static int vinValue(char c) {
        if (isAsciiDigit(c)) {
            return c - '0';
        }
        int letter = VIN_LETTERS.indexOf(c);
        return letter < 0 ? -1 : VIN_VALUES.charAt(letter) - '0';
    }

    private static Verdict iban(String observed) {
        String iban = withoutSeparators(observed);
        return iban.length() >= 5 && IBANValidator.getInstance().hasValidator(iban)
                ? verdict(IBANValidator.getInstance().isValid(iban))
                : Verdict.NOT_CHECKABLE;
    }

    /** Fifteen digits carry a check digit; fourteen lack it, and sixteen have the software version in its place. */
    private static Verdict imei(String observed) {
        String imei = withoutSeparators(observed);
        return imei.length() == 15 && imei.chars().allMatch(CheckDigits::isAsciiDigit)
                ? verdict(LuhnCheckDigit.LUHN_CHECK_DIGIT.isValid(imei))
                : Verdict.NOT_CHECKABLE;
    }

    private static boolean isAsciiDigit(int c) {
        return c >= '0' && c <= '9';
    }

    static Verdict verdict(boolean right) {
        return right ? Verdict.VALID : Verdict.INVALID;
    }

    private static String withoutSeparators(String observed) {
        return observed.replaceAll("[ ./-]", "").toUpperCase(Locale.ROOT);
    }
}
