package ge.khidi.sharing.feed;

import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.event.RevisionKind;
import ge.khidi.contract.event.Status;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReachTest {

    @ParameterizedTest
    @CsvSource({
        "OPEN, INITIAL, LEAVES, NEVER, NEW, false",
        "OPEN, SUPPLEMENT, LEAVES, HOLDS, UPDATE, false",
        "CLOSED, SUPPLEMENT, LEAVES, HOLDS, UPDATE, false",
        "OPEN, CORRECTION, LEAVES, HOLDS, CORRECTION, false",
        "OPEN, CORRECTION, LEAVES, NEVER, NEW, false",
        "OPEN, SUPPLEMENT, LEAVES, RESTRICTED, UPDATE, false",
        "OPEN, SUPPLEMENT, LEAVES, ENDED, NEW, false",
        "OPEN, SUPPLEMENT, LEAVES, RECALLED, NEW, false",
        "OPEN, INITIAL, WAITS, NEVER, , true",
        "OPEN, CORRECTION, LEAVES, ENDED, CORRECTION, false",
        "OPEN, CORRECTION, WAITS, NEVER, , true",
        "OPEN, CORRECTION, WAITS, HOLDS, CORRECTION_ALONE, true",
        "OPEN, CORRECTION, WAITS, ENDED, CORRECTION_ALONE, true",
        "OPEN, CORRECTION, STAYS, HOLDS, CORRECTION_ALONE, false",
        "OPEN, CORRECTION, STAYS, RESTRICTED, CORRECTION_ALONE, false",
        "OPEN, CORRECTION, STAYS, RECALLED, CORRECTION_ALONE, false",
        "OPEN, SUPPLEMENT, WAITS, HOLDS, NO_LONGER_OFFERED, true",
        "OPEN, SUPPLEMENT, STAYS, HOLDS, NO_LONGER_OFFERED, false",
        "OPEN, SUPPLEMENT, STAYS, ENDED, , false",
        "RESTRICTED, SUPPLEMENT, STAYS, HOLDS, RESTRICTION, false",
        "RESTRICTED, SUPPLEMENT, STAYS, ENDED, RESTRICTION, false",
        "RESTRICTED, SUPPLEMENT, STAYS, RECALLED, , false",
        "WITHDRAWN, SUPPLEMENT, STAYS, HOLDS, WITHDRAWAL, false",
        "WITHDRAWN, SUPPLEMENT, STAYS, ENDED, WITHDRAWAL, false",
        "ERASED, SUPPLEMENT, STAYS, RECALLED, ERASURE, false"
    })
    void aRevisionReaches(
            Status status, RevisionKind kind, Permission permission, Standing standing, RowKind row, boolean asks) {
        assertThat(Reach.of(status, kind, permission, standing)).isEqualTo(new Reach(Optional.ofNullable(row), asks));
    }

    @ParameterizedTest
    @EnumSource(Status.class)
    void whoNeverHadItAndMayNotHaveItLearnsNothing(Status status) {
        for (RevisionKind kind : RevisionKind.values()) {
            assertThat(Reach.of(status, kind, Permission.STAYS, Standing.NEVER).row())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Status.class)
    void whoseDisclosureWasUnlawfulWasToldToEraseAndGetsNothingMore(Status status) {
        for (Permission permission : Permission.values()) {
            assertThat(Reach.of(status, RevisionKind.CORRECTION, permission, Standing.BARRED))
                    .isEqualTo(new Reach(Optional.empty(), false));
        }
    }

    @ParameterizedTest
    @EnumSource(Permission.class)
    void aCorrectionAsksAnOutcomeOfWhoeverEverHadTheEvent(Permission permission) {
        for (Standing standing : List.of(Standing.HOLDS, Standing.RESTRICTED, Standing.ENDED, Standing.RECALLED)) {
            assertThat(Reach.of(Status.OPEN, RevisionKind.CORRECTION, permission, standing)
                            .row()
                            .filter(RowKind::recalls))
                    .as("%s", standing)
                    .isPresent();
        }
    }

    @Test
    void contentNeverLeavesWithoutPermission() {
        for (Status status : Status.values()) {
            for (RevisionKind kind : RevisionKind.values()) {
                for (Standing standing : Standing.values()) {
                    assertThat(Reach.of(status, kind, Permission.STAYS, standing)
                                    .row()
                                    .filter(RowKind::brings))
                            .isEmpty();
                    assertThat(Reach.of(status, kind, Permission.WAITS, standing)
                                    .row()
                                    .filter(RowKind::brings))
                            .isEmpty();
                }
            }
        }
    }
}
