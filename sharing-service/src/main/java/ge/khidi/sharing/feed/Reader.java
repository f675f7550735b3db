package ge.khidi.sharing.feed;

import ge.khidi.relay.audit.Actor;
import ge.khidi.relay.audit.Justification;
import ge.khidi.relay.caller.Caller;

/** Who reads a feed, and why. */
public record Reader(Caller caller, Justification why) {

    /** As the audit log names them. */
    public Actor actor() {
        return Actor.of(caller);
    }
}
