package ge.khidi.relay.caller;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a caller may do: the roles of the Keycloak realm {@code khidi}. The constants of {@link Name} are for annotations such as
 * {@code @RolesAllowed}; a role of the realm that is not listed here means nothing to Khidi.
 */
public enum Role {
    /** A machine that hands in its agency's events. */
    EVENT_PUBLISHER(Name.EVENT_PUBLISHER),
    /** The platform's own machine that hands in what agencies wrote elsewhere on it, in their names. */
    EVENT_COURIER(Name.EVENT_COURIER),
    /** A machine that reads its agency's feed. */
    FEED_READER(Name.FEED_READER),
    /** A person who reads the agency's feed and answers recalls. */
    LIAISON_OFFICER(Name.LIAISON_OFFICER),
    /** A person who decides what waits for a release. */
    RELEASE_OFFICER(Name.RELEASE_OFFICER),
    /** A person who confirms or rejects links. */
    ANALYST(Name.ANALYST),
    /** A person who writes and activates policies. */
    POLICY_OFFICER(Name.POLICY_OFFICER),
    /** A person who sees the audit log with the names of persons, and answers data subjects. */
    DATA_PROTECTION_OFFICER(Name.DATA_PROTECTION_OFFICER),
    /** A person who sees the audit log with the names of persons. */
    AUDITOR(Name.AUDITOR),
    /** A person who brings agencies and partners onto the platform. */
    AGENCY_REGISTRAR(Name.AGENCY_REGISTRAR),
    /** A person who runs the platform and never sees content. */
    OPERATOR(Name.OPERATOR),
    /** A person of the supervising council, who sees statistics only. */
    COUNCIL_READER(Name.COUNCIL_READER);

    private final String inRealm;

    Role(String inRealm) {
        this.inRealm = inRealm;
    }

    /** The name of the role in the realm and in the token. */
    public String inRealm() {
        return inRealm;
    }

    /** The role of that name in the realm, if Khidi knows it. */
    public static Optional<Role> find(String inRealm) {
        return Arrays.stream(values())
                .filter(role -> role.inRealm.equals(inRealm))
                .findFirst();
    }

    /** Those of the names that Khidi knows. */
    static Set<Role> known(Collection<String> inRealm) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        inRealm.forEach(name -> find(name).ifPresent(roles::add));
        return Collections.unmodifiableSet(roles);
    }

    /** The names in the realm, as constants for annotations. */
    public static final class Name {
        public static final String EVENT_PUBLISHER = "event-publisher";
        public static final String EVENT_COURIER = "event-courier";
        public static final String FEED_READER = "feed-reader";
        public static final String LIAISON_OFFICER = "liaison-officer";
        public static final String RELEASE_OFFICER = "release-officer";
        public static final String ANALYST = "analyst";
        public static final String POLICY_OFFICER = "policy-officer";
        public static final String DATA_PROTECTION_OFFICER = "data-protection-officer";
        public static final String AUDITOR = "auditor";
        public static final String AGENCY_REGISTRAR = "agency-registrar";
        public static final String OPERATOR = "operator";
        public static final String COUNCIL_READER = "council-reader";

        private Name() {}
    }
}
