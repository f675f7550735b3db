package ge.khidi.contract.event;

import ge.khidi.contract.LocalId;

/**
 * The platform's verdict on the check digit of one field of one entity. A wrong digit never refuses an event: the value is kept
 * as observed, since the wrong digit can be the evidence.
 */
public record Check(LocalId entity, String field, Scheme scheme, Verdict verdict) {

    /** The check-digit schemes: ICAO Doc 9303, ISO 3779, ISO 13616, 3GPP TS 23.003. */
    public enum Scheme {
        MRZ,
        VIN,
        IBAN,
        IMEI
    }

    /** What the digits say; NOT_CHECKABLE where the scheme knows no digit for such a value. */
    public enum Verdict {
        VALID,
        INVALID,
        NOT_CHECKABLE
    }
}
