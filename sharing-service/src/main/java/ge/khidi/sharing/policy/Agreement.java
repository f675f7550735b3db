package ge.khidi.sharing.policy;

import java.time.LocalDate;
import java.util.Optional;

/**
 * The instrument under which a partner receives anything: valid from and to the given days, both included.
 *
 * <p>{@code transferBasis} is what allows personal data to leave for a foreign state (Directive (EU) 2016/680 Arts 35 to 37);
 * without it none does. {@code onwardTransferTerms} travel with every item (Art. 9(3), Art. 35(1)(e)).
 */
public record Agreement(
        String reference,
        LocalDate validFrom,
        LocalDate validTo,
        Optional<TransferBasis> transferBasis,
        String onwardTransferTerms) {

    public Agreement {
        if (validTo.isBefore(validFrom)) {
            throw new IllegalArgumentException("an agreement ends before it begins");
        }
    }

    public boolean validOn(LocalDate day) {
        return !day.isBefore(validFrom) && !day.isAfter(validTo);
    }

    /** Instrument and article that allow personal data to be transferred. */
    public record TransferBasis(String instrument, String article) {}
}
