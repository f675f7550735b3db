package ge.khidi.relay.consumption;

import io.smallrye.mutiny.Uni;
import java.util.List;

/**
 * Makes what was received true, in one transaction for all of it.
 *
 * <p>It is called on a Vert.x context on which a Hibernate Reactive session can be opened. It may be called again with the same
 * records, alone or in smaller groups, after a failure or a rebalance: handling twice must be handling once.
 */
@FunctionalInterface
public interface BatchHandler<T> {

    /** At most {@code khidi.consumption.batch-size} records, in the order of their partitions. */
    Uni<Void> handle(List<Received<T>> batch);
}
