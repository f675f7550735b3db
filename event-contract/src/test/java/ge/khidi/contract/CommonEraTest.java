package ge.khidi.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CommonEraTest {

    @Test
    void aTimeThatADatabaseKeepsIsRead() {
        assertThat(CommonEra.instant("0001-01-01T00:00:00Z")).isEqualTo(Instant.parse("0001-01-01T00:00:00Z"));
        assertThat(CommonEra.moment("9999-12-31T23:59:59+04:00")).isEqualTo(Instant.parse("9999-12-31T19:59:59Z"));
        assertThat(CommonEra.day("2024-02-29")).isEqualTo(LocalDate.of(2024, 2, 29));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000-01-01T00:00:00Z",
                "-0001-12-31T00:00:00Z",
                "+10000-01-01T00:00:00Z",
                "9999-12-31T23:59:59.9999999Z",
                "2026-02-30T00:00:00Z"
            })
    void anyOtherIsNone(String text) {
        assertThatThrownBy(() -> CommonEra.instant(text)).isInstanceOf(DateTimeParseException.class);
        assertThatThrownBy(() -> CommonEra.moment(text)).isInstanceOf(DateTimeParseException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000-12-31", "+10000-01-01", "2026-02-30"})
    void anyOtherDayIsNone(String text) {
        assertThatThrownBy(() -> CommonEra.day(text)).isInstanceOf(DateTimeParseException.class);
    }
}
