package ge.khidi.sharing.policy;

import static ge.khidi.sharing.policy.Facts.ordinaryBut;
import static ge.khidi.sharing.policy.Registry.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.AgencyId;
import ge.khidi.sharing.disclosure.Profile;
import ge.khidi.sharing.disclosure.Profiles;
import ge.khidi.sharing.policy.Decision.Held;
import ge.khidi.sharing.policy.Decision.Redacted;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Free text may name anybody, and no fact tells. */
final class FreeTextTest {

    private static final Profiles PROFILES = Profiles.shipped();
    private static final AgencyId EUROPOL = new AgencyId("EUROPOL");
    private static final DisclosureFacts NOBODY_NAMED = ordinaryBut("{'categories':[],'personalData':false}");

    @Test
    void itLeavesForAForeignPartnerOnlyWithAnOfficersWord() {
        Decision atOnce = decide(Registry.DEMONSTRATION, NOBODY_NAMED, TODAY);
        Decision released = decide(Registry.DEMONSTRATION, Facts.ORDINARY, TODAY);

        assertThat(atOnce).isInstanceOf(Redacted.class);
        assertThat(freeText(atOnce)).isEqualTo(Profile.FreeText.NEVER);
        assertThat(released).isInstanceOf(Held.class);
        assertThat(freeText(released)).isEqualTo(Profile.FreeText.UNLESS_PROTECTED);
    }

    @Test
    void atHomeItLeavesAsTheProfileSays() {
        Gate gate = new Gate(Registry.baseline(), Registry.DEMONSTRATION, PROFILES);

        assertThat(gate.decide(AgencyId.ILECC, NOBODY_NAMED, TODAY).profile()).contains(Decision.FULL);
    }

    /** A page shows what left under the profile of the decision, and a change is followed where decisions differ. */
    @Test
    void theDecisionIsAnotherOnTheDayAfterTheTransferBasisEnds() {
        Partners until = Registry.but(
                "EUROPOL",
                europol -> Registry.underAgreement(
                        europol,
                        agreement -> Registry.transferring(agreement, TODAY.minusYears(1), TODAY, Optional.empty())));
        DisclosureFacts consent = Facts.but(NOBODY_NAMED, "{'codes':['H2']}");

        for (DisclosureFacts facts : List.of(NOBODY_NAMED, consent)) {
            Decision before = decide(until, facts, TODAY);
            Decision after = decide(until, facts, TODAY.plusDays(1));

            assertThat(after.profile()).isPresent().isNotEqualTo(before.profile());
            assertThat(after.profile().orElseThrow()).contains(Decision.WITHOUT_PERSONAL_DATA);
            assertThat(freeText(after)).isEqualTo(Profile.FreeText.NEVER);
        }
    }

    @Test
    void theDecisionIsAnotherWhereAnAssuranceEnds() {
        String policy = """
            @id("one")
            @title("A policy")
            @legal_basis("A law")
            @outcome("redacted")
            @profile("europol-annex-ii")
            @mode("GATEWAY")
            permit (principal, action == Action::"receive", resource);
            """;

        assertThat(assured(policy, Optional.of("Note verbale 7")).profile()).contains("europol-annex-ii");
        assertThat(assured(policy, Optional.empty()).profile()).contains("europol-annex-ii+without-personal-data");
    }

    private static Decision assured(String policy, Optional<String> assurance) {
        String id = "THIRD-COUNTRY-B";
        Partners partners = Registry.but(
                id,
                partner -> Registry.underAgreement(
                        partner,
                        agreement ->
                                Registry.transferring(agreement, TODAY.minusYears(1), TODAY.plusYears(1), assurance)));
        PolicySet set = PolicySet.load(List.of(new PolicyText("one.cedar", policy)), partners, Registry.PROFILES)
                .orThrow();
        return new Gate(set, partners, PROFILES).decide(new AgencyId(id), NOBODY_NAMED, TODAY);
    }

    private static Decision decide(Partners partners, DisclosureFacts facts, LocalDate day) {
        return new Gate(Registry.baseline(partners), partners, PROFILES).decide(EUROPOL, facts, day);
    }

    private static Profile.FreeText freeText(Decision decision) {
        return PROFILES.find(decision.profile().orElseThrow())
                .orElseThrow()
                .limits()
                .freeText();
    }
}
