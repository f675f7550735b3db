package ge.khidi.contract.grade;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GradeTest {

    @ParameterizedTest
    @CsvSource({
        "UK_5X5X5, A, 1, A, 1",
        "UK_5X5X5, B, 2, B, 2",
        "UK_5X5X5, C, 3, B, 3",
        "UK_5X5X5, D, 4, C, 4",
        "UK_5X5X5, E, 5, X, 4",
        "UK_3X5X2, 1, A, B, 2",
        "UK_3X5X2, 2, B, X, 3",
        "UK_3X5X2, 3, C, C, 4",
        "UK_3X5X2, 1, D, B, 4",
        "UK_3X5X2, 1, E, B, 4",
        "ADMIRALTY_6X6, A, 1, A, 1",
        "ADMIRALTY_6X6, B, 2, B, 2",
        "ADMIRALTY_6X6, C, 3, B, 3",
        "ADMIRALTY_6X6, D, 4, C, 4",
        "ADMIRALTY_6X6, E, 5, C, 4",
        "ADMIRALTY_6X6, F, 6, X, 4"
    })
    void anotherSchemeIsConvertedTo4x4AndSaysSo(
            GradingScheme scheme, String source, String information, String derivedSource, String derivedInformation) {
        Grade given = new Grade(scheme, source, information, AssignedBy.ORIGINATOR);

        assertThat(given.derived())
                .contains(new Grade(GradingScheme.EUROPOL_4X4, derivedSource, derivedInformation, AssignedBy.DERIVED));
    }

    @Test
    void what4x4SaysNeedsNoConversion() {
        assertThat(new Grade(GradingScheme.EUROPOL_4X4, "A", "1", AssignedBy.ORIGINATOR).derived())
                .isEqualTo(Optional.empty());
        assertThat(Grade.X4.derived()).isEmpty();
    }
}
