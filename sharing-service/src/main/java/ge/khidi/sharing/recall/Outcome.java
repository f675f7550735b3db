package ge.khidi.sharing.recall;

import ge.khidi.relay.audit.Operation;

/** What a partner did about a recall. */
public enum Outcome {
    RECTIFIED,
    ERASED,
    RESTRICTED,
    /** The partner holds more of its own, or must keep it by law; it says why (Regulation (EU) 2016/794 Art. 31(5)). */
    KEPT_WITH_JUSTIFICATION;

    Operation operation() {
        return switch (this) {
            case ERASED -> Operation.ERASURE;
            case RECTIFIED, RESTRICTED, KEPT_WITH_JUSTIFICATION -> Operation.ALTERATION;
        };
    }
}
