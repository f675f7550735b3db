package ge.khidi.sharing.feed;

/** What an append was prepared from is no longer so: the epoch or a release changed meanwhile. Prepare again. */
final class StateMovedException extends RuntimeException {
    StateMovedException(String what) {
        super(what, null, false, false);
    }
}
