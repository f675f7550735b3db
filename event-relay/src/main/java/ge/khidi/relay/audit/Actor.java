package ge.khidi.relay.audit;

import ge.khidi.contract.AgencyId;
import ge.khidi.relay.caller.Caller;
import java.util.Optional;

/**
 * Who acted: the agency, and the token's subject and client. The subject of a person is the identity provider's identifier; only
 * an auditor or a data-protection officer is shown it. The platform itself has neither subject nor agency of its own.
 */
public record Actor(AgencyId agency, Optional<String> subject, Optional<String> client) {

    private static final AgencyId PLATFORM = new AgencyId("PLATFORM");

    /** Who makes a request. */
    public static Actor of(Caller caller) {
        return of(caller.agency(), caller.subject(), caller.client());
    }

    /** A person or a machine, as its token names it. */
    public static Actor of(AgencyId agency, String subject, String client) {
        return new Actor(agency, Optional.of(subject), Optional.of(client));
    }

    /** A part of the platform that acts without a request, such as {@code "reading"}. */
    public static Actor platform(String component) {
        return new Actor(PLATFORM, Optional.empty(), Optional.of(component));
    }
}
