package ge.khidi.sharing.feed;

/**
 * What a partner has of an event, as its feed's last row on it says.
 *
 * <pre>
 *             NEW                   RESTRICTION
 *   NEVER ─────────► HOLDS ────────────────────────► RESTRICTED
 *                    │  ▲ │                              │
 *  NO_LONGER_OFFERED │  │ │ WITHDRAWAL                   │ UPDATE, CORRECTION: HOLDS again
 *   CORRECTION_ALONE ▼  │ ▼
 *              ENDED    │ RECALLED ──ERASURE──► ERASED
 *                 └─NEW─┘
 * </pre>
 *
 * <p>BARRED is after the ERASURE of an unlawful disclosure: nothing of the event goes to this partner any more, whatever permits it.
 *
 * <p>ERASURE, WITHDRAWAL and a correction reach everyone who ever had it, also after NO_LONGER_OFFERED: they may still hold it.
 */
public enum Standing {
    NEVER,
    HOLDS,
    RESTRICTED,
    ENDED,
    RECALLED,
    ERASED,
    BARRED;

    public static Standing after(RowKind last) {
        return switch (last) {
            case NEW, UPDATE, CORRECTION -> HOLDS;
            case RESTRICTION -> RESTRICTED;
            case WITHDRAWAL -> RECALLED;
            case ERASURE -> ERASED;
            case NO_LONGER_OFFERED, CORRECTION_ALONE -> ENDED;
        };
    }

    /** From the last row's kind and cause as they are stored. */
    static Standing after(Object kind, Object cause) {
        return ((Number) cause).intValue() == Cause.UNLAWFUL.code()
                ? BARRED
                : after(RowKind.of(((Number) kind).intValue()));
    }

    /** Whether it is being offered to the partner now. */
    public boolean offered() {
        return switch (this) {
            case HOLDS, RESTRICTED -> true;
            case NEVER, ENDED, RECALLED, ERASED, BARRED -> false;
        };
    }
}
