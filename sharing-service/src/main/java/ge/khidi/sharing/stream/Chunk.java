package ge.khidi.sharing.stream;

import ge.khidi.relay.caller.Caller;
import java.util.List;
import java.util.function.Function;

/** What one flush brings: what there is to tell, the last place that was looked at, told or not, and whether there is more at once. */
record Chunk(List<Told> all, long last, boolean more) {

    Chunk {
        all = List.copyOf(all);
    }

    /** One event at its place, as JSON with the cursors of whoever is told. */
    record Told(long place, Function<Caller, String> json) {}
}
