package ge.khidi.sharing.stream;

/** Why a stream ended. */
enum Ending {
    /** The client went away. */
    LEFT,
    /** It did not take what was written to it. */
    TOO_SLOW,
    /** The token that opened it is not good any more. */
    TOKEN_EXPIRED,
    /** Its agency is shown nothing for the time being: nothing is said, and the next request is refused. */
    SUSPENDED,
    /** This instance stops. */
    RESTART,
    /** Something went wrong on our side. */
    FAULT;

    /** Whether the client is told, so that it goes on from its last event. */
    boolean told() {
        return switch (this) {
            case LEFT, SUSPENDED -> false;
            case TOO_SLOW, TOKEN_EXPIRED, RESTART, FAULT -> true;
        };
    }
}
