package ge.khidi.localstack;

import org.jspecify.annotations.Nullable;

/** Something the person at the keyboard has to look at; the message says what happened, and where to look or what to do. */
public final class StackFault extends RuntimeException {

    public StackFault(String message) {
        super(message);
    }

    public StackFault(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
