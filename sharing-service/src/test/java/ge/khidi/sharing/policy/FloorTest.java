package ge.khidi.sharing.policy;

import static ge.khidi.sharing.policy.Facts.ORDINARY;
import static ge.khidi.sharing.policy.Facts.ordinaryBut;
import static ge.khidi.sharing.policy.Registry.DEMONSTRATION;
import static ge.khidi.sharing.policy.Registry.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.handling.Classification;
import ge.khidi.contract.handling.Purpose;
import ge.khidi.sharing.policy.Decision.Full;
import ge.khidi.sharing.policy.Decision.Held;
import ge.khidi.sharing.policy.Decision.Nothing;
import ge.khidi.sharing.policy.Decision.Redacted;
import ge.khidi.sharing.policy.FloorRule.Effect;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule of the floor beats a set of policies that permits everything to everybody. */
final class FloorTest {

    private static final String ANYTHING_GOES = """
        @id("anything-goes")
        @title("Everything to everybody")
        @legal_basis("None: this set shows what the floor alone refuses")
        @outcome("full")
        @mode("AUTOMATIC")
        permit (principal, action == Action::"receive", resource);
        """;

    /** Who asks for what in which registry, and the rule that answers. */
    record Asked(FloorRule rule, String what, String partner, DisclosureFacts facts, Partners registry) {
        @Override
        public String toString() {
            return rule.id() + ": " + what;
        }
    }

    private static Asked asked(FloorRule rule, String what, String partner, DisclosureFacts facts) {
        return new Asked(rule, what, partner, facts, DEMONSTRATION);
    }

    static List<Asked> refusals() {
        return List.of(
                asked(FloorRule.PARTNER_KNOWN, "someone nobody registered", "NOBODY", ORDINARY),
                asked(
                        FloorRule.CONTEXT_APART,
                        "an exercise in a real feed",
                        "IAD",
                        ordinaryBut("{'context':'EXERCISE'}")),
                asked(
                        FloorRule.CONTEXT_APART,
                        "an exercise in its own originator's real feed",
                        "CRIMINAL-POLICE",
                        ordinaryBut("{'context':'EXERCISE'}")),
                new Asked(
                        FloorRule.CONTEXT_APART,
                        "a real event in an exercise's feed",
                        "IAD",
                        ORDINARY,
                        Registry.but("IAD", Registry::inExercise)),
                asked(FloorRule.EVENT_USABLE, "a withdrawn event", "IAD", ordinaryBut("{'usable':false}")),
                asked(
                        FloorRule.EVENT_USABLE,
                        "one's own, restricted",
                        "CRIMINAL-POLICE",
                        ordinaryBut("{'usable':false}")),
                asked(FloorRule.RELEASABLE, "nobody is named", "IAD", ordinaryBut("{'releasableTo':[]}")),
                asked(
                        FloorRule.RELEASABLE,
                        "others are named",
                        "BORDER-POLICE",
                        ordinaryBut("{'releasableTo':['IAD']}")),
                new Asked(
                        FloorRule.AGREEMENT_IN_FORCE,
                        "the agreement ended yesterday",
                        "THIRD-COUNTRY-B",
                        ordinaryBut("{'personalData':false}"),
                        Registry.but(
                                "THIRD-COUNTRY-B",
                                partner -> Registry.underAgreement(
                                        partner, agreement -> Registry.endedOn(agreement, TODAY.minusDays(1))))),
                asked(
                        FloorRule.STATISTICS_ONLY,
                        "a single event to IOM",
                        "IOM",
                        ordinaryBut("{'purposes':['STATISTICS']}")),
                asked(
                        FloorRule.STATISTICS_ONLY,
                        "a link to Frontex",
                        "FRONTEX",
                        ordinaryBut("{'type':'LINK','purposes':['BORDER_MANAGEMENT']}")),
                asked(FloorRule.PURPOSE, "another purpose", "MIGRATION-DEPARTMENT", ORDINARY),
                asked(FloorRule.PURPOSE, "no purpose at all", "IAD", ordinaryBut("{'purposes':[]}")),
                asked(
                        FloorRule.CLEARANCE,
                        "one level above the clearance",
                        "PATROL-POLICE",
                        ordinaryBut("{'classification':'CONFIDENTIAL'}")),
                asked(FloorRule.TRANSFER_BASIS, "personal data without a transfer basis", "THIRD-COUNTRY-B", ORDINARY),
                asked(
                        FloorRule.EUROPOL_MANDATE,
                        "none of the 30 crime areas",
                        "EUROPOL",
                        ordinaryBut("{'crimeAreas':[]}")),
                new Asked(
                        FloorRule.INTERNATIONAL_PROTECTION,
                        "a refugee, to a third country with a transfer basis",
                        "THIRD-COUNTRY-B",
                        ordinaryBut("{'internationalProtection':true}"),
                        transferring("THIRD-COUNTRY-B", TODAY, Optional.of("A note"))),
                new Asked(
                        FloorRule.ASSURANCE,
                        "a person, to a third country that has assured nothing",
                        "THIRD-COUNTRY-B",
                        ordinaryBut("{'personalData':true}"),
                        transferring("THIRD-COUNTRY-B", TODAY, Optional.empty())),
                new Asked(
                        FloorRule.TRANSFER_BASIS,
                        "a person, under a transfer basis that ended yesterday",
                        "EUROPOL",
                        ordinaryBut("{'personalData':true}"),
                        transferring("EUROPOL", TODAY.minusDays(1), Optional.empty())),
                asked(
                        FloorRule.H3_WORDS,
                        "a restriction in words, to a CSIRT without a transfer basis",
                        "CSIRT-A",
                        ordinaryBut("{'type':'CYBER_INCIDENT','categories':[],'personalData':false,'codes':['H3']}")),
                asked(
                        FloorRule.LINK_DECISION,
                        "an analyst's decision to an agency that was named",
                        "BORDER-POLICE",
                        ordinaryBut("{'type':'LINK_DECISION','originator':'IAD','releasableTo':['BORDER-POLICE']}")),
                new Asked(
                        FloorRule.GATEWAY,
                        "more than the gateway is cleared for",
                        "EUROPOL",
                        ordinaryBut("{'classification':'RESTRICTED'}"),
                        Registry.but("ILECC", ilecc -> Registry.cleared(ilecc, Classification.UNCLASSIFIED))));
    }

    /** A partner whose transfer basis ends on that day. */
    private static Partners transferring(String partner, LocalDate until, Optional<String> assurance) {
        return Registry.but(
                partner,
                foreign -> Registry.underAgreement(
                        foreign,
                        agreement -> Registry.transferring(agreement, agreement.validFrom(), until, assurance)));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refusesWhateverThePoliciesSay(Asked asked) {
        Decision decision = gate(asked.registry()).decide(new AgencyId(asked.partner()), asked.facts(), TODAY);

        assertThat(decision).isInstanceOf(Nothing.class);
        assertThat(decision.grounds().floorRule()).contains(asked.rule().id());
        assertThat(decision.grounds().legalBases()).containsExactly(asked.rule().source());
    }

    @Test
    void everyRuleHasItsCase() {
        Set<FloorRule> shown = refusals().stream().map(Asked::rule).collect(Collectors.toSet());

        Set<FloorRule> refusing = Arrays.stream(FloorRule.values())
                .filter(rule -> rule.effect() == Effect.REFUSES)
                .collect(Collectors.toSet());
        assertThat(Stream.concat(shown.stream(), Stream.of(FloorRule.NO_HIT_NOTICE, FloorRule.STRICT_NECESSITY)))
                .containsExactlyInAnyOrderElementsOf(refusing);
    }

    @Test
    void withoutAFaultTheFloorLetsThePoliciesDecide() {
        assertThat(gate(DEMONSTRATION).decide(new AgencyId("IAD"), ORDINARY, TODAY))
                .isInstanceOf(Full.class);
    }

    @Test
    void theFirstRuleThatFailsIsReported() {
        DisclosureFacts everythingWrong =
                ordinaryBut("{'releasableTo':[],'purposes':[],'classification':'TOP_SECRET','crimeAreas':[]}");

        Decision decision = gate(DEMONSTRATION).decide(new AgencyId("EUROPOL"), everythingWrong, TODAY);

        assertThat(decision.grounds().floorRule()).contains(FloorRule.RELEASABLE.id());
    }

    @Test
    void theOriginatorHasItsOwnWhateverItSays() {
        DisclosureFacts own =
                ordinaryBut("{'releasableTo':[],'purposes':[],'classification':'TOP_SECRET','codes':['H2','H3']}");

        Decision decision = gate(DEMONSTRATION).decide(new AgencyId("CRIMINAL-POLICE"), own, TODAY);

        assertThat(decision).isInstanceOf(Full.class);
        assertThat(decision.grounds().policies()).containsExactly(Gate.OWN);
    }

    @Test
    void silenceMeansTheOriginatorAndIad() {
        DisclosureFacts silent = ordinaryBut("{'releasableTo':['CRIMINAL-POLICE','IAD']}");
        Gate gate = gate(DEMONSTRATION);

        List<String> have = DEMONSTRATION.list().stream()
                .map(Partner::id)
                .filter(id -> gate.decide(id, silent, TODAY) instanceof Full)
                .map(AgencyId::value)
                .toList();

        assertThat(have).containsExactly("CRIMINAL-POLICE", "IAD");
    }

    @Test
    void anAgreementIsInForceOnItsFirstAndLastDay() {
        Agreement agreement = Registry.partner("EUROPOL").agreement().orElseThrow();

        assertThat(agreement.validOn(agreement.validFrom())).isTrue();
        assertThat(agreement.validOn(agreement.validTo())).isTrue();
        assertThat(agreement.validOn(agreement.validFrom().minusDays(1))).isFalse();
        assertThat(agreement.validOn(agreement.validTo().plusDays(1))).isFalse();
    }

    @Test
    void whatThePoliciesLetGoTheDayEndsWithTheAgreement() {
        LocalDate lastDay =
                Registry.partner("MEMBER-STATE-A").agreement().orElseThrow().validTo();
        AgencyId memberState = new AgencyId("MEMBER-STATE-A");
        Gate gate = gate(DEMONSTRATION);

        assertThat(gate.decide(memberState, ORDINARY, lastDay)).isInstanceOf(Redacted.class);
        assertThat(gate.decide(memberState, ORDINARY, lastDay.plusDays(1))
                        .grounds()
                        .floorRule())
                .contains(FloorRule.AGREEMENT_IN_FORCE.id());
    }

    @Test
    void h2ReachedOnlyByPolicyWaitsForTheOriginatorsConsent() {
        Decision decision = gate(DEMONSTRATION).decide(new AgencyId("IAD"), ordinaryBut("{'codes':['H2']}"), TODAY);

        assertThat(decision).isInstanceOfSatisfying(Held.class, held -> {
            assertThat(held.mode()).isEqualTo(ReleaseMode.ORIGINATOR);
            assertThat(held.profileName()).isEqualTo("full");
            assertThat(held.grounds().floorRule()).contains(FloorRule.H2_CONSENT.id());
        });
    }

    @Test
    void h2HasTheConsentOfTheOriginatorThatNamedTheRecipient() {
        DisclosureFacts named = ordinaryBut("{'codes':['H2'],'releasableTo':['BORDER-POLICE']}");

        assertThat(gate(DEMONSTRATION).decide(new AgencyId("BORDER-POLICE"), named, TODAY))
                .isInstanceOf(Full.class);
    }

    @Test
    void h3WaitsForAPersonEvenWhenNamed() {
        DisclosureFacts named = ordinaryBut("{'codes':['H2','H3'],'releasableTo':['BORDER-POLICE']}");

        assertThat(gate(DEMONSTRATION).decide(new AgencyId("BORDER-POLICE"), named, TODAY))
                .isInstanceOfSatisfying(
                        Held.class, held -> assertThat(held.holds()).hasSize(1));
    }

    @Test
    void theGatewaysConsentIsNeededForWhoStandsBehindIt() {
        DisclosureFacts named = ordinaryBut("{'codes':['H2'],'releasableTo':['EUROPOL','ILECC']}");
        DisclosureFacts gatewayForgotten = ordinaryBut("{'codes':['H2'],'releasableTo':['EUROPOL']}");
        Gate gate = gate(DEMONSTRATION);

        assertThat(gate.decide(new AgencyId("EUROPOL"), named, TODAY)).isInstanceOf(Redacted.class);
        assertThat(gate.decide(new AgencyId("EUROPOL"), gatewayForgotten, TODAY)
                        .grounds()
                        .floorRule())
                .contains(FloorRule.GATEWAY.id());
    }

    @Test
    void whereNoHitMayBeShownAHitOnlyPermissionGivesNothing() {
        Gate hitsOnly = new Gate(
                Policies.load(ANYTHING_GOES.replace("full", "hit-only").replace("@mode(\"AUTOMATIC\")\n", "")),
                DEMONSTRATION,
                Registry.SHOWING);
        AgencyId iad = new AgencyId("IAD");

        assertThat(hitsOnly.decide(iad, ORDINARY, TODAY)).isInstanceOf(Decision.HitOnly.class);
        Decision forbidden = hitsOnly.decide(iad, ordinaryBut("{'noHitNotice':true}"), TODAY);
        assertThat(forbidden).isInstanceOf(Nothing.class);
        assertThat(forbidden.grounds().floorRule()).contains(FloorRule.NO_HIT_NOTICE.id());
    }

    @Test
    void aPurposeInCommonIsEnough() {
        Partners one =
                Registry.but("MIGRATION-DEPARTMENT", it -> Registry.withPurposes(it, Set.of(Purpose.CROSS_CHECK)));

        assertThat(gate(one).decide(new AgencyId("MIGRATION-DEPARTMENT"), ORDINARY, TODAY))
                .isInstanceOf(Full.class);
    }

    private static Gate gate(Partners partners) {
        return new Gate(Policies.load(ANYTHING_GOES, partners), partners, Registry.SHOWING);
    }
}
