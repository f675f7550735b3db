package ge.khidi.sharing.policy;

import static ge.khidi.sharing.policy.Facts.ordinaryBut;
import static ge.khidi.sharing.policy.Registry.DEMONSTRATION;
import static ge.khidi.sharing.policy.Registry.SHOWING;
import static ge.khidi.sharing.policy.Registry.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import ge.khidi.contract.AgencyId;
import ge.khidi.contract.event.EventType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which policies decided is told only as far as what is shown settles it. */
final class SettledTest {

    private static final PolicySet BASELINE = Registry.baseline();
    private static final Gate GATE = new Gate(BASELINE, DEMONSTRATION, SHOWING);
    private static final AgencyId ARCADIA = new AgencyId("MEMBER-STATE-A");

    private static final DisclosureFacts WITH_A_CONTACT = ordinaryBut("""
            {'type': 'MOVEMENT_OF_INTEREST', 'crimeAreas': [], 'categories': ['CONTACT'], 'countriesConcerned': ['XA']}
            """);
    private static final DisclosureFacts WITH_NOBODY = ordinaryBut("""
            {'type': 'MOVEMENT_OF_INTEREST', 'crimeAreas': [], 'categories': [], 'personalData': false,
             'countriesConcerned': ['XA']}
            """);

    /** What the profile of a member state leaves of both. */
    private static final JsonNode SHOWN =
            StoredJson.read("{\"type\": \"MOVEMENT_OF_INTEREST\", \"detail\": {}, \"entities\": []}", "an event");

    @Test
    void ofTwoEventsThatLookTheSameTheSamePoliciesAreTold() {
        List<String> ofAContact = deciding(WITH_A_CONTACT);
        List<String> ofNobody = deciding(WITH_NOBODY);
        assertThat(ofAContact).containsExactly("member-state-concerned");
        assertThat(ofNobody).containsExactly("member-state-concerned-without-personal-data");

        Settled settled = settled("{\"mayLack\": [\"NAMES\"]}");

        assertThat(BASELINE.told(ofAContact, settled.facts()))
                .isEqualTo(BASELINE.told(ofNobody, settled.facts()))
                .isEmpty();
    }

    @Test
    void whereNothingIsWithheldThePoliciesAreTold() {
        Settled settled = settled("{\"mayLack\": []}");

        assertThat(BASELINE.told(deciding(WITH_NOBODY), settled.facts()))
                .extracting(Policy::id)
                .containsExactly("member-state-concerned-without-personal-data");
    }

    @Test
    void aPolicyIsNotToldHoweverItIsWritten() {
        PolicySet set = Policies.load("""
                @id("brackets") @title("t") @legal_basis("l") @outcome("full")
                permit (principal, action, resource) when { resource["specialCategories"] };
                @id("lines") @title("t") @legal_basis("l") @outcome("full")
                permit (principal, action, resource) when { resource
                  .minors };
                @id("whole") @title("t") @legal_basis("l") @outcome("full")
                permit (principal, action, resource) when { context == {"named": true, "countryConcerned": true} };
                @id("type") @title("t") @legal_basis("l") @outcome("full")
                permit (principal, action, resource) when { resource["type"] == EventType::"MOVEMENT_OF_INTEREST" };
                """);

        assertThat(set.told(
                        List.of("brackets", "lines", "whole", "type", "of another set"),
                        settled("{\"mayLack\": [\"NAMES\"]}").facts()))
                .extracting(Policy::id)
                .containsExactly("type");
    }

    private static Settled settled(String conditions) {
        return Settled.by(EventType.MOVEMENT_OF_INTEREST, SHOWN, StoredJson.read(conditions, "conditions"));
    }

    private static List<String> deciding(DisclosureFacts facts) {
        return GATE.decide(ARCADIA, facts, TODAY).grounds().policies();
    }
}
