package ge.khidi.sharing.stream;

import ge.khidi.contract.AgencyId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The open streams of one agency that carry the same list: those at one place read it together. Touched on the context of {@link Streams} only. */
final class Channel {

    /** Whose, and what. */
    record Key(AgencyId agency, Carried carried) {}

    private final Key key;
    private final Set<OpenStream> streams = new LinkedHashSet<>();
    private long end;
    private boolean resting;
    private boolean gathering;

    Channel(Key key) {
        this.key = key;
    }

    Key key() {
        return key;
    }

    Carried carried() {
        return key.carried();
    }

    Set<OpenStream> streams() {
        return streams;
    }

    /** How far the list goes, as far as is known here. */
    long end() {
        return end;
    }

    void endsAt(long newest) {
        end = newest;
    }

    /** Whether it was read within the time of one flush. */
    boolean resting() {
        return resting;
    }

    void rests(boolean now) {
        resting = now;
    }

    /** Whether streams that have something to catch up with are being waited for, so that they read together. */
    boolean gathering() {
        return gathering;
    }

    void gathers(boolean now) {
        gathering = now;
    }

    /** Those that have something to read, by the place where each is. */
    Map<Long, List<OpenStream>> wanting(boolean catchingUp) {
        return streams.stream()
                .filter(stream -> stream.wants() && stream.progress().catchesUp() == catchingUp)
                .collect(Collectors.groupingBy(
                        stream -> stream.progress().place(), LinkedHashMap::new, Collectors.toList()));
    }
}
