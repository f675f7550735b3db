package ge.khidi.sharing.policy;

import java.time.LocalDate;
import java.util.Optional;

/**
 * The instrument under which a partner receives anything: valid from and to the given days, both included.
 *
 * <p>{@code transferBasis} is what allows personal data to leave for a foreign state (Directive (EU) 2016/680 Arts 35 to 37);
 * without it none does. {@code onwardTransferTerms} travel with every item (Art. 9(3), Art. 35(1)(e)). {@code assurance} is where the
 * partner has assured that personal data are not used to request, hand down or execute a death penalty or any form of cruel and
 * inhuman treatment (recital 71).
 */
public record Agreement(
        String reference,
        LocalDate validFrom,
        LocalDate validTo,
        Optional<TransferBasis> transferBasis,
        String onwardTransferTerms,
        Optional<String> assurance) {

    public Agreement {
        if (validTo.isBefore(validFrom)) {
            throw new IllegalArgumentException("an agreement ends before it begins");
        }
    }

    public boolean validOn(LocalDate day) {
        return !day.isBefore(validFrom) && !day.isAfter(validTo);
    }

    /** The first of these days from which personal data may be received: that of the agreement, or of a later transfer basis. */
    public LocalDate personalDataFrom() {
        return transferBasis
                .map(TransferBasis::validFrom)
                .filter(validFrom::isBefore)
                .orElse(validFrom);
    }

    Agreement withoutTransferBasis() {
        return new Agreement(reference, validFrom, validTo, Optional.empty(), onwardTransferTerms, assurance);
    }

    /** Instrument and article that allow personal data to be transferred, from and to the given days, both included. */
    public record TransferBasis(String instrument, String article, LocalDate validFrom, LocalDate validTo) {
        public TransferBasis {
            if (validTo.isBefore(validFrom)) {
                throw new IllegalArgumentException("a transfer basis ends before it begins");
            }
        }

        public boolean validOn(LocalDate day) {
            return !day.isBefore(validFrom) && !day.isAfter(validTo);
        }
    }
}
