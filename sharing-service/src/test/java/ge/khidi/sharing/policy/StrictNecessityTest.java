package ge.khidi.sharing.policy;

import static ge.khidi.sharing.policy.Facts.ordinaryBut;
import static ge.khidi.sharing.policy.Registry.DEMONSTRATION;
import static ge.khidi.sharing.policy.Registry.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.RandomEvents;
import ge.khidi.sharing.policy.Decision.Full;
import ge.khidi.sharing.policy.Decision.Held;
import ge.khidi.sharing.policy.Decision.Hold;
import ge.khidi.sharing.policy.Decision.Nothing;
import ge.khidi.sharing.policy.Decision.Redacted;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Victims, witnesses, informants, minors and special categories: under a policy that says why, and for a case in which a person did. */
final class StrictNecessityTest {

    private static final AgencyId IAD = new AgencyId("IAD");
    private static final AgencyId EUROPOL = new AgencyId("EUROPOL");
    private static final DisclosureFacts VICTIM = ordinaryBut("{'categories':['SUSPECT','VICTIM']}");

    private static final String WITHOUT = permit("full", "", "");
    private static final String WITH = permit("full", "", "@strict_necessity(\"it cannot be done otherwise\")");

    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("khidi.laws.seeds", 40));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'categories':['VICTIM']}",
                "{'categories':['WITNESS']}",
                "{'categories':['INFORMANT']}",
                "{'minors':true}",
                "{'specialCategories':true}"
            })
    void withoutAPolicyThatSaysWhyTheyDoNotLeave(String who) {
        Decision decision = gate(WITHOUT).decide(IAD, ordinaryBut(who), TODAY);

        assertThat(decision).isInstanceOf(Nothing.class);
        assertThat(decision.grounds().floorRule()).contains(FloorRule.STRICT_NECESSITY.id());
        assertThat(decision.grounds().policies()).containsExactly("one");
    }

    @Test
    void withOneTheyWaitUntilTheOriginatorsOfficerHasSaidWhyInThisCase() {
        assertThat(gate(WITH).decide(IAD, VICTIM, TODAY)).isInstanceOfSatisfying(Held.class, held -> {
            assertThat(held.grounds().floorRule()).contains(FloorRule.STRICT_NECESSITY_CASE.id());
            assertThat(held.holds()).singleElement().satisfies(hold -> {
                assertThat(hold.mode()).isEqualTo(ReleaseMode.ORIGINATOR);
                assertThat(hold.asking().source()).isEqualTo(FloorRule.STRICT_NECESSITY_CASE.source());
                assertThat(hold.consent()).isFalse();
            });
        });
    }

    @Test
    void theGatewaysReleaseIsTheJustificationForAForeignPartner() {
        assertThat(gate(WITH).decide(EUROPOL, VICTIM, TODAY)).isInstanceOfSatisfying(Held.class, held -> {
            assertThat(held.holds()).extracting(Hold::mode).containsExactly(ReleaseMode.GATEWAY);
            assertThat(held.reason()).isEqualTo("awaiting why it is strictly necessary in this case, from ILECC");
        });
    }

    @Test
    void whoIsAskedAlreadyIsAskedOnce() {
        DisclosureFacts consent = ordinaryBut("{'categories':['VICTIM'],'codes':['H2']}");

        assertThat(gate(WITH).decide(IAD, consent, TODAY)).isInstanceOfSatisfying(Held.class, held -> {
            assertThat(held.reason())
                    .isEqualTo(
                            "H2: awaiting the consent of CRIMINAL-POLICE, with why it is strictly necessary in this case");
            assertThat(held.holds())
                    .singleElement()
                    .satisfies(hold -> assertThat(hold.consent()).isTrue());
        });
    }

    @Test
    void onePermitThatDoesNotSayWhyIsEnoughToRefuse() {
        assertThat(gate(WITH + permit("full", "2", "")).decide(IAD, VICTIM, TODAY))
                .isInstanceOf(Nothing.class);
    }

    @Test
    void aProfileThatShowsNothingOfThemNeedsNoReason() {
        String protective = permit("redacted", "", "@profile(\"domestic-protective\")");
        String operational = permit("redacted", "", "@profile(\"domestic-operational\")");

        assertThat(gate(protective).decide(IAD, VICTIM, TODAY)).isInstanceOf(Redacted.class);
        assertThat(gate(protective).decide(IAD, ordinaryBut("{'minors':true}"), TODAY))
                .isInstanceOf(Redacted.class);
        assertThat(gate(protective).decide(IAD, ordinaryBut("{'specialCategories':true}"), TODAY))
                .isInstanceOf(Redacted.class);
        assertThat(gate(operational).decide(IAD, VICTIM, TODAY)).isInstanceOf(Nothing.class);
    }

    @Test
    void whatShowsNobodySuchIsAsBefore() {
        assertThat(gate(WITHOUT).decide(IAD, Facts.ORDINARY, TODAY)).isInstanceOf(Full.class);
        assertThat(gate(WITH).decide(IAD, Facts.ORDINARY, TODAY)).isInstanceOf(Full.class);
        assertThat(gate(WITHOUT).decide(VICTIM.originator(), VICTIM, TODAY)).isInstanceOf(Full.class);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void underTheBaselineNothingThatShowsThemLeavesWithoutAWord(long seed) {
        Gate baseline = new Gate(Registry.baseline(), DEMONSTRATION, Registry.SHOWING);
        DisclosureFacts facts = DisclosureFacts.of(new RandomEvents(seed).event(), DEMONSTRATION);
        for (Partner partner : DEMONSTRATION.list()) {
            Decision decision = baseline.decide(partner.id(), facts, TODAY);
            boolean leavesAtOnce = decision instanceof Full || decision instanceof Redacted;
            if (leavesAtOnce
                    && !partner.id().equals(facts.originator())
                    && !facts.type().product()) {
                assertThat(Registry.SHOWING.protectedPersons(decision.profile().orElseThrow(), facts))
                        .isFalse();
            }
        }
    }

    private static Gate gate(String policies) {
        return new Gate(Policies.load(policies), DEMONSTRATION, Registry.SHOWING);
    }

    private static String permit(String outcome, String number, String more) {
        return "@id(\"one" + number + "\") @title(\"t\") @legal_basis(\"l\") @outcome(\"" + outcome
                + "\") @mode(\"AUTOMATIC\") " + more + "\npermit (principal, action, resource);\n";
    }
}
