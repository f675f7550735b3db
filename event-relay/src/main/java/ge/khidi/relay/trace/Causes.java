package ge.khidi.relay.trace;

import io.vertx.pgclient.PgException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What may be said about a failure: classes and SQLSTATE, enough to find the cause. Never its message, which may quote the
 * value that was being processed.
 */
public final class Causes {

    private Causes() {}

    /** The failure and what caused it, outermost first; then what went wrong besides, such as a roll-back over a lost connection. */
    public static List<Throwable> of(Throwable failure) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Throwable> causes = new ArrayList<>();
        Deque<Throwable> besides = new ArrayDeque<>(List.of(failure));
        while (!besides.isEmpty()) {
            for (Throwable cause = besides.remove(); cause != null && seen.add(cause); cause = cause.getCause()) {
                causes.add(cause);
                besides.addAll(List.of(cause.getSuppressed()));
            }
        }
        return causes;
    }

    /** For logs and headers. */
    public static String describe(Throwable failure) {
        List<Throwable> causes = of(failure);
        String classes = causes.stream()
                .filter(cause -> cause.getCause() == null || !isWrapper(cause))
                .map(cause -> cause.getClass().getName())
                .collect(Collectors.joining(" < "));
        return causes.stream()
                .map(Causes::sqlState)
                .filter(state -> state != null)
                .findFirst()
                .map(state -> classes + " SQLSTATE " + state)
                .orElse(classes);
    }

    /** Of this one failure, if the database gave one. */
    public static @Nullable String sqlState(Throwable failure) {
        if (failure instanceof PgException refused) {
            return refused.getSqlState();
        }
        return failure instanceof SQLException refused ? refused.getSQLState() : null;
    }

    private static boolean isWrapper(Throwable cause) {
        return cause instanceof CompletionException || cause instanceof ExecutionException;
    }
}
