package ge.khidi.sharing.feed;

import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.sharing.feed.Shift.Late;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ShiftTest {

    @ParameterizedTest
    @EnumSource(Standing.class)
    void whatMayNotBeKnownEndsOnceAndOnlyWhereItIsOffered(Standing standing) {
        Shift shift = Shift.of(Permission.STAYS, standing, true, Late.COMES);

        assertThat(shift.row().isPresent()).isEqualTo(standing.offered());
        assertThat(shift.row().stream()).allMatch(kind -> kind == RowKind.NO_LONGER_OFFERED);
        assertThat(shift.asksForRelease()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Standing.class)
    void whatIsTheSameIsNotSentAgain(Standing standing) {
        Shift shift = Shift.of(Permission.LEAVES, standing, true, Late.KEPT_BACK);

        assertThat(shift.row()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Standing.class)
    void nothingIsBroughtOrAskedForWithoutAWindowUnlessItIsOfferedAlready(Standing standing) {
        for (Permission permission : Permission.values()) {
            Shift shift = Shift.of(permission, standing, false, Late.KEPT_BACK);

            if (!standing.offered() && standing != Standing.BARRED) {
                assertThat(shift.row()).isEmpty();
                assertThat(shift.asksForRelease()).isFalse();
                assertThat(shift.keptBack()).isEqualTo(permission != Permission.STAYS);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Standing.class)
    void aChangeThatMeansNothingForThePartnerBringsAsksForAndKeepsBackNothing(Standing standing) {
        for (Permission permission : Permission.values()) {
            if (!standing.offered()) {
                assertThat(Shift.of(permission, standing, false, Late.AS_BEFORE))
                        .isEqualTo(new Shift(Optional.empty(), false, false));
            }
        }
    }

    @Test
    void whatNowWaitsIsTakenBackAndAskedFor() {
        Shift shift = Shift.of(Permission.WAITS, Standing.HOLDS, true, Late.KEPT_BACK);

        assertThat(shift.row()).contains(RowKind.NO_LONGER_OFFERED);
        assertThat(shift.asksForRelease()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Permission.class)
    void whoseDisclosureWasUnlawfulGetsNothingWhateverTheRulesSay(Permission permission) {
        assertThat(Shift.of(permission, Standing.BARRED, false, Late.COMES))
                .isEqualTo(new Shift(Optional.empty(), false, false));
    }

    @Test
    void anotherRedactionComesAsAnUpdate() {
        assertThat(Shift.of(Permission.LEAVES, Standing.HOLDS, false, Late.KEPT_BACK)
                        .row())
                .contains(RowKind.UPDATE);
    }
}
