package ge.khidi.sharing.feed;

/** Why a row was appended. The codes are stored; they never change. */
public enum Cause {
    /** The revision arrived; at most one such row per feed and revision. */
    ARRIVAL(0),
    /** A release was decided, or ended. */
    RELEASE(1),
    /** The policies changed. */
    EPOCH(2),
    /** The sources of a product changed. */
    SOURCES(3),
    /** An earlier disclosure was unlawful: the partner erases, and never gets it again. */
    UNLAWFUL(4),
    /** A release of a product was decided: as with SOURCES, a page asks for its sources, which it does of no other row. */
    PRODUCT_RELEASE(5),
    /** A correction arrived behind the revision that took its place, or while its event was restricted. */
    LATE_CORRECTION(6);

    private final int code;

    Cause(int code) {
        this.code = code;
    }

    /** As stored. */
    public int code() {
        return code;
    }
}
