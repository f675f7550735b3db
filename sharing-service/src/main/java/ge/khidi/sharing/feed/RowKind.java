package ge.khidi.sharing.feed;

/** What a row of a feed tells its partner. The codes are stored; they never change. */
public enum RowKind {
    /** An event the partner did not have, or was no longer offered. */
    NEW(1),
    /** More, or another state, of an event the partner has. */
    UPDATE(2),
    /** What the partner has was wrong; it must be rectified (Directive (EU) 2016/680 Art. 7(3)). */
    CORRECTION(3),
    /** Keep it, do not use it (Art. 16(3)). */
    RESTRICTION(4),
    /** The originator took it back. */
    WITHDRAWAL(5),
    /** Erase it (Art. 16(2)). */
    ERASURE(6),
    /** It is no longer served; nobody is told to erase. */
    NO_LONGER_OFFERED(7);

    private final int code;

    RowKind(int code) {
        this.code = code;
    }

    /** As stored. */
    public int code() {
        return code;
    }

    public static RowKind of(int code) {
        for (RowKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        throw new IllegalArgumentException("not a kind of row");
    }

    /** Whether the row brings the event's content. */
    public boolean brings() {
        return switch (this) {
            case NEW, UPDATE, CORRECTION -> true;
            case RESTRICTION, WITHDRAWAL, ERASURE, NO_LONGER_OFFERED -> false;
        };
    }

    /** Whether the partner owes an outcome. */
    public boolean recalls() {
        return switch (this) {
            case CORRECTION, RESTRICTION, WITHDRAWAL, ERASURE -> true;
            case NEW, UPDATE, NO_LONGER_OFFERED -> false;
        };
    }
}
