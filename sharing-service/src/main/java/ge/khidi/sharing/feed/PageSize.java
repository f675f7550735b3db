package ge.khidi.sharing.feed;

/** How much a page may hold: so many items, and so many bytes of content; a single larger item still passes. */
public record PageSize(int items, long bytes) {

    /** What a page asked for by its number of items may hold. */
    static final long MOST_BYTES = 4_000_000;

    public PageSize {
        if (items < 1 || bytes < 1) {
            throw new IllegalArgumentException("a page holds something");
        }
    }
}
