package ge.khidi.sharing.oversight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a spreadsheet gets. */
class CsvTest {

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"})
    void nothingIsTakenForAFormula(String unit) {
        String cell = Csv.cell(unit);

        assertThat(cell.startsWith("\"") ? cell.charAt(1) : cell.charAt(0)).isEqualTo('\'');
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '§', textBlock = """
            Batumi          | Batumi
            ბათუმი          | ბათუმი
            a,b             | "a,b"
            say "no" to it  | "say ""no"" to it"
            2026-Q4         | 2026-Q4
            """)
    void everyOtherCellIsItselfAndQuotedWhereItMustBe(String text, String cell) {
        assertThat(Csv.cell(text)).isEqualTo(cell);
    }

    @Test
    void theTablesStandOneBelowTheOtherBehindAByteOrderMark() {
        Sheet sheet = new Sheet(
                "PERSONS",
                "2026-Q4",
                List.of("sex"),
                List.of("adult"),
                List.of(
                        new Sheet.Line(List.of("FEMALE"), List.of(Optional.empty())),
                        new Sheet.Line(List.of("MALE"), List.of(Optional.of(0L)))));

        assertThat(Csv.of(List.of(sheet, sheet)))
                .isEqualTo("\uFEFF" + "PERSONS,2026-Q4\r\nsex,adult\r\nFEMALE,*\r\nMALE,0\r\n" + "\r\n"
                        + "PERSONS,2026-Q4\r\nsex,adult\r\nFEMALE,*\r\nMALE,0\r\n");
    }
}
