package ge.khidi.sharing.pages;

import ge.khidi.contract.handling.Purpose;
import ge.khidi.relay.audit.Justification;
import java.util.Arrays;
import java.util.Optional;

/** For what a person reads, in their own word, and for which case: what every audit entry of a person's reading carries. */
public record StatedPurpose(Purpose purpose, String caseReference) {

    public static final int LONGEST_CASE = 100;

    /** Whether it is one of the purposes of the contract. */
    public static boolean knows(String purpose) {
        return Arrays.stream(Purpose.values()).anyMatch(known -> known.name().equals(purpose));
    }

    /** Whether it names a case. */
    public static boolean isCase(String text) {
        return !text.isBlank() && text.length() <= LONGEST_CASE;
    }

    static Optional<StatedPurpose> parse(String purpose, String caseReference) {
        return knows(purpose) && isCase(caseReference)
                ? Optional.of(new StatedPurpose(Purpose.valueOf(purpose), caseReference.strip()))
                : Optional.empty();
    }

    public Justification justification() {
        return new Justification(Optional.of(purpose.name()), Optional.empty(), Optional.of(caseReference));
    }

    /** The purpose, never the case. */
    @Override
    public String toString() {
        return "StatedPurpose[" + purpose + "]";
    }
}
