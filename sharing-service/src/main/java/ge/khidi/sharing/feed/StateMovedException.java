package ge.khidi.sharing.feed;

/** What was prepared is no longer so: the epoch, the rules or a release changed meanwhile. Prepare again. */
public final class StateMovedException extends RuntimeException {
    public StateMovedException(String what) {
        super(what, null, false, false);
    }
}
