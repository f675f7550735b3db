package ge.khidi.sharing.recall;

import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.sharing.feed.RowKind;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OutcomeTest {

    @ParameterizedTest
    @EnumSource(RowKind.class)
    void aRecallCanBeAnsweredAndNothingElseCan(RowKind kind) {
        assertThat(Stream.of(Outcome.values()).anyMatch(outcome -> outcome.answers(kind)))
                .isEqualTo(kind.recalls());
    }

    @ParameterizedTest
    @EnumSource(
            value = RowKind.class,
            names = {"RESTRICTION", "WITHDRAWAL", "ERASURE"})
    void whatIsNotToBeUsedAnyMoreIsNotDoneWithByRectifyingIt(RowKind kind) {
        assertThat(Outcome.RECTIFIED.answers(kind)).isFalse();
        assertThat(Outcome.ERASED.answers(kind)).isTrue();
        assertThat(Outcome.KEPT_WITH_JUSTIFICATION.answers(kind)).isTrue();
    }
}
