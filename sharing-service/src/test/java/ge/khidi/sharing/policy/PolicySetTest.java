package ge.khidi.sharing.policy;

import static ge.khidi.sharing.policy.Facts.ORDINARY;
import static ge.khidi.sharing.policy.Facts.ordinaryBut;
import static ge.khidi.sharing.policy.Registry.DEMONSTRATION;
import static ge.khidi.sharing.policy.Registry.TODAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ge.khidi.contract.AgencyId;
import ge.khidi.sharing.policy.Decision.Held;
import ge.khidi.sharing.policy.Decision.HitOnly;
import ge.khidi.sharing.policy.Decision.Nothing;
import ge.khidi.sharing.policy.Decision.Redacted;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which texts become a policy set, and how several policies make one decision. */
final class PolicySetTest {

    private static final AgencyId IAD = new AgencyId("IAD");

    @Test
    void theBaselineHolds() {
        assertThat(Registry.baseline().policies()).hasSizeGreaterThan(20);
    }

    @Test
    void everyBaselinePolicyHasAGeorgianTitle() {
        assertThat(Registry.baseline().policies().values())
                .allSatisfy(policy -> assertThat(policy.titleKa()).isPresent());
    }

    @Test
    void everyFaultIsReportedWithLineAndColumn() {
        List<SourceFault> faults = Policies.faults("""
            // a typo in an attribute
            @id("one") @title("ერთი") @legal_basis("x") @outcome("full")
            permit (principal, action, resource) when { resource.minor };

            @id("two") @title("Two") @legal_basis("x") @outcome("full")
            permit (principal, action, resource) when { resource.type == EventType::"DOCUMENT_FRUAD" };

            @id("three") @title("Three") @legal_basis("x") @outcome("full")
            permit (principal, action, resource when { true };

            @id("four") @title("Four") @legal_basis("x") @outcome("full")
            permit (principal == Partner::"EUROPLO", action, resource);
            """);

        assertThat(faults)
                .extracting(SourceFault::file, SourceFault::line, SourceFault::column)
                .containsExactly(
                        tuple("test.cedar", 3, 45),
                        tuple("test.cedar", 6, 62),
                        tuple("test.cedar", 9, 37),
                        tuple("test.cedar", 12, 22));
        assertThat(faults.get(0).message()).contains("minor").contains("minors");
        assertThat(faults.get(1).message()).contains("DOCUMENT_FRUAD").contains("DOCUMENT_FRAUD");
        assertThat(faults.get(3).message()).contains("EUROPLO is not in the registry");
    }

    @Test
    void columnsCountCharactersNotBytes() {
        List<SourceFault> faults = Policies.faults(
                "@id(\"one\") @title(\"ქართული\") @legal_basis(\"x\") @outcome(\"full\") permit (principal, action,"
                        + " resource) when { resource.nothing };");

        assertThat(faults)
                .singleElement()
                .satisfies(fault -> assertThat(fault.column()).isEqualTo(109));
    }

    @Test
    void annotationsAreHeldToTheirForm() {
        List<SourceFault> faults = Policies.faults("""
            permit (principal, action, resource);

            @id("Big Letters") @title("t") @legal_basis("l") @outcome("everything") @mode("LATER")
            permit (principal, action, resource);

            @id("no-profile") @title("t") @legal_basis("l") @outcome("redacted")
            permit (principal, action, resource);

            @id("unknown-profile") @title("t") @legal_basis("l") @outcome("redacted") @profile("europol-anex")
            permit (principal, action, resource);

            @id("needless-profile") @title("t") @legal_basis("l") @outcome("full") @profile("csirt")
            permit (principal, action, resource);

            @id("forbid") @title("t") @legal_basis("l") @outcome("full") @purpose("p")
            forbid (principal, action, resource);

            @id("hit") @title("t") @legal_basis("l") @outcome("hit-only") @strict_necessity("they ask")
            permit (principal, action, resource);

            @id("why") @title("t") @legal_basis("l") @outcome("full") @strict_necessity(" ")
            permit (principal, action, resource);

            @id("never") @title("t") @legal_basis("l") @strict_necessity("it is")
            forbid (principal, action, resource);

            @id("same") @title("t") @legal_basis("l") forbid (principal, action, resource);
            @id("same") @title("t") @legal_basis("l") forbid (principal, action, resource);
            """);

        assertThat(faults)
                .extracting(SourceFault::line, SourceFault::message)
                .containsExactly(
                        tuple(1, "@id is missing or empty"),
                        tuple(1, "@title is missing or empty"),
                        tuple(1, "@legal_basis is missing or empty"),
                        tuple(1, "@outcome is missing or empty"),
                        tuple(3, "an id is small letters, digits and hyphens"),
                        tuple(3, "@outcome is one of hit-only, redacted, full"),
                        tuple(3, "@mode is one of AUTOMATIC, GATEWAY, ORIGINATOR"),
                        tuple(6, "a redacted outcome names its @profile"),
                        tuple(9, "there is no profile europol-anex"),
                        tuple(12, "only a redacted outcome has a @profile"),
                        tuple(15, "a forbid has no @outcome"),
                        tuple(15, "@purpose is not known"),
                        tuple(18, "a hit shows nobody: it has no @strict_necessity"),
                        tuple(21, "@strict_necessity is missing or empty"),
                        tuple(24, "a forbid has no @strict_necessity"),
                        tuple(28, "the id same is taken already"));
    }

    @Test
    void aPolicyThatCanNeverApplyIsAFault() {
        List<SourceFault> faults = Policies.faults("""
            @id("never") @title("t") @legal_basis("l") @outcome("full")
            permit (principal, action, resource) when { principal is Event };
            """);

        assertThat(faults).isNotEmpty();
    }

    @Test
    void aTemplateIsNoPolicy() {
        assertThat(Policies.faults("""
            @id("template") @title("t") @legal_basis("l") @outcome("full")
            permit (principal == ?principal, action, resource);
            """)).isNotEmpty();
    }

    @Test
    void semicolonsInStringsAndCommentsDoNotEndAPolicy() {
        PolicySet set = Policies.load("""
            // one; two; "three
            @id("one") @title("a; \\"b\\"; // c") @legal_basis("l") @outcome("full") // not; here
            permit (principal, action, resource);
            // the end; really
            """);

        assertThat(set.policies().keySet()).containsExactly("one");
    }

    @Test
    void noPolicyAtAllIsAFault() {
        assertThat(Policies.faults("// nothing yet\n")).hasSize(1);
        assertThat(PolicySet.load(List.of(), DEMONSTRATION, Set.of())).isInstanceOf(Loaded.Faulty.class);
    }

    @Test
    void theVersionChangesWithTheTextTheRegistryAndTheProfilesOnly() {
        PolicyText text = new PolicyText("a.cedar", permit("one", "full", ""));
        String version = version(List.of(text), DEMONSTRATION, Registry.PROFILES);

        assertThat(version(List.of(text), DEMONSTRATION, Registry.PROFILES)).isEqualTo(version);
        assertThat(version(
                        List.of(new PolicyText("a.cedar", permit("one", "full", "when { resource.minors }"))),
                        DEMONSTRATION,
                        Registry.PROFILES))
                .isNotEqualTo(version);
        assertThat(version(List.of(text), Registry.but("IAD", Registry::inExercise), Registry.PROFILES))
                .isNotEqualTo(version);
        assertThat(version(List.of(text), DEMONSTRATION, Set.of("full"))).isNotEqualTo(version);
    }

    @Test
    void whatNobodyPermitsIsNothing() {
        Decision decision = decide(permit("minors-only", "full", "when { resource.minors }"));

        assertThat(decision).isInstanceOf(Nothing.class);
        assertThat(decision.grounds().policies()).isEmpty();
    }

    @Test
    void aForbidWinsAndIsNamed() {
        Decision decision = decide(permit("all", "full", "") + """
            @id("no-suspects") @title("t") @legal_basis("the law")
            forbid (principal, action, resource) when { resource.categories.contains(Category::"SUSPECT") };
            """);

        assertThat(decision).isInstanceOf(Nothing.class);
        assertThat(decision.grounds().policies()).containsExactly("no-suspects");
        assertThat(decision.grounds().legalBases()).containsExactly("the law");
    }

    @Test
    void severalPermitsGiveTheLeastOfEachThing() {
        String profiles =
                redacted("a", "europol-annex-ii", "") + redacted("b", "member-state", "") + permit("c", "full", "");

        assertThat(decide(profiles)).isInstanceOfSatisfying(Redacted.class, redacted -> {
            assertThat(redacted.profileName()).isEqualTo("europol-annex-ii+member-state");
            assertThat(redacted.grounds().policies()).containsExactly("a", "b", "c");
        });
        assertThat(decide(profiles + permit("d", "hit-only", ""))).isInstanceOf(HitOnly.class);
    }

    @Test
    void aHoldOfOnePermitHoldsThemAll() {
        String modes = redacted("a", "csirt", "@mode(\"GATEWAY\")")
                + redacted("b", "csirt", "@mode(\"AUTOMATIC\")")
                + redacted("c", "csirt", "@mode(\"ORIGINATOR\")");

        assertThat(decide(modes))
                .isInstanceOfSatisfying(
                        Held.class,
                        held -> assertThat(held.holds())
                                .extracting(Decision.Hold::mode)
                                .containsExactly(ReleaseMode.ORIGINATOR, ReleaseMode.GATEWAY));
    }

    @Test
    void personalDataToAForeignPartnerWaitAtTheGatewayUnlessThePolicySaysOtherwise() {
        Gate silent = new Gate(Policies.load(permit("all", "full", "")), DEMONSTRATION, Registry.SHOWING);
        AgencyId europol = new AgencyId("EUROPOL");

        assertThat(silent.decide(europol, ORDINARY, TODAY)).isInstanceOfSatisfying(Held.class, held -> {
            assertThat(held.mode()).isEqualTo(ReleaseMode.GATEWAY);
            assertThat(held.reason()).isEqualTo("awaiting release by ILECC");
        });
        assertThat(silent.decide(europol, ordinaryBut("{'personalData':false}"), TODAY))
                .isInstanceOf(Redacted.class);
    }

    @Test
    void whoStandsBehindAGatewayGetsNoMoreThanTheGateway() {
        Gate gate = new Gate(
                Policies.load(permit("europol", "full", "when { principal == Partner::\"EUROPOL\" }")
                        + redacted("ilecc", "csirt", "", "when { principal == Partner::\"ILECC\" }")),
                DEMONSTRATION,
                Registry.SHOWING);

        assertThat(gate.decide(new AgencyId("EUROPOL"), ORDINARY, TODAY).profile())
                .contains("csirt");
    }

    @Test
    void anErrorOfTheEngineIsARefusalThatSaysSo() {
        String overflowing =
                permit("overflows", "full", "when { resource.informationGrade * 9223372036854775807 > 1 }");

        Decision decision = decide(permit("all", "full", "") + overflowing);

        assertThat(decision).isInstanceOf(Nothing.class);
        assertThat(decision.grounds().errors()).singleElement().asString().contains("overflows");
    }

    @Test
    void anErrorAtTheGatewayIsARefusalThatSaysSo() {
        Gate gate = new Gate(
                Policies.load(permit("all", "full", "")
                        + permit(
                                "overflows",
                                "full",
                                "when { principal == Partner::\"ILECC\" && resource.informationGrade *"
                                        + " 9223372036854775807 > 1 }")),
                DEMONSTRATION,
                Registry.SHOWING);

        Decision decision = gate.decide(new AgencyId("EUROPOL"), ORDINARY, TODAY);

        assertThat(decision).isInstanceOf(Nothing.class);
        assertThat(decision.grounds().errors()).isNotEmpty();
    }

    private static Decision decide(String text) {
        return new Gate(Policies.load(text), DEMONSTRATION, Registry.SHOWING).decide(IAD, ORDINARY, TODAY);
    }

    private static String version(List<PolicyText> texts, Partners partners, Set<String> profiles) {
        return PolicySet.load(texts, partners, profiles).orThrow().version();
    }

    private static String permit(String id, String outcome, String when) {
        return "@id(\"" + id + "\") @title(\"t\") @legal_basis(\"l\") @outcome(\"" + outcome
                + "\")\npermit (principal, action, resource) " + when + ";\n";
    }

    private static String redacted(String id, String profile, String mode) {
        return redacted(id, profile, mode, "");
    }

    private static String redacted(String id, String profile, String mode, String when) {
        return "@id(\"" + id + "\") @title(\"t\") @legal_basis(\"l\") @outcome(\"redacted\") @profile(\"" + profile
                + "\") " + mode + "\npermit (principal, action, resource) " + when + ";\n";
    }
}
