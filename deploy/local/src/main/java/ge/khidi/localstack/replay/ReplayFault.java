package ge.khidi.localstack.replay;

import org.jspecify.annotations.Nullable;

/** The replay as a whole cannot go on; the message is for the person at the keyboard and never quotes the data. */
final class ReplayFault extends RuntimeException {

    ReplayFault(String message) {
        super(message);
    }

    ReplayFault(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
