package ge.khidi.sharing.policy;

import static ge.khidi.sharing.policy.Facts.ordinaryBut;
import static ge.khidi.sharing.policy.Registry.DEMONSTRATION;
import static ge.khidi.sharing.policy.Registry.TODAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ge.khidi.contract.AgencyId;
import ge.khidi.sharing.policy.Decision.Held;
import ge.khidi.sharing.policy.Decision.Hold;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A product needs the word of the originator of every source that asks for it. */
final class ConsentTest {

    private static final Gate GATE = new Gate(Policies.load("""
        @id("anything-goes")
        @title("Everything to everybody")
        @legal_basis("None: this set shows what the floor alone asks for")
        @outcome("full")
        @mode("AUTOMATIC")
        permit (principal, action == Action::"receive", resource);
        """), DEMONSTRATION, Registry.SHOWING);

    private static final AgencyId BORDER = new AgencyId("BORDER-POLICE");
    private static final AgencyId CRIMINAL = new AgencyId("CRIMINAL-POLICE");
    private static final AgencyId PATROL = new AgencyId("PATROL-POLICE");

    private static final DisclosureFacts LINK =
            ordinaryBut("{'type':'LINK','originator':'ANALYSIS','categories':[],'internationalProtection':true}");
    private static final DisclosureFacts BY_POLICY = ordinaryBut("{'codes':['H2']}");
    private static final DisclosureFacts NAMING_BORDER =
            ordinaryBut("{'originator':'PATROL-POLICE','releasableTo':['BORDER-POLICE','CRIMINAL-POLICE']}");

    @Test
    void everyOriginatorIsNamed() {
        DisclosureFacts link =
                LINK.withSources(List.of(BY_POLICY, ordinaryBut("{'originator':'PATROL-POLICE','codes':['H2','H3']}")));

        assertThat(holds(BORDER, link))
                .extracting(Hold::mode, Hold::by)
                .containsExactly(
                        tuple(ReleaseMode.ORIGINATOR, Optional.of(PATROL)),
                        tuple(ReleaseMode.ORIGINATOR, Optional.of(CRIMINAL)),
                        tuple(ReleaseMode.ORIGINATOR, Optional.of(PATROL)));
    }

    /** The link's own list names Border Police, because Patrol Police did; Criminal Police never said so. */
    @Test
    void beingNamedByOneOriginatorIsNotTheConsentOfTheOther() {
        DisclosureFacts link = Facts.but(LINK, "{'codes':['H2'],'releasableTo':['BORDER-POLICE']}")
                .withSources(List.of(BY_POLICY, NAMING_BORDER));

        assertThat(holds(BORDER, link)).extracting(Hold::by).containsExactly(Optional.of(CRIMINAL));
        assertThat(holds(BORDER, link))
                .extracting(Hold::reason)
                .containsExactly("H2: awaiting the consent of CRIMINAL-POLICE");
    }

    @Test
    void whoSaidItOrIsNamedNeedsNoConsent() {
        DisclosureFacts named = ordinaryBut(
                "{'originator':'PATROL-POLICE','codes':['H2'],'releasableTo':['BORDER-POLICE','CRIMINAL-POLICE']}");

        assertThat(holds(BORDER, LINK.withSources(List.of(named)))).isEmpty();
        assertThat(holds(PATROL, LINK.withSources(List.of(named)))).isEmpty();
        assertThat(holds(CRIMINAL, LINK.withSources(List.of(BY_POLICY)))).isEmpty();
        assertThat(holds(PATROL, LINK.withSources(List.of(BY_POLICY)))).hasSize(1);
    }

    @Test
    void aCodeThatOnlyASourceHasCountsForTheProduct() {
        DisclosureFacts link = LINK.withSources(List.of(ordinaryBut("{'codes':['H3']}")));

        assertThat(link.codes()).isNotEmpty();
        assertThat(holds(BORDER, link)).hasSize(1);
    }

    @Test
    void factsWithConsentsAreReadAsTheyWereWritten() {
        DisclosureFacts link = LINK.withSources(List.of(BY_POLICY, NAMING_BORDER, ordinaryBut("{'codes':['H3']}")));

        assertThat(DisclosureFacts.parse(link.canonicalJson())).isEqualTo(link);
        assertThat(Decision.parse(GATE.decide(BORDER, link, TODAY).print()))
                .isEqualTo(GATE.decide(BORDER, link, TODAY));
    }

    private static List<Hold> holds(AgencyId partner, DisclosureFacts facts) {
        return GATE.decide(partner, facts, TODAY) instanceof Held held ? held.holds() : List.of();
    }
}
