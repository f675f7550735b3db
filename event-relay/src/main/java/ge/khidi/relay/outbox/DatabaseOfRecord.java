package ge.khidi.relay.outbox;

import io.smallrye.mutiny.Uni;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/** What a service can tell again: everything it ever published, in the order in which it did. */
@FunctionalInterface
public interface DatabaseOfRecord {

    /**
     * The next entries after a position, in ascending order of position, at most {@code limit}; none when all is told. The
     * revisions of one event must have ascending positions.
     */
    Uni<List<Entry>> listAfter(Mutiny.Session session, long position, int limit);

    /** A record to publish again, and where it stands in the service's own order. */
    record Entry(long position, OutboxRecord message) {}
}
