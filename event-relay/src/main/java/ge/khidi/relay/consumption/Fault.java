package ge.khidi.relay.consumption;

import ge.khidi.relay.trace.Causes;
import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.errors.RetriableException;
import org.hibernate.exception.JDBCConnectionException;
import org.jspecify.annotations.Nullable;

/**
 * Whose fault a failed attempt is, which decides what happens next.
 *
 * <p>Only what is known to lie outside the record is retried for as long as it lasts. Everything else is taken to be the fault of
 * a record, so that nothing blocks for ever; it is not lost either, the dead letter keeps it.
 */
enum Fault {
    /** The database or the broker cannot work at present: wait, with readiness red. */
    UNAVAILABLE,
    /** Two transactions were in each other's way: try again. */
    CONTENTION,
    /** It would fail again: find the record and set it aside. */
    RECORD;

    static Fault of(Throwable failure) {
        return Causes.of(failure).stream()
                .map(Fault::ofOne)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(RECORD);
    }

    private static @Nullable Fault ofOne(Throwable cause) {
        String state = Causes.sqlState(cause);
        if (state != null) {
            return ofSqlState(state);
        }
        if (cause instanceof IOException
                || cause instanceof VertxException
                || cause instanceof NoStackTraceThrowable
                || cause instanceof TimeoutException
                || cause instanceof JDBCConnectionException
                || cause instanceof RetriableException
                || cause instanceof OutOfMemoryError
                || cause instanceof io.smallrye.mutiny.TimeoutException) {
            return UNAVAILABLE;
        }
        return null;
    }

    /** By class of SQLSTATE (PostgreSQL documentation, appendix A). */
    private static Fault ofSqlState(String state) {
        if (state.startsWith("40") || state.equals("55P03")) {
            return CONTENTION;
        }
        return switch (state.length() < 2 ? state : state.substring(0, 2)) {
            // connection, authorization, catalogue, resources, operator's intervention, system, internal errors
            case "08", "28", "3D", "53", "57", "58", "XX" -> UNAVAILABLE;
            // no right, no such table, read-only after a failover: the installation, not the record
            default -> state.equals("42501") || state.equals("42P01") || state.equals("25006") ? UNAVAILABLE : RECORD;
        };
    }
}
