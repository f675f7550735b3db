package ge.khidi.relay.caller;

import ge.khidi.contract.AgencyId;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Who sent this request, according to a token whose signature, issuer, audience and age have been verified.
 *
 * <p>{@code subject} is the token's {@code sub} and names a person or a service account without saying the name; {@code client} is the
 * Keycloak client ({@code azp}). A {@code machine} is the service account of a client; anything else is a person.
 */
public record Caller(
        AgencyId agency, Optional<String> unit, String subject, String client, Set<Role> roles, boolean machine) {

    private static final String AGENCY = "agency";
    private static final String UNIT = "unit";
    private static final String AUTHORIZED_PARTY = "azp";
    private static final String USERNAME = "preferred_username";
    private static final String SERVICE_ACCOUNT = "service-account-";
    private static final int LONGEST_UNIT = 100;

    public Caller {
        roles = Set.copyOf(roles);
    }

    /** The caller of a verified token; nothing if the token names no agency, no subject or no client, or not in the right form. */
    public static Optional<Caller> of(JsonWebToken token, Collection<String> roles) {
        Optional<AgencyId> agency = text(token, AGENCY).flatMap(AgencyId::parse);
        Optional<String> unit = text(token, UNIT).filter(name -> !name.isBlank());
        Optional<String> client = text(token, AUTHORIZED_PARTY);
        Optional<String> subject = Optional.ofNullable(token.getSubject());
        if (agency.isEmpty()
                || client.isEmpty()
                || subject.isEmpty()
                || unit.filter(Caller::tooLong).isPresent()) {
            return Optional.empty();
        }
        boolean machine = text(token, USERNAME)
                .filter(name -> name.equals(SERVICE_ACCOUNT + client.get().toLowerCase(Locale.ROOT)))
                .isPresent();
        return Optional.of(new Caller(agency.get(), unit, subject.get(), client.get(), Role.known(roles), machine));
    }

    public boolean has(Role role) {
        return roles.contains(role);
    }

    private static boolean tooLong(String unit) {
        return unit.length() > LONGEST_UNIT;
    }

    private static Optional<String> text(JsonWebToken token, String claim) {
        return token.claim(claim).filter(String.class::isInstance).map(String.class::cast);
    }

    /** Names the agency and whether it is a machine; who exactly it is stands only in the audit log. */
    @Override
    public String toString() {
        return "Caller[" + agency + ", " + (machine ? "machine" : "person") + "]";
    }
}
