package ge.khidi.sharing.hit;

/** What a hit notice tells an originator. The codes are stored; they never change. */
public enum HitKind {
    /** Something is linked to this event of yours; ask the contact. A later one with the same reference takes its place. */
    HIT(1),
    /** The hit does not stand any more, or the link can now be read in the feed. */
    ENDED(2),
    /** Somebody else asked, and was told that there is a hit on this event of yours. */
    ASKED(3);

    private final int code;

    HitKind(int code) {
        this.code = code;
    }

    /** As stored. */
    public int code() {
        return code;
    }

    public static HitKind of(int code) {
        for (HitKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        throw new IllegalArgumentException("not a kind of hit notice");
    }
}
