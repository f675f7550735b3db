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
    NO_LONGER_OFFERED(7),
    /**
     * What the partner has was wrong, and what is right may not leave for it, or not yet. It is told the correction without the event, since
     * it must rectify, erase or restrict all the same (Art. 7(3)), and is not offered the event any more.
     */
    CORRECTION_ALONE(8);

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

    /** The word for it outside: a correction is a correction, with the event or without. */
    public String word() {
        return this == CORRECTION_ALONE ? CORRECTION.name() : name();
    }

    /** Whether the row brings the event's content. */
    public boolean brings() {
        return switch (this) {
            case NEW, UPDATE, CORRECTION -> true;
            case RESTRICTION, WITHDRAWAL, ERASURE, NO_LONGER_OFFERED, CORRECTION_ALONE -> false;
        };
    }

    /** Whether the partner owes an outcome. */
    public boolean recalls() {
        return switch (this) {
            case CORRECTION, RESTRICTION, WITHDRAWAL, ERASURE, CORRECTION_ALONE -> true;
            case NEW, UPDATE, NO_LONGER_OFFERED -> false;
        };
    }
}
