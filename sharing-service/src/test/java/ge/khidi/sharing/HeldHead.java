package ge.khidi.sharing;

import ge.khidi.contract.EventId;
import ge.khidi.localstack.test.KafkaAndPostgres;
import ge.khidi.sharing.activation.Officers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.awaitility.Awaitility;

/** The head of an event that a test holds: whoever is about to decide on the event waits, and with it all that it would do next. */
public final class HeldHead implements AutoCloseable {

    private static final Duration BOUND = Duration.ofMinutes(1);

    private final Connection own;

    private HeldHead(Connection own) {
        this.own = own;
    }

    public static HeldHead of(EventId event) throws SQLException {
        Connection own = KafkaAndPostgres.postgres().database("sharing").connect();
        own.setAutoCommit(false);
        try (Statement statement = own.createStatement()) {
            statement.execute("SELECT 1 FROM event_head WHERE event_id = '" + event + "' FOR UPDATE");
        }
        return new HeldHead(own);
    }

    /** Returns once somebody waits for it. */
    public void awaited() throws SQLException {
        try (Statement statement = own.createStatement()) {
            Awaitility.await()
                    .atMost(BOUND)
                    .until(() -> Officers.number(
                                    statement,
                                    "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))")
                            > 0);
        }
    }

    @Override
    public void close() throws SQLException {
        own.rollback();
        own.close();
    }
}
