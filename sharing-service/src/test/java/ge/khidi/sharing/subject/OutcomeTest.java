package ge.khidi.sharing.subject;

import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.entity.FieldGroup;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OutcomeTest {

    private static final Optional<Ground> NO_GROUND = Optional.empty();
    private static final Optional<Said> ALL = said(Said.Word.DISCLOSE);
    private static final Optional<Said> NEITHER = said(Said.Word.NEITHER_CONFIRM_NOR_DENY);
    private static final Optional<Said> SILENT = Optional.empty();
    private static final Optional<Said> SOME = Optional.of(
            new Said(Said.Word.PARTLY, Optional.of(Ground.RIGHTS_OF_OTHERS), Set.of(FieldGroup.NAMES), false, false));

    @Test
    void nothingIsGrantedBeyondWhatOriginatorsSaid() {
        assertThat(Outcome.GRANTED.against(List.of(ALL, ALL), NO_GROUND)).isEmpty();
        assertThat(Outcome.GRANTED.against(List.of(ALL, SOME), NO_GROUND)).isPresent();
        assertThat(Outcome.GRANTED.against(List.of(ALL, SILENT), NO_GROUND)).isPresent();
        assertThat(Outcome.GRANTED.against(List.of(), NO_GROUND)).isPresent();
        assertThat(Outcome.PARTLY_GRANTED.against(List.of(NEITHER, SOME), NO_GROUND))
                .isEmpty();
        assertThat(Outcome.PARTLY_GRANTED.against(List.of(NEITHER, SILENT), NO_GROUND))
                .isPresent();
    }

    @Test
    void nothingIsHeldOnlyWhereNothingWasConfirmed() {
        assertThat(Outcome.NOTHING_HELD.against(List.of(), NO_GROUND)).isEmpty();
        assertThat(Outcome.NOTHING_HELD.against(List.of(NEITHER), NO_GROUND)).isPresent();
        assertThat(Outcome.NEITHER_CONFIRMED_NOR_DENIED.against(List.of(ALL), NO_GROUND))
                .isEmpty();
    }

    @Test
    void aRefusalSaysThatSomethingIsHeldOnlyWhereAnOriginatorLetsItBeKnown() {
        Optional<Ground> inquiries = Optional.of(Ground.INQUIRIES);
        assertThat(Outcome.REFUSED.against(List.of(NEITHER), inquiries)).isPresent();
        assertThat(Outcome.REFUSED.against(List.of(SILENT, NEITHER), inquiries)).isPresent();
        assertThat(Outcome.REFUSED.against(List.of(), inquiries)).isPresent();
        assertThat(Outcome.REFUSED.against(List.of(), Optional.of(Ground.NOT_FOUNDED)))
                .isPresent();
        assertThat(Outcome.REFUSED.against(List.of(NEITHER, SOME), inquiries)).isEmpty();
        assertThat(Outcome.REFUSED.against(List.of(NEITHER), Optional.of(Ground.EXCESSIVE)))
                .isEmpty();
        assertThat(Outcome.REFUSED.against(List.of(), Optional.of(Ground.EXCESSIVE)))
                .isEmpty();
    }

    private static Optional<Said> said(Said.Word word) {
        return Optional.of(new Said(word, Optional.empty(), Set.of(), false, false));
    }
}
