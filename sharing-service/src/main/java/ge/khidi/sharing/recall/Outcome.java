package ge.khidi.sharing.recall;

import ge.khidi.relay.audit.Operation;
import ge.khidi.sharing.feed.RowKind;

/** What a partner did about a recall. */
public enum Outcome {
    RECTIFIED,
    ERASED,
    RESTRICTED,
    /** The partner holds more of its own, or must keep it by law; it says why (Regulation (EU) 2016/794 Art. 31(5)). */
    KEPT_WITH_JUSTIFICATION;

    /** Whether a recall of this kind is done with by it. Only what was wrong is rectified; what is more than was asked is done as well. */
    public boolean answers(RowKind recall) {
        return switch (recall) {
            case CORRECTION, CORRECTION_ALONE -> true;
            case RESTRICTION, WITHDRAWAL, ERASURE -> this != RECTIFIED;
            case NEW, UPDATE, NO_LONGER_OFFERED -> false;
        };
    }

    Operation operation() {
        return switch (this) {
            case ERASED -> Operation.ERASURE;
            case RECTIFIED, RESTRICTED, KEPT_WITH_JUSTIFICATION -> Operation.ALTERATION;
        };
    }
}
