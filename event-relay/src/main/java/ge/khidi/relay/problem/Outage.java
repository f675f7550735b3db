package ge.khidi.relay.problem;

import ge.khidi.relay.trace.Causes;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.hibernate.exception.JDBCConnectionException;

/** Tells a database that is away, which mends itself, from a fault of ours, which does not. */
public final class Outage {

    private Outage() {}

    /** Whether trying the same again later can succeed. */
    public static boolean isBehind(Throwable failure) {
        return Causes.of(failure).stream().anyMatch(Outage::isOne);
    }

    /** The classes of a failure and its causes with their SQLSTATE, and nothing a message may quote. */
    public static String describe(Throwable failure) {
        StringBuilder description = new StringBuilder();
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable cause = failure; cause != null && seen.add(cause); cause = cause.getCause()) {
            description
                    .append(description.isEmpty() ? "" : " < ")
                    .append(cause.getClass().getName());
            if (cause instanceof PgException refused) {
                description.append(" SQLSTATE ").append(refused.getSqlState());
            }
        }
        return description.toString();
    }

    /** SQLSTATE by class, PostgreSQL documentation, appendix A: connection, contention, resources, shutdown, system error. */
    private static boolean isOne(Throwable cause) {
        if (cause instanceof PgException refused) {
            String state = refused.getSqlState();
            return state != null
                    && (state.startsWith("08")
                            || state.startsWith("40")
                            || state.startsWith("53")
                            || state.startsWith("57")
                            || state.startsWith("58")
                            || state.equals("25006"));
        }
        return cause instanceof IOException
                || cause instanceof VertxException
                || cause instanceof TimeoutException
                || cause instanceof io.smallrye.mutiny.TimeoutException
                || cause instanceof JDBCConnectionException;
    }
}
