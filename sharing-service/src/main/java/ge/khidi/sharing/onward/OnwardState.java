package ge.khidi.sharing.onward;

import ge.khidi.sharing.release.Word;

/**
 * What became of a request to pass an item on.
 *
 * <pre>
 *   PENDING ──APPROVE──► APPROVED ──REVOKE──► REVOKED
 *      └─────REJECT────► REJECTED
 * </pre>
 *
 * <p>An authorisation holds only while its {@link Ground} does: otherwise it is answered as LAPSED, and it is kept as LAPSED once the holder has asked
 * again. A request lapses when its event is erased.
 */
enum OnwardState {
    PENDING,
    APPROVED,
    REJECTED,
    REVOKED,
    LAPSED;

    /** Where an officer's word leads from here; the same state if it cannot be said here. */
    OnwardState after(Word.Kind word) {
        return switch (word) {
            case APPROVE -> this == PENDING ? APPROVED : this;
            case REJECT -> this == PENDING ? REJECTED : this;
            case REVOKE -> this == APPROVED ? REVOKED : this;
            case LIFE_THREAT, CONFIRM, REFUSE -> this;
        };
    }
}
