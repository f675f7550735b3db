package ge.khidi.sharing.oversight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SheetTest {

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

        assertThat(Sheet.csv(List.of(sheet, sheet)))
                .isEqualTo("\uFEFF" + "PERSONS,2026-Q4\r\nsex,adult\r\nFEMALE,*\r\nMALE,0\r\n" + "\r\n"
                        + "PERSONS,2026-Q4\r\nsex,adult\r\nFEMALE,*\r\nMALE,0\r\n");
    }
}
