package ge.khidi.sharing.rulebook;

import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.AgencyId;
import ge.khidi.sharing.policy.SourceFault;
import ge.khidi.sharing.rulebook.PolicyState.Approval;
import ge.khidi.sharing.rulebook.PolicyState.Refusal;
import ge.khidi.sharing.rulebook.PolicyState.Step;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PolicyStateTest {

    private static final Officer AUTHOR = new Officer(AgencyId.IAD, "author");
    private static final Officer SECOND = new Officer(AgencyId.IAD, "second");
    private static final Officer THIRD = new Officer(AgencyId.ILECC, "third");
    private static final Optional<Instant> NO_WINDOW = Optional.empty();
    private static final Approval BY_SECOND = new Approval(SECOND, NO_WINDOW);

    @Test
    void aSetGoesFromTextToForceAndBackByTheWordsOfTwo() {
        PolicyState state = PolicyState.of(List.of());

        state = moved(state.approve(AUTHOR, BY_SECOND));
        state = moved(state.activate(AUTHOR, NO_WINDOW));
        state = moved(state.retire());
        state = moved(state.approve(AUTHOR, BY_SECOND));
        state = moved(state.activate(THIRD, NO_WINDOW));

        assertThat(state.word()).isEqualTo("ACTIVE");
    }

    @Test
    void aSetWithAFaultGoesNowhere() {
        PolicyState faulty = PolicyState.of(List.of(new SourceFault("a.cedar", 1, 1, "wrong")));

        assertThat(refused(faulty.approve(AUTHOR, BY_SECOND))).isEqualTo(Refusal.FAULTY);
        assertThat(refused(faulty.activate(THIRD, NO_WINDOW))).isEqualTo(Refusal.FAULTY);
        assertThat(refused(faulty.retire())).isEqualTo(Refusal.WRONG_STATE);
    }

    @Test
    void nobodyApprovesTheirOwnWordsNorActivatesWhatTheyApproved() {
        PolicyState validated = PolicyState.of(List.of());
        Officer sameElsewhere = new Officer(AgencyId.ILECC, AUTHOR.subject());

        assertThat(refused(validated.approve(AUTHOR, new Approval(AUTHOR, NO_WINDOW))))
                .isEqualTo(Refusal.AUTHOR);
        assertThat(refused(validated.approve(AUTHOR, new Approval(sameElsewhere, NO_WINDOW))))
                .isEqualTo(Refusal.AUTHOR);
        assertThat(refused(moved(validated.approve(AUTHOR, BY_SECOND)).activate(SECOND, NO_WINDOW)))
                .isEqualTo(Refusal.APPROVER);
    }

    @Test
    void anApprovalIsGoodForItsWindowOnly() {
        PolicyState approved = moved(PolicyState.of(List.of()).approve(AUTHOR, BY_SECOND));

        assertThat(refused(approved.activate(AUTHOR, Optional.of(Instant.EPOCH))))
                .isEqualTo(Refusal.OTHER_WINDOW);
    }

    @Test
    void nothingIsActivatedWithoutApprovalAndNothingTwice() {
        assertThat(refused(PolicyState.of(List.of()).activate(AUTHOR, NO_WINDOW)))
                .isEqualTo(Refusal.WRONG_STATE);
        assertThat(refused(new PolicyState.Active().activate(AUTHOR, NO_WINDOW)))
                .isEqualTo(Refusal.WRONG_STATE);
        assertThat(refused(new PolicyState.Active().approve(AUTHOR, BY_SECOND))).isEqualTo(Refusal.WRONG_STATE);
        assertThat(refused(new PolicyState.Retired().activate(AUTHOR, NO_WINDOW)))
                .isEqualTo(Refusal.WRONG_STATE);
        assertThat(refused(new PolicyState.Retired().retire())).isEqualTo(Refusal.WRONG_STATE);
    }

    private static PolicyState moved(Step step) {
        assertThat(step).isInstanceOf(Step.Moved.class);
        return ((Step.Moved) step).to();
    }

    private static Refusal refused(Step step) {
        assertThat(step).isInstanceOf(Step.Refused.class);
        return ((Step.Refused) step).why();
    }
}
