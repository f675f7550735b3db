package ge.khidi.relay.consumption;

import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
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
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable cause = failure; cause != null && seen.add(cause); cause = cause.getCause()) {
            Fault fault = ofOne(cause);
            if (fault != null) {
                return fault;
            }
        }
        return RECORD;
    }

    /** Class and SQLSTATE of the failure: enough to find the cause, and without a value that a message may quote. */
    static String describe(Throwable failure) {
        StringBuilder description = new StringBuilder(failure.getClass().getName());
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable cause = failure; cause != null && seen.add(cause); cause = cause.getCause()) {
            String state = sqlState(cause);
            if (state != null) {
                return description.append(" SQLSTATE ").append(state).toString();
            }
            if (cause != failure) {
                description.append(" < ").append(cause.getClass().getName());
            }
        }
        return description.toString();
    }

    private static @Nullable Fault ofOne(Throwable cause) {
        String state = sqlState(cause);
        if (state != null) {
            return ofSqlState(state);
        }
        if (cause instanceof IOException
                || cause instanceof VertxException
                || cause instanceof TimeoutException
                || cause instanceof JDBCConnectionException
                || cause instanceof RetriableException
                || cause instanceof OutOfMemoryError
                || cause instanceof io.smallrye.mutiny.TimeoutException) {
            return UNAVAILABLE;
        }
        return null;
    }

    private static @Nullable String sqlState(Throwable cause) {
        if (cause instanceof PgException failure) {
            return failure.getSqlState();
        }
        return cause instanceof SQLException failure ? failure.getSQLState() : null;
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
