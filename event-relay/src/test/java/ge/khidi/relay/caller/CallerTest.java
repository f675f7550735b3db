package ge.khidi.relay.caller;

import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.AgencyId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallerTest {

    private final Map<String, Object> claims = new HashMap<>(Map.of(
            "sub", "b5e2",
            "azp", "border-police-system",
            "preferred_username", "service-account-border-police-system",
            "agency", "BORDER-POLICE",
            "unit", "Batumi"));

    @Test
    void aServiceAccountIsAMachineOfItsAgency() {
        assertThat(caller(List.of("event-publisher", "offline_access")))
                .contains(new Caller(
                        new AgencyId("BORDER-POLICE"),
                        Optional.of("Batumi"),
                        "b5e2",
                        "border-police-system",
                        Set.of(Role.EVENT_PUBLISHER),
                        true));
    }

    @Test
    void anybodyElseIsAPersonEvenUnderTheNameOfAnotherServiceAccount() {
        claims.put("azp", "khidi-pages");

        assertThat(caller(List.of("analyst")).orElseThrow().machine()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"agency", "azp", "sub"})
    void aTokenWithoutOneOfTheseMakesNoCaller(String claim) {
        claims.remove(claim);

        assertThat(caller(List.of())).isEmpty();
    }

    @Test
    void aClaimOfTheWrongFormMakesNoCaller() {
        claims.put("agency", "border police");
        assertThat(caller(List.of())).isEmpty();

        claims.put("agency", List.of("BORDER-POLICE", "IAD"));
        assertThat(caller(List.of())).isEmpty();
    }

    @Test
    void theNameOfTheCallerIsNotInItsText() {
        assertThat(caller(List.of()).orElseThrow()).hasToString("Caller[BORDER-POLICE, machine]");
    }

    @Test
    void everyRoleIsFoundByItsNameInTheRealm() {
        for (Role role : Role.values()) {
            assertThat(Role.find(role.inRealm())).contains(role);
        }
        assertThat(Role.find("OPERATOR")).isEmpty();
    }

    private Optional<Caller> caller(List<String> roles) {
        return Caller.of(new Token(claims), roles);
    }

    /** A token that has been verified. */
    private record Token(Map<String, Object> claims) implements JsonWebToken {
        @Override
        public String getName() {
            return String.valueOf(claims.get("preferred_username"));
        }

        @Override
        public Set<String> getClaimNames() {
            return claims.keySet();
        }

        @Override
        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "NullAway"}) // as the interface declares it
        public <T> T getClaim(String name) {
            return (T) claims.get(name);
        }
    }
}
