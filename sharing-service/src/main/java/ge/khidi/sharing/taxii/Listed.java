package ge.khidi.sharing.taxii;

import io.vertx.core.buffer.Buffer;

/**
 * A version of an object as a caller may see it at this moment. {@code added} is its date_added and its place, {@code row} the row of the
 * feed by which it is judged, 0 for what says nothing of any event; {@code salt}, that of its event, makes a digest of the body say nothing
 * by itself.
 */
record Listed(
        long added, String id, long version, boolean earliest, boolean latest, long row, String salt, Buffer body) {

    /** Names the object only. */
    @Override
    public String toString() {
        return id;
    }
}
