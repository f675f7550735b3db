package ge.khidi.sharing.stix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfidenceTest {

    @ParameterizedTest
    @CsvSource({
        "EUROPOL_4X4, A, 1, 90",
        "EUROPOL_4X4, C, 2, 70",
        "EUROPOL_4X4, B, 3, 50",
        "UK_5X5X5, B, 1, 90",
        "UK_5X5X5, D, 5, 10",
        "UK_3X5X2, 1, A, 70",
        "UK_3X5X2, 3, B, 50",
        "UK_3X5X2, 1, E, 10",
        "ADMIRALTY_6X6, A, 1, 90",
        "ADMIRALTY_6X6, E, 4, 30",
        "ADMIRALTY_6X6, C, 5, 10"
    })
    void whatIsKnownOfTheInformationDecides(String scheme, String source, String information, int confidence) {
        assertThat(confidence(scheme, source, information)).hasValue(confidence);
    }

    @ParameterizedTest
    @CsvSource({
        "EUROPOL_4X4, X, 1",
        "EUROPOL_4X4, A, 4",
        "EUROPOL_4X4, X, 4",
        "UK_5X5X5, E, 1",
        "UK_5X5X5, A, 4",
        "UK_3X5X2, 2, A",
        "UK_3X5X2, 1, C",
        "UK_3X5X2, 1, D",
        "ADMIRALTY_6X6, F, 1",
        "ADMIRALTY_6X6, A, 6"
    })
    void whatCannotBeJudgedHasNone(String scheme, String source, String information) {
        assertThat(confidence(scheme, source, information)).isEmpty();
    }

    @Test
    void withoutAGradeThereIsNone() {
        assertThat(Confidence.of(Rows.JSON.createObjectNode())).isEmpty();
    }

    private static OptionalInt confidence(String scheme, String source, String information) {
        return Confidence.of(Rows.JSON
                .createObjectNode()
                .put("scheme", scheme)
                .put("source", source)
                .put("information", information));
    }
}
