package ge.khidi.relay.suspension;

import ge.khidi.contract.AgencyId;
import io.quarkus.security.ForbiddenException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Which agencies are suspended, as the service's own database said less than a second ago; asked anew otherwise, so that most requests ask nothing.
 * The service has a table {@code suspension} with a column {@code agency}.
 *
 * <p>After {@link #EVERYWHERE} no request passes on any instance: everything that one of them read before the commit is then too old to go by. Age is
 * counted from before the reading, on a clock that nobody sets.
 */
@Singleton
public class SuspendedNow {

    private static final Duration GOOD_FOR = Duration.ofSeconds(1);

    /** After so long nobody goes by what was read before; clocks of two machines differ in speed by far less than a tenth. */
    public static final Duration EVERYWHERE = GOOD_FOR.plus(GOOD_FOR.dividedBy(10));

    private static final String ALL = "SELECT agency FROM suspension";

    private final Supplier<Uni<Set<AgencyId>>> database;
    private final LongSupplier nanos;
    private final AtomicReference<Read> newest;

    /** On a connection that is asked for: the pool's own shortcut leaves a timer behind whenever there is none, which then fails. */
    @Inject
    public SuspendedNow(Pool pool) {
        this(
                () -> pool.withConnection(
                                connection -> connection.preparedQuery(ALL).execute())
                        .map(SuspendedNow::agencies),
                System::nanoTime);
    }

    SuspendedNow(Supplier<Uni<Set<AgencyId>>> database, LongSupplier nanos) {
        this.database = database;
        this.nanos = nanos;
        this.newest = new AtomicReference<>(new Read(Set.of(), nanos.getAsLong() - GOOD_FOR.toNanos()));
    }

    /** What was read, and when the reading began. */
    private record Read(Set<AgencyId> agencies, long begun) {
        boolean isGoodAt(long now) {
            return now - begun < GOOD_FOR.toNanos();
        }
    }

    /** Whether the agency is suspended at this moment. */
    public Uni<Boolean> has(AgencyId agency) {
        long now = nanos.getAsLong();
        Read known = newest.get();
        return known.isGoodAt(now)
                ? Uni.createFrom().item(known.agencies().contains(agency))
                : database.get()
                        .map(agencies -> new Read(agencies, now))
                        .invoke(read -> newest.accumulateAndGet(read, SuspendedNow::newer))
                        .map(read -> read.agencies().contains(agency));
    }

    /** Refuses (403) whoever speaks for the agency if it is suspended at this moment. */
    public Uni<Void> letIn(AgencyId agency) {
        return has(agency)
                .chain(refused -> refused
                        ? Uni.createFrom().failure(new ForbiddenException())
                        : Uni.createFrom().voidItem());
    }

    private static Read newer(Read known, Read read) {
        return known.begun() - read.begun() > 0 ? known : read;
    }

    private static Set<AgencyId> agencies(RowSet<Row> rows) {
        Set<AgencyId> agencies = new HashSet<>();
        rows.forEach(row -> agencies.add(new AgencyId(row.getString(0))));
        return agencies;
    }
}
