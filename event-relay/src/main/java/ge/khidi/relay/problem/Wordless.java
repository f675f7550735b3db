package ge.khidi.relay.problem;

import org.jspecify.annotations.Nullable;

/** A failure without its words, so that a log shows where it happened and never what was processed. */
final class Wordless extends Exception {

    private static final int DEEPEST = 10;

    private Wordless(Throwable original, @Nullable Throwable cause) {
        super(original.getClass().getName(), cause);
        setStackTrace(original.getStackTrace());
    }

    static Wordless of(Throwable failure) {
        return of(failure, 0);
    }

    private static Wordless of(Throwable failure, int depth) {
        Throwable cause = failure.getCause();
        return new Wordless(failure, cause == null || depth == DEEPEST ? null : of(cause, depth + 1));
    }
}
