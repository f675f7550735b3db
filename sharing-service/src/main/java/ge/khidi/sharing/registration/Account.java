package ge.khidi.sharing.registration;

import ge.khidi.contract.AgencyId;
import java.util.Locale;

/**
 * An agency's account at the identity provider. A {@code managed} one is a client and a group that are ours to make; of any other we only say
 * whether it may be used. {@code suspended} is as it should be, {@code enabled} as it was last made.
 */
record Account(
        AgencyId agency,
        boolean managed,
        boolean publishes,
        boolean suspended,
        boolean made,
        boolean publishing,
        boolean enabled,
        int failures) {

    /** How far it has come. */
    enum State {
        /** What is wanted is not done yet; the job tries again. */
        DUE,
        /** It is as it should be. */
        MADE,
        /** It may not be used. */
        DISABLED
    }

    /** The client's id, which follows from the agency's. */
    String client() {
        return client(agency);
    }

    static String client(AgencyId agency) {
        return agency.value().toLowerCase(Locale.ROOT) + "-system";
    }

    State state() {
        boolean done = enabled != suspended && (!managed || (made && publishing == publishes));
        if (!done) {
            return State.DUE;
        }
        return suspended ? State.DISABLED : State.MADE;
    }
}
