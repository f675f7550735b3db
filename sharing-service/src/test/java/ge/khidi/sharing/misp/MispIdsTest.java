package ge.khidi.sharing.misp;

import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MispIdsTest {

    private static final EventId EVENT = new EventId(new UUID(1, 2));
    private final MispIds ids = new MispIds(new byte[32], new AgencyId("CSIRT-A"));

    @Test
    void aPlaceKeepsItsIdAndNoOtherHasIt() {
        assertThat(ids.of(EVENT, "c-1/value"))
                .isEqualTo(ids.of(EVENT, "c-1/value"))
                .isNotEqualTo(ids.of(EVENT, "c-2/value"))
                .isNotEqualTo(ids.of(new EventId(new UUID(1, 3)), "c-1/value"));
    }

    @Test
    void anotherPartnerAndAnotherInstallationHaveOthers() {
        byte[] other = new byte[32];
        other[0] = 1;

        assertThat(ids.of(EVENT, "c-1/value"))
                .isNotEqualTo(new MispIds(new byte[32], new AgencyId("IAD")).of(EVENT, "c-1/value"))
                .isNotEqualTo(new MispIds(other, new AgencyId("CSIRT-A")).of(EVENT, "c-1/value"));
    }

    @Test
    void allAreOfAVersionThatMispTakes() {
        for (UUID id : new UUID[] {ids.of(EVENT, "c-1/value"), MispIds.ofOrganisation("CERT-GOV-GE")}) {
            assertThat(id.version()).isEqualTo(5);
            assertThat(id.variant()).isEqualTo(2);
        }
    }
}
