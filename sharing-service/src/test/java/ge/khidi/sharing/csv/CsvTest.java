package ge.khidi.sharing.csv;

import static org.assertj.core.api.Assertions.assertThat;

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a;=1",
                "a; =1",
                "a\n-b\r\n+c",
                "a\r=1\r\r'",
                "'quoted'",
                "''=1",
                ";'=1",
                "\t\t=",
                "\r\n",
                "\n=1",
                "ბათუმი;@x",
                "-",
                ""
            })
    void whoTakesTheApostrophesAwayHasTheTextAgain(String text) {
        String cell = Csv.cell(text);
        String read =
                cell.startsWith("\"") ? cell.substring(1, cell.length() - 1).replace("\"\"", "\"") : cell;

        assertThat(read.replaceAll("(?<=^|[;\t\n\r])'(?=[=+\\-@\t\r＝＋－＠'])|^'(?=\n)", ""))
                .isEqualTo(text);
    }

    @Test
    void aSpreadsheetThatSeparatesBySemicolonsOrEndsLinesWithCarriageReturnsSeesNoFormulaEither() {
        assertThat(Csv.cell("x;=HYPERLINK(1)")).isEqualTo("x;'=HYPERLINK(1)");
        assertThat(Csv.cell("a\r=1+1")).isEqualTo("\"a\r'=1+1\"");
    }
}
