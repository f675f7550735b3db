package ge.khidi.intake.consultation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SinceTest {

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 35, 36, 1L << 40})
    void aCursorLeadsBackToItsPosition(long position) {
        Since since = Since.after(position);

        assertThat(Since.parse(since.cursor())).contains(since);
    }

    @Test
    void aMomentIsAMoment() {
        assertThat(Since.parse("2026-11-21T08:00:00Z")).contains(new Since(0, Instant.parse("2026-11-21T08:00:00Z")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "c", "C1", "c-1", "czzzzzzzzzzzzz", "yesterday", "2026-11-21"})
    void anythingElseIsNothing(String text) {
        assertThat(Since.parse(text)).isEmpty();
    }
}
