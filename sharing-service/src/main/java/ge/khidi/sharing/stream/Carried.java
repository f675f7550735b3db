package ge.khidi.sharing.stream;

import ge.khidi.relay.caller.Caller;
import ge.khidi.sharing.feed.Cursors;
import ge.khidi.sharing.feed.Reader;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** What a stream carries: a list of an agency that only grows. Places in it are numbers here and cursors outside. */
interface Carried {

    /** Most that one flush brings: with an event of any size it stays below a megabyte. */
    int MOST = 100;

    /** The name of its events. */
    String event();

    /** How far the list goes. */
    long end(Ends.End end);

    /** The newest place of the caller's list at this moment. */
    Uni<Long> end(Caller caller);

    /** What comes after a place, for several readers of one agency; it is in the audit log for each of them when it is answered. */
    Uni<Chunk> read(List<Reader> readers, long after);

    /** How its places are said outside. */
    Cursors cursors();
}
