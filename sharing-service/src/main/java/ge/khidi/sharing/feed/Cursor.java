package ge.khidi.sharing.feed;

/** A place in a feed: everything up to and including the row {@code seq} has been read; 0 is the beginning. */
public record Cursor(long seq) {

    public static final Cursor BEGINNING = new Cursor(0);

    public Cursor {
        if (seq < 0) {
            throw new IllegalArgumentException("a feed begins at 0");
        }
    }
}
