package ge.khidi.sharing.onward;

import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.sharing.release.Word;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OnwardStateTest {

    @ParameterizedTest
    @CsvSource({
        "PENDING, APPROVE, APPROVED",
        "PENDING, REJECT, REJECTED",
        "PENDING, REVOKE, PENDING",
        "APPROVED, REVOKE, REVOKED",
        "APPROVED, REJECT, APPROVED",
        "REJECTED, APPROVE, REJECTED",
        "REVOKED, APPROVE, REVOKED"
    })
    void aWordLeads(OnwardState from, Word.Kind word, OnwardState to) {
        assertThat(from.after(word)).isEqualTo(to);
    }

    @Test
    void noThreatToLifePassesAnythingOn() {
        for (OnwardState state : OnwardState.values()) {
            assertThat(state.after(Word.Kind.LIFE_THREAT)).isEqualTo(state);
        }
    }
}
